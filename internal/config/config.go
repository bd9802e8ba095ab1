// Package config is what an operator decides: one struct, filled from flags,
// then HVERDAG_* environment variables, then a YAML or JSON file, in that order
// of weight. A command embeds Config and hands Options to kong:
//
//	type serve struct {
//		config.Config `embed:""`
//	}
//
// Whoever uses a Config calls Settled and Check first. Secrets show themselves
// to nobody but the code that calls Reveal.
package config

import (
	"log/slog"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// Profile says what the program may do without.
type Profile string

// The profiles. The demo has invented people and an issuer of its own, and
// nothing else in the program lets anybody in without an identity provider.
const (
	Demo       Profile = "demo"
	Production Profile = "production"
)

// Config is everything an operator can set.
type Config struct {
	File kong.ConfigFlag `name:"config" env:"HVERDAG_CONFIG" placeholder:"FILE" help:"Read settings from a YAML or JSON file; the environment and flags weigh more."`

	Profile  Profile    `env:"HVERDAG_PROFILE" default:"production" help:"demo or production."`
	Addr     string     `env:"HVERDAG_ADDR" default:"127.0.0.1:8080" help:"Address to listen on."`
	Data     string     `env:"HVERDAG_DATA" default:"data" help:"Folder for what is kept in files."`
	LogLevel slog.Level `env:"HVERDAG_LOG_LEVEL" default:"info" help:"debug, info, warn or error."`
	Replicas int        `env:"HVERDAG_REPLICAS" default:"1" help:"How many copies of the program run."`

	BaseDomain     string   `env:"HVERDAG_BASE_DOMAIN" default:"localhost" help:"Domain that municipalities are subdomains of."`
	ConsoleHost    string   `env:"HVERDAG_CONSOLE_HOST" help:"Host of the foundation's console; stiftelsen. and the base domain unless given."`
	PublicScheme   string   `env:"HVERDAG_PUBLIC_SCHEME" help:"Scheme that browsers use; https, and http in the demo, unless given."`
	PublicPort     int      `env:"HVERDAG_PUBLIC_PORT" help:"Port that browsers use; 443, and the one listened on in the demo, unless given."`
	TrustedProxies []string `env:"HVERDAG_TRUSTED_PROXIES" help:"Addresses or prefixes whose X-Forwarded headers count."`
	BodyLimit      int      `env:"HVERDAG_BODY_LIMIT" default:"2097152" help:"Largest request body, in bytes."`

	Database Database `embed:"" prefix:"database-" envprefix:"HVERDAG_DATABASE_"`
	RedisURL Secret   `env:"HVERDAG_REDIS_URL" help:"Redis; an in-process one unless given."`
	KEKFile  string   `name:"kek-file" env:"HVERDAG_KEK_FILE" help:"File with the key-encryption key in base64."`
	KEK      Secret   `name:"kek" env:"HVERDAG_KEK" help:"The key-encryption key itself in base64; give it in the environment."`

	OIDC OIDC `embed:"" prefix:"oidc-" envprefix:"HVERDAG_OIDC_"`
	SMTP SMTP `embed:"" prefix:"smtp-" envprefix:"HVERDAG_SMTP_"`
	SMS  SMS  `embed:"" prefix:"sms-" envprefix:"HVERDAG_SMS_"`

	Plugins Plugins `embed:"" prefix:"plugins-" envprefix:"HVERDAG_PLUGINS_"`
}

// Plugins is how plugins are run. docs/operate/plugins.md explains it.
type Plugins struct {
	Folder       string   `env:"FOLDER" help:"Folder of plugin releases, each in a folder named by its digest; plugins in the data folder unless given."`
	Run          string   `env:"RUN" help:"Folder for plugins' sockets, in memory if you can, with a short path; a new one in the temporary folder unless given."`
	Exchange     string   `env:"EXCHANGE" help:"Folder where plugins exchange files with other systems, below it one for each municipality and plugin; exchange in the data folder unless given."`
	TrustedKeys  []string `env:"TRUSTED_KEYS" help:"Public keys of publishers whose releases may be added, besides those in the plugin folder's trusted.keys."`
	PrivateHosts []string `env:"PRIVATE_HOSTS" help:"Host names inside your own network that plugins may reach, also over http, when a municipality has granted them."`
	Memory       int      `env:"MEMORY" default:"256" help:"Most memory of one plugin's process, in MiB."`
	Node         string   `env:"NODE" help:"Full path of node, for plugins that are not programs of their own; those do not run unless given."`
	NodeFolders  []string `env:"NODE_FOLDERS" help:"Folders node is read from, which such a plugin may read."`
	Developer    bool     `env:"DEVELOPER" help:"Developer mode: run plugins without shutting them in where the machine cannot. Every page about plugins says so. Never with real families."`
}

// Database is where the tables are: files in the data folder, or PostgreSQL.
type Database struct {
	URL      Secret `name:"url" env:"URL" help:"PostgreSQL as the role that serves, which may only read and change rows; SQLite files unless given."`
	OwnerURL Secret `name:"owner-url" env:"OWNER_URL" help:"PostgreSQL as the role that owns and migrates the tables; needed to migrate and to create municipalities, not to serve."`
	Control  string `env:"CONTROL" default:"hverdag_control" help:"Name of the control plane's database."`
}

// OIDC are the identity providers, one for each kind of person. The demo has
// an issuer of its own and uses none of them.
type OIDC struct {
	Family     Issuer `embed:"" prefix:"family-" envprefix:"FAMILY_"`
	Staff      Issuer `embed:"" prefix:"staff-" envprefix:"STAFF_"`
	Foundation Issuer `embed:"" prefix:"foundation-" envprefix:"FOUNDATION_"`
}

// Issuer is one identity provider.
type Issuer struct {
	Issuer       string   `name:"issuer" env:"ISSUER" help:"Its issuer address."`
	ClientID     string   `name:"client-id" env:"CLIENT_ID" help:"Our name with it."`
	ClientSecret Secret   `name:"client-secret" env:"CLIENT_SECRET" help:"Our secret with it; give it in the environment."`
	ACR          []string `name:"acr" env:"ACR" help:"Levels of assurance that are accepted."`
	TrustEmail   bool     `name:"trust-email" env:"TRUST_EMAIL" help:"Take e-mail addresses as it gives them, because the municipality alone decides them."`
	Required     bool     `name:"required" env:"REQUIRED" default:"true" negatable:"" help:"Refuse to start without it."`
}

// SMTP is where e-mail is handed over; none is sent when Addr is empty.
type SMTP struct {
	Addr     string `env:"ADDR" help:"Mail server, host and port; no e-mail is sent unless given."`
	From     string `env:"FROM" help:"Sender's address."`
	User     string `env:"USER" help:"Account with the mail server."`
	Password Secret `env:"PASSWORD" help:"Its password; give it in the environment."`
}

// SMS is where text messages are handed over as JSON; none is sent when URL is
// empty.
type SMS struct {
	URL    Secret `name:"url" env:"URL" help:"Address that text messages are posted to as JSON (from, to, text, reference), with a bearer token; none is sent unless given."`
	Token  Secret `name:"token" env:"TOKEN" help:"The bearer token; give it in the environment."`
	Sender string `name:"sender" env:"SENDER" help:"Sender's name or number; a neutral one, for it is seen by others."`
}

const (
	consoleLabel = "stiftelsen."
	demoKEKFile  = "kek"
	httpsPort    = 443
	httpPort     = 80
)

// Settled returns the configuration with what depends on other settings
// filled in. It changes nothing that was given.
func (c Config) Settled() Config {
	demo := c.Profile == Demo
	if c.ConsoleHost == "" {
		c.ConsoleHost = consoleLabel + c.BaseDomain
	}
	if c.PublicScheme == "" {
		c.PublicScheme = "https"
		if demo {
			c.PublicScheme = "http"
		}
	}
	if c.PublicPort == 0 {
		c.PublicPort = httpsPort
		if demo {
			c.PublicPort = portOf(c.Addr)
		}
	}
	if c.Plugins.Folder == "" {
		c.Plugins.Folder = filepath.Join(c.Data, "plugins")
	}
	if c.Plugins.Exchange == "" {
		c.Plugins.Exchange = filepath.Join(c.Data, "exchange")
	}
	if demo && c.KEKFile == "" && c.KEK == "" {
		c.KEKFile = filepath.Join(c.Data, demoKEKFile)
	}
	return c
}

// Origin is a host's address as browsers write it, without a path:
// https://bodo.example.no, or http://bodo.localhost:8080 in the demo.
func (c Config) Origin(host string) string {
	c = c.Settled()
	usual := httpPort
	if c.PublicScheme == "https" {
		usual = httpsPort
	}
	if c.PublicPort != usual {
		host = net.JoinHostPort(host, strconv.Itoa(c.PublicPort))
	}
	return (&url.URL{Scheme: c.PublicScheme, Host: host}).String()
}

// MunicipalityHost is the host of the municipality with a slug.
func (c Config) MunicipalityHost(slug string) string { return slug + "." + c.BaseDomain }

// SQLite reports whether the tables are in files rather than in PostgreSQL.
func (c Config) SQLite() bool { return c.Database.URL == "" }

// LocalRedis reports whether Redis is the one inside the program.
func (c Config) LocalRedis() bool { return c.RedisURL == "" }

// portOf is the port of a listening address, or 0 when it has none.
func portOf(addr string) int {
	port, err := strconv.Atoi(addr[strings.LastIndex(addr, ":")+1:])
	if err != nil {
		return 0
	}
	return port
}
