package config

import (
	"fmt"
	"net/mail"
	"net/url"
	"os"
	"regexp"
	"strings"
)

// Faults is everything that is wrong with a configuration, one sentence each.
type Faults []string

// Error lists the faults on lines of their own.
func (f Faults) Error() string {
	return "the configuration cannot be used:\n- " + strings.Join(f, "\n- ")
}

// add notes a fault when wrong is true.
func (f *Faults) add(wrong bool, sentence string, arguments ...any) {
	if wrong {
		*f = append(*f, fmt.Sprintf(sentence, arguments...))
	}
}

// Check returns Faults with everything that is wrong, or nil. It looks at files
// that are named, and reaches no other machine. (It is not called Validate,
// because kong calls that by itself before a command has chosen its profile.)
func (c Config) Check() error {
	c = c.Settled()
	var faults Faults
	c.checkPublic(&faults)
	c.checkStores(&faults)
	c.checkKEK(&faults)
	c.OIDC.check(&faults, c.Profile)
	c.SMTP.check(&faults)
	c.SMS.check(&faults, c.Profile)
	c.Plugins.check(&faults)
	if len(faults) == 0 {
		return nil
	}
	return faults
}

func (c Config) production() bool { return c.Profile == Production }

// hostName is what a browser sends as a host: lower case, letters, digits and
// hyphens, labels of at most 63.
var hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$`)

const (
	longestHost  = 200 // as the control plane keeps it
	highestPort  = 65535
	leastBody    = 64 << 10
	mostBody     = 64 << 20
	keyBytes     = 32
	roomForASlug = 60 // a slug and its dot
	mostReplicas = 100
)

func (c Config) checkPublic(f *Faults) {
	f.add(c.Profile != Demo && c.Profile != Production, "The profile is %q; it must be demo or production.", c.Profile)
	f.add(!isAddress(c.Addr),
		"The address to listen on is %q; it must be a host and a port, such as 127.0.0.1:8080 or :8080.", c.Addr)
	goodDomain := hostName.MatchString(c.BaseDomain) && len(c.BaseDomain) <= longestHost-roomForASlug
	f.add(!goodDomain,
		"The base domain is %q; it must be a domain in small letters without scheme or port.", c.BaseDomain)
	f.add(c.production() && isLocal(c.BaseDomain), "The base domain is %s, which nobody else can reach; production needs a real domain.", c.BaseDomain)
	f.add(goodDomain && !hostName.MatchString(c.ConsoleHost) || len(c.ConsoleHost) > longestHost || c.ConsoleHost == c.BaseDomain,
		"The console's host is %q; it must be a host name of its own.", c.ConsoleHost)
	f.add(c.PublicScheme != "http" && c.PublicScheme != "https", "The public scheme is %q; it must be http or https.", c.PublicScheme)
	f.add(c.production() && c.PublicScheme == "http", "The public scheme is http; production needs https, because cookies and content must not travel in the open.")
	f.add(c.PublicPort < 0 || c.PublicPort > highestPort, "The public port is %d; it must be between 1 and 65535.", c.PublicPort)
	for _, proxy := range c.TrustedProxies {
		prefix, err := parseProxy(proxy)
		f.add(err != nil, "The trusted proxy %q is neither an address nor a prefix such as 10.1.0.0/16.", proxy)
		f.add(err == nil && prefix.Bits() == 0, "The trusted proxy %q is everybody; anybody could then pretend to be any host.", proxy)
	}
	f.add(c.BodyLimit < leastBody || c.BodyLimit > mostBody, "The body limit is %d bytes; it must be between %d and %d.", c.BodyLimit, leastBody, mostBody)
	f.add(c.Data == "", "The data folder has no name.")
}

func (c Config) checkStores(f *Faults) {
	f.add(c.Replicas < 1 || c.Replicas > mostReplicas, "The number of replicas is %d; it must be between 1 and %d.", c.Replicas, mostReplicas)
	f.add(c.SQLite() && c.Replicas > 1, "There are %d replicas but no database URL; SQLite files are for one process only.", c.Replicas)
	f.add(c.LocalRedis() && c.production(), "There is no Redis URL; production needs a real Redis.")
	f.add(c.LocalRedis() && !c.production() && c.Replicas > 1, "There are %d replicas but no Redis URL; the in-process Redis is for one process only.", c.Replicas)
	f.add(!c.LocalRedis() && !urlHasScheme(c.RedisURL, "redis", "rediss", "unix"), "The Redis URL is not like redis://user:password@host:6379/0.")
	c.checkDatabase(f)
}

func (c Config) checkDatabase(f *Faults) {
	if c.SQLite() {
		f.add(c.Database.OwnerURL != "", "There is an owner's database URL but no database URL to serve with.")
		return
	}
	serves, owns := urlHasScheme(c.Database.URL, "postgres", "postgresql"), urlHasScheme(c.Database.OwnerURL, "postgres", "postgresql")
	f.add(!serves, "The database URL is not like postgres://role:password@host:5432/database.")
	f.add(c.Database.OwnerURL != "" && !owns, "The owner's database URL is not like postgres://role:password@host:5432/database.")
	f.add(serves && owns && userOf(c.Database.URL) == userOf(c.Database.OwnerURL),
		"The database URL and the owner's have the same role; the role that serves must not own the tables, or it could rewrite the log.")
	f.add(c.Database.Control == "", "The control plane's database has no name.")
}

func (c Config) checkKEK(f *Faults) {
	f.add(c.KEK != "" && c.KEKFile != "", "The key-encryption key is given twice, in a file and by itself; give one.")
	f.add(c.KEK == "" && c.KEKFile == "", "There is no key-encryption key; give a file or the key itself in base64.")
	if c.KEK != "" {
		f.add(!isKey(c.KEK.Reveal()), "The key-encryption key is not %d bytes in base64.", keyBytes)
	}
	if c.KEKFile == "" {
		return
	}
	text, err := os.ReadFile(c.KEKFile)
	if os.IsNotExist(err) && c.Profile == Demo {
		return // the demo makes it
	}
	f.add(err != nil, "The file with the key-encryption key cannot be read: %v.", err)
	f.add(err == nil && !isKey(string(text)), "The file with the key-encryption key, %s, is not %d bytes in base64.", c.KEKFile, keyBytes)
}

func (o OIDC) check(f *Faults, profile Profile) {
	o.Family.check(f, profile, "families")
	o.Staff.check(f, profile, "staff")
	o.Foundation.check(f, profile, "the foundation")
	f.add(profile == Production && o.Family.Issuer != "" && len(o.Family.ACR) == 0,
		"The identity provider of families has no level of assurance to accept; ID-porten's are idporten-loa-substantial and idporten-loa-high.")
}

func (i Issuer) check(f *Faults, profile Profile, whose string) {
	if profile == Demo {
		f.add(i.Issuer != "", "The identity provider of %s is set in the demo, which has an issuer of its own; use the production profile.", whose)
		return
	}
	if i.Issuer == "" {
		f.add(i.Required, "There is no identity provider of %s, so that nobody of them could sign in.", whose)
		return
	}
	address, err := url.Parse(i.Issuer)
	good := err == nil && address.Scheme == "https" && address.Host != "" && address.RawQuery == "" && address.Fragment == "" && address.User == nil
	f.add(!good, "The identity provider of %s is not an https address without query.", whose)
	f.add(good && isLocal(address.Hostname()), "The identity provider of %s is on this machine, like the demo's; production needs a real one.", whose)
	f.add(i.ClientID == "", "The identity provider of %s has no client id.", whose)
	f.add(i.ClientSecret == "", "The identity provider of %s has no client secret.", whose)
}

func (s SMTP) check(f *Faults) {
	if s.Addr == "" {
		f.add(s.From != "" || s.User != "" || s.Password != "", "There are settings for e-mail but no mail server.")
		return
	}
	f.add(!isAddress(s.Addr), "The mail server is %q; it must be a host and a port.", s.Addr)
	_, err := mail.ParseAddress(s.From)
	f.add(err != nil, "The sender of e-mail is %q; it must be an e-mail address.", s.From)
	f.add((s.User == "") != (s.Password == ""), "The mail server has an account or a password, but not both.")
}

func (s SMS) check(f *Faults, profile Profile) {
	if s.URL == "" {
		f.add(s.Token != "" || s.Sender != "", "There are settings for text messages but no address to post them to.")
		return
	}
	address, err := url.Parse(s.URL.Reveal())
	good := err == nil && address.Host != "" && (address.Scheme == "https" || address.Scheme == "http" && isLocal(address.Hostname()))
	f.add(!good, "The address that text messages are posted to is not an https address.")
	f.add(good && address.User != nil, "The address that text messages are posted to has an account in it; give a token instead.")
	f.add(profile == Production && s.Token == "", "There is no token for text messages; anybody could then post them.")
}
