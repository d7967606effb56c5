package conformance

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Target is a server to judge, and how. Suite and URL are required; every other zero value is a default.
type Target struct {
	Suite Suite
	URL   string // base URL; its path is kept as a prefix

	// Settings are the credentials, and what else the suite takes, in its own type: chatlayer.Settings, inkeep.Settings.
	Settings any

	ReadOnly bool          // send no write
	Settle   time.Duration // how long a write may take to become visible; zero is 5 s
	Seed     uint64        // drives every generated value; zero is 1
	Only     []string      // globs of check ids; none selects all
	Skip     []string      // globs of check ids
	Quick    bool          // run only the checks that tell the most for what they cost
	Baseline *Baseline     // known failures; nil is none

	PerSecond float64       // requests per second at most; zero is 300
	Parallel  int           // requests at the same time at most; zero is 10
	Timeout   time.Duration // of one request; zero is 10 s
	Deadline  time.Duration // of the whole run; zero is 10 min
	TLS       *tls.Config   // nil is Go's own
	CAFile    string        // PEM file of certificates to trust too, for an https URL; empty is none

	Clock    Clock               // nil is the system's
	Progress func(Progress)      // told what goes on, one call at a time; nil tells nobody
	Done     func(result Result) // told every result when it is there, one call at a time; nil tells nobody
	Version  string              // of the tool, for the report

	wanted func(id string) bool // what go test -run selects; nil is everything
}

// Clock tells the time and waits.
type Clock = exchange.Clock

// Progress is one piece of news of a run.
type Progress struct {
	What  string // such as "plant the events", "checks"
	Done  int
	Total int // 0 if it is not known
	// Waiting names what has taken long, such as "chatlayer.paging.every-size for 12s"; empty if nothing has.
	Waiting   string
	Elapsed   time.Duration // since the run began
	Left      time.Duration // until it ends, as an estimate; 0 if there is none yet
	PerSecond float64       // requests per second, of late; 0 before the first answers
	Advice    string        // how to shorten a run that takes long; empty if it does not
}

// base reads the URL.
func (t Target) base() (*url.URL, error) {
	base, err := url.Parse(t.URL)
	switch {
	case strings.Contains(t.URL, "@") && (err != nil || base.Host == "" || base.User != nil): // not repeated: part of it is secret
		return nil, errors.New("target: the URL holds credentials; give them apart")
	case err != nil:
		return nil, fmt.Errorf("target: %w; give a URL such as http://127.0.0.1:8080", err)
	case base.Scheme != "http" && base.Scheme != "https" || base.Host == "":
		return nil, fmt.Errorf("target %q is no http or https URL; give one such as http://127.0.0.1:8080", t.URL)
	case base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("target: the URL has a query or a fragment; give the base URL alone")
	}
	return base, nil
}

func (t Target) withDefaults() Target {
	if t.Settle == 0 {
		t.Settle = 5 * time.Second
	}
	if t.Seed == 0 {
		t.Seed = 1
	}
	if t.Deadline == 0 {
		t.Deadline = 10 * time.Minute
	}
	if t.Parallel == 0 {
		t.Parallel = 10
	}
	if t.Clock == nil {
		t.Clock = exchange.SystemClock()
	}
	if t.Version == "" {
		t.Version = "dev"
	}
	return t
}

// limit is how many requests are sent a second at most.
func (t Target) limit() float64 { return cmp.Or(t.PerSecond, 300) }

// can reports whether the target offers what a check needs, by what its suite says that the settings offer.
func (t Target) can(c Capability, offers map[Capability]string) (reason string, ok bool) {
	if c == Writes {
		return "the run is read-only", !t.ReadOnly
	}
	reason, known := offers[c]
	if !known {
		return "nothing offers " + string(c), false
	}
	return reason, reason == ""
}
