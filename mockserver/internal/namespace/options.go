package namespace

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/access"
	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/plan"
)

// Options configure a namespace. The package mockserver says what each of them is.
type Options struct {
	Seed               uint64
	Scenario           string
	EventsPerBot       int
	Clock              clock.Clock
	Auth               AuthMode
	Credentials        []credential.Credential
	Import             []fixtures.Line
	RefuseAdvisory     bool
	Limits             Limits
	FailOnOwnViolation bool
	Variants           []string
	Misbehave          string
	AllowedHosts       access.Hosts
	CORSOrigins        access.Origins
	ControlToken       string
	NoControl          bool
	NoPrefer           bool
	Plan               map[string]any // a tracking plan; nil is none
	PlanLines          plan.Lines     // of Plan as it was written
	PlanFile           string         // that Plan was read from; empty is none
	LogNoViolations    bool
	Runner             *controlapi.Runner // of checks; nil is none
	Logger             *slog.Logger
}

// Limits bound what a request may take. The package mockserver says what each of them is. Zero members mean their defaults.
type Limits struct {
	BodyBytes     int64
	HeaderBytes   int
	BodyTimeout   time.Duration
	AnswerTimeout time.Duration
	Events        int64
	EventBytes    int64
	Connections   int
	Requests      int
	RequestBytes  int64
	JournalBytes  int64 // -1 for none
}

const (
	defaultBodyBytes   = 2 << 20
	defaultHeaderBytes = 64 << 10
	defaultBodyTimeout = 10 * time.Second

	defaultAnswerTimeout = 10 * time.Second
	defaultEvents        = 20_000_000
	defaultEventBytes    = 8 << 30

	defaultConnections  = 16_384
	defaultRequests     = 2_000
	defaultRequestBytes = 256 << 20
)

// read fills what was left zero and reports everything that is wrong with the rest.
func (o Options) read(kinds credential.Kinds) (Options, error) {
	var errs []error
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Clock == nil {
		o.Clock = clock.System()
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Auth == "" {
		o.Auth = AuthStrict
	}
	if !o.Auth.known() {
		errs = append(errs, fmt.Errorf("unknown auth mode %q: choose strict, any or off", string(o.Auth)))
	}
	errs = append(errs, kinds.Check(o.Credentials), o.Limits.fill(), o.checkDecorations(), o.readAccess())
	if _, err := fixtures.New(fixtures.Options{Scenario: o.Scenario, Events: o.EventsPerBot, Now: clock.Receipt(o.Clock)}); err != nil {
		errs = append(errs, err)
	}
	return o, errors.Join(errs...)
}

func (l *Limits) fill() error {
	if l.BodyBytes < 0 || l.HeaderBytes < 0 || l.BodyTimeout < 0 || l.AnswerTimeout < 0 || l.Events < 0 || l.EventBytes < 0 ||
		l.Connections < 0 || l.Requests < 0 || l.RequestBytes < 0 || l.JournalBytes < -1 {
		return errors.New("a limit is negative: give a positive number, or zero for the default")
	}
	l.BodyBytes = cmp.Or(l.BodyBytes, defaultBodyBytes)
	l.HeaderBytes = cmp.Or(l.HeaderBytes, defaultHeaderBytes)
	l.BodyTimeout = cmp.Or(l.BodyTimeout, defaultBodyTimeout)
	l.AnswerTimeout = cmp.Or(l.AnswerTimeout, defaultAnswerTimeout)
	l.Events = cmp.Or(l.Events, defaultEvents)
	l.EventBytes = cmp.Or(l.EventBytes, defaultEventBytes)
	l.Connections = cmp.Or(l.Connections, defaultConnections)
	l.Requests = cmp.Or(l.Requests, defaultRequests)
	l.RequestBytes = cmp.Or(l.RequestBytes, defaultRequestBytes)
	l.JournalBytes = cmp.Or(l.JournalBytes, journal.DefaultBytes)
	return nil
}

// readAccess gives the options that say who may call the form in which requests are compared with them.
func (o *Options) readAccess() error {
	var errHosts, errOrigins, errToken error
	o.AllowedHosts, errHosts = access.ReadHosts(o.AllowedHosts)
	o.CORSOrigins, errOrigins = access.ReadOrigins(o.CORSOrigins)
	switch i := strings.IndexFunc(o.ControlToken, func(r rune) bool { return r <= ' ' || r > '~' }); {
	case i >= 0:
		char, _ := utf8.DecodeRuneInString(o.ControlToken[i:])
		errToken = fmt.Errorf("bad control token: its byte %d is %q; use letters, digits and other visible characters of ASCII", i+1, char)
	case o.ControlToken != "" && o.NoControl:
		errToken = errors.New("a control token guards nothing where the mock's own endpoints are off: leave one of the two out")
	}
	return errors.Join(errHosts, errOrigins, errToken)
}
