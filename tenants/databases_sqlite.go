package tenants

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"golang.org/x/sys/unix"
	_ "modernc.org/sqlite" // the SQLite driver

	"github.com/stinesofiesstiftelse/hverdagspakke/ent/migrations"
)

const controlFile = "control.db"

// ErrInUse says that another process holds the data folder.
var ErrInUse = errors.New("the data folder is in use by another process")

type sqliteFiles struct {
	folder string
	lock   *os.File
}

// SQLiteFiles keeps one file for each municipality in folder, and one for the
// control plane. It holds a lock on the folder: SQLite files are for one
// process. It returns ErrInUse when another process has it.
func SQLiteFiles(folder string) (Databases, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("making data folder: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening lock file: %w", err)
	}
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		_ = lock.Close()
		return nil, ErrInUse
	}
	return &sqliteFiles{folder: folder, lock: lock}, nil
}

func (f *sqliteFiles) Dialect() string { return dialect.SQLite }

func (f *sqliteFiles) path(name string) string { return filepath.Join(f.folder, name+".db") }

func (f *sqliteFiles) Present(name string) bool {
	info, err := os.Stat(f.path(name))
	return err == nil && info.Mode().IsRegular() && info.Size() > 0
}

func (f *sqliteFiles) Open(ctx context.Context, name string) (read, write *sql.DB, err error) {
	if !f.Present(name) {
		return nil, nil, fmt.Errorf("database file is missing or empty: %w", ErrUnavailable)
	}
	write, err = openSQLite(ctx, f.path(name), "rw", 1)
	if err != nil {
		return nil, nil, err
	}
	read, err = openSQLite(ctx, f.path(name), "ro", 4)
	if err != nil {
		_ = write.Close()
		return nil, nil, err
	}
	return read, write, nil
}

func (f *sqliteFiles) OpenControl(ctx context.Context) (*sql.DB, error) {
	return openSQLite(ctx, filepath.Join(f.folder, controlFile), "rwc", 1)
}

// Create makes the file first, so that only its owner may read it.
func (f *sqliteFiles) Create(ctx context.Context, name string) error {
	file, err := os.OpenFile(f.path(name), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("making database file: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("making database file: %w", err)
	}
	db, err := openSQLite(ctx, f.path(name), "rwc", 1)
	if err != nil {
		return err
	}
	return db.Close()
}

func (f *sqliteFiles) Migrate(ctx context.Context, name string, set []migrations.Migration) (from, to int, err error) {
	db, err := openSQLite(ctx, f.path(name), "rw", 1)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return migrations.Apply(ctx, db, dialect.SQLite, set)
}

func (f *sqliteFiles) Names(context.Context) ([]string, error) {
	entries, err := os.ReadDir(f.folder)
	if err != nil {
		return nil, fmt.Errorf("listing data folder: %w", err)
	}
	var names []string
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ".db"); ok && entry.Name() != controlFile {
			names = append(names, name)
		}
	}
	return names, nil
}

func (f *sqliteFiles) Close() error { return f.lock.Close() }

// openSQLite opens a file with what a server needs: waits for a lock before
// anything else, write-ahead log, commits that survive power loss, foreign
// keys, and transactions that take the write lock at once (without it, many
// that read before they write fail under load).
func openSQLite(ctx context.Context, path, mode string, conns int) (*sql.DB, error) {
	pragmas := []string{"busy_timeout(5000)", "foreign_keys(1)", "synchronous(FULL)", "cache_size(-1000)", "temp_store(2)"}
	if mode != "ro" {
		pragmas = append(pragmas, "journal_mode(WAL)")
	}
	query := url.Values{"mode": {mode}, "_txlock": {"immediate"}, "_pragma": pragmas}
	if mode == "ro" {
		query.Del("_txlock")
	}
	db, err := sql.Open("sqlite", "file:"+url.PathEscape(path)+"?"+query.Encode())
	if err != nil {
		return nil, fmt.Errorf("opening database file: %w", err)
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	db.SetConnMaxIdleTime(2 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(databaseError(fmt.Errorf("opening database file: %w", err)), db.Close())
	}
	return db, nil
}
