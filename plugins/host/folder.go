package host

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	hostv1 "github.com/stinesofiesstiftelse/hverdagspakke/plugins/proto/host/v1"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
)

// The folders within an exchange folder. Others put files in "in" and fetch
// them from "out"; what has been taken care of is moved to "done".
const (
	boxIn   = "in"
	boxOut  = "out"
	boxDone = "done"
)

// Bounds of an exchange folder.
const (
	mostListed = 1000
	mostOut    = 256 << 20 // bytes
	settled    = 2 * time.Second
)

// writing lets one file at a time be put out in a folder: whether there is
// room, and whether the name is free, must still be so when it is done. Nobody
// waits for another folder.
var writing sync.Map // of *sync.Mutex, by folder

func lockFolder(folder string) (unlock func()) {
	lock, _ := writing.LoadOrStore(folder, &sync.Mutex{})
	mutex := lock.(*sync.Mutex)
	mutex.Lock()
	return mutex.Unlock
}

// inFolder opens the instance's folder and does something with it, on record.
// Nothing outside it can be reached by any name.
func inFolder(in *Instance, place, method string, size int, do func(*os.Root, *Call) error) error {
	began := time.Now()
	entry := Call{Kind: "folder", Place: place, Method: method, Out: size}
	err := func() error {
		if in.Folder == "" || !in.Grant.Folder || !in.Manifest.Asks.Folder {
			return refuseHost("a folder has not been granted")
		}
		root, err := os.OpenRoot(in.Folder)
		if err != nil {
			return err
		}
		defer func() { _ = root.Close() }()
		for _, box := range []string{boxIn, boxOut, boxDone} {
			if err := root.Mkdir(box, 0o770); err != nil && !errors.Is(err, fs.ErrExist) {
				return err
			}
		}
		return do(root, &entry)
	}()
	entry.Took = time.Since(began)
	var refused refusal
	if errors.As(err, &refused) {
		entry.Refused = refused.detail
	}
	record(in, entry)
	return nameless(err)
}

// nameless is err without the name of the file it is about, which may be a
// child's: it goes to the operator's log.
func nameless(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return fmt.Errorf("%s in an exchange folder: %w", at.Op, at.Err)
	}
	var between *os.LinkError
	if errors.As(err, &between) {
		return fmt.Errorf("%s in an exchange folder: %w", between.Op, between.Err)
	}
	return err
}

func fileName(box, name string) (string, error) {
	good := name != "" && len(name) <= 200 && utf8.ValidString(name) && isClean(name) && !strings.ContainsAny(name, "/\\:\n\t") &&
		!isUnfinished(name) && fs.ValidPath(name)
	if !good {
		return "", refusal{hostv1.Refusal_REASON_INVALID, "the name is not one for a file"}
	}
	return path.Join(box, name), nil
}

// isUnfinished tells whether a name is one that programs give to what they are
// still writing.
func isUnfinished(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "~") {
		return true
	}
	return slices.Contains([]string{".part", ".tmp", ".filepart", ".partial", ".crdownload"}, strings.ToLower(path.Ext(name)))
}

func (a *attachment) listFiles(in *Instance, id uint64, ask *hostv1.FileList) error {
	box := map[hostv1.FileList_Box]string{hostv1.FileList_BOX_IN: boxIn, hostv1.FileList_BOX_OUT: boxOut}[ask.GetBox()]
	if box == "" {
		return refusal{hostv1.Refusal_REASON_INVALID, "there is no such box"}
	}
	return inFolder(in, box, "list", 0, func(root *os.Root, _ *Call) error {
		entries, err := fs.ReadDir(root.FS(), box)
		if err != nil {
			return err
		}
		listed := &hostv1.Files{}
		for _, entry := range entries {
			if _, err := fileName(box, entry.Name()); err != nil || !entry.Type().IsRegular() || len(listed.Files) >= mostListed {
				continue
			}
			info, err := entry.Info()
			if err != nil || box == boxIn && time.Since(info.ModTime()) < settled {
				continue // gone, or somebody may be writing it
			}
			file := &hostv1.File{Name: entry.Name(), Size: info.Size(), ChangedUnix: info.ModTime().Unix()}
			listed.Files = append(listed.Files, file)
		}
		return a.answer(&hostv1.Answer{Id: id, Last: true, Answer: &hostv1.Answer_Files{Files: listed}})
	})
}

func (a *attachment) readFile(ctx context.Context, in *Instance, id uint64, ask *hostv1.FileRead) error {
	name, err := fileName(boxIn, ask.GetName())
	if err != nil {
		return err
	}
	return inFolder(in, boxIn, "read", 0, func(root *os.Root, entry *Call) error {
		info, err := root.Lstat(name)
		if err := fileProblem(info, err); err != nil {
			return err
		}
		file, err := root.OpenFile(name, os.O_RDONLY|noFollow, 0)
		if err != nil {
			return fileProblem(nil, err)
		}
		defer func() { _ = file.Close() }()
		entry.In, err = a.body(id, &until{ctx, file}, newHider(nil), mostBody)
		return err
	})
}

func fileProblem(info fs.FileInfo, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return refusal{hostv1.Refusal_REASON_NOT_FOUND, "there is no such file"}
	case err != nil:
		return err
	case info != nil && !info.Mode().IsRegular():
		return refusal{hostv1.Refusal_REASON_INVALID, "it is not a file"}
	}
	return nil
}

// until reads until its context ends.
type until struct {
	ctx  context.Context
	from *os.File
}

// Read reads from the file.
func (u *until) Read(into []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.from.Read(into)
}

func (a *attachment) writeFile(in *Instance, id uint64, ask *hostv1.FileWrite) error {
	name, err := fileName(boxOut, ask.GetName())
	if err != nil {
		return err
	}
	if len(ask.GetContent()) > sdk.MaxContent {
		return refusal{hostv1.Refusal_REASON_TOO_LARGE, "a file is at most 4 MiB"}
	}
	err = inFolder(in, boxOut, "write", len(ask.GetContent()), func(root *os.Root, _ *Call) error {
		defer lockFolder(in.Folder)()
		return putOut(root, name, ask.GetContent())
	})
	if err != nil {
		return err
	}
	return a.yes(id)
}

// putOut puts a whole file out, or nothing.
func putOut(root *os.Root, name string, content []byte) error {
	before, err := root.Lstat(name)
	if err == nil {
		if !before.Mode().IsRegular() {
			return refusal{hostv1.Refusal_REASON_CONFLICT, "there is something else by that name"}
		}
		there, err := root.ReadFile(name)
		if err != nil {
			return err
		}
		if !bytes.Equal(there, content) {
			return refusal{hostv1.Refusal_REASON_CONFLICT, "there is another file by that name"}
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := room(root, len(content)); err != nil {
		return err
	}
	half := path.Join(boxOut, "."+path.Base(name)+".half")
	if err := writeWhole(root, half, content); err != nil {
		return errors.Join(err, root.Remove(half))
	}
	if err := root.Rename(half, name); err != nil {
		return errors.Join(err, root.Remove(half))
	}
	return syncFolder(root, boxOut)
}

// room sees that a plugin cannot fill the disk by putting files out that nobody
// fetches.
func room(root *os.Root, more int) error {
	entries, err := fs.ReadDir(root.FS(), boxOut)
	if err != nil {
		return err
	}
	total := int64(more)
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil {
			total += info.Size()
		}
	}
	if total > mostOut || len(entries) >= 10*mostListed {
		return refusal{hostv1.Refusal_REASON_TOO_LARGE, "the folder is full of files that nobody has fetched"}
	}
	return nil
}

func writeWhole(root *os.Root, name string, content []byte) error {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC|noFollow, 0o660)
	if err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := file.Sync(); err != nil {
		return errors.Join(err, file.Close())
	}
	return file.Close()
}

func syncFolder(root *os.Root, name string) error {
	folder, err := root.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func (a *attachment) doneFile(in *Instance, id uint64, ask *hostv1.FileDone) error {
	name, err := fileName(boxIn, ask.GetName())
	if err != nil {
		return err
	}
	err = inFolder(in, boxIn, "done", 0, func(root *os.Root, _ *Call) error {
		info, err := root.Lstat(name)
		if err := fileProblem(info, err); err != nil {
			return err
		}
		aside := path.Join(boxDone, a.process.house.Clock.Now().Format("20060102T150405.000000")+" "+path.Base(name))
		return root.Rename(name, aside)
	})
	if err != nil {
		return err
	}
	return a.yes(id)
}
