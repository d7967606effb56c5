package mockserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/namespaces"
	"github.com/understudy-mock/understudy/spec"
)

// Namespace is a mock of its own on a server that tests share: nothing that happens in it can be seen in another. It is safe for
// concurrent use.
type Namespace struct {
	Name string
	URL  string // below which both APIs and the mock's own endpoints are, such as http://127.0.0.1:41234/~test-login-1

	server *Server
}

// NamespaceOptions are what a namespace has in place of the options of its server. Zero members are as the server has them.
type NamespaceOptions struct {
	Seed           uint64
	Scenario       string
	EventsPerBot   int       // NoEvents is none
	Now            time.Time // where the clock is frozen, and where the seeded data end
	Auth           AuthMode
	RefuseAdvisory bool
	Misbehave      string
	Variants       []string
	Plan           []byte // a tracking plan in JSON, as Options.Plan; {} is none
}

// Namespace gives a test a namespace of its own, with options if some are given; it is deleted at the end of the test. Options that cannot
// be used fail the test, and so does, where the server has Options.FailOnViolation, a request that broke the contract.
func (r *Running) Namespace(t testing.TB, opts ...NamespaceOptions) *Namespace {
	t.Helper()
	name := nameFor(t.Name(), r.named.Add(1))
	n := &Namespace{Name: name, URL: r.URL + namespaces.PathPrefix + name, server: r.Server}
	options, err := members(opts)
	if err == nil {
		_, _, err = r.namespaces.Put(name, options)
	}
	if err != nil {
		t.Fatalf("make a namespace: %v", err)
	}
	r.namespaces.Shared().Violations().Watch(name)
	t.Cleanup(func() {
		n.failOn(t)
		if err := r.namespaces.Delete(name, false); err != nil {
			t.Errorf("delete the namespace %s: %v", name, err)
		}
	})
	return n
}

// mostOfTestName is how much of a test's name is in the name of its namespace.
const mostOfTestName = 40

// nameFor makes a name from that of a test, which tells it from others by a number.
func nameFor(test string, number uint64) string {
	words := regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(test), "-")
	words = strings.Trim(words[:min(len(words), mostOfTestName)], "-")
	return strings.TrimPrefix(words+"-"+strconv.FormatUint(number, 10), "-")
}

// members are options as the mock's own endpoints take them; not given if there are none.
func members(opts []NamespaceOptions) (spec.Members, error) {
	if len(opts) == 0 {
		return spec.Members{}, nil
	}
	m := map[string]any{}
	var wrong []error
	for _, o := range opts {
		o.into(m)
		wrong = append(wrong, o.check(), o.planInto(m))
	}
	for _, v := range (*namespaces.Namespaces)(nil).Mistakes(spec.MembersOf(m)) {
		wrong = append(wrong, errors.New(v.String()))
	}
	return spec.MembersOf(m), errors.Join(wrong...)
}

// check is what the contract says of options in a body.
func (o NamespaceOptions) check() error {
	var wrong []error
	if !slices.Contains([]AuthMode{"", AuthStrict, AuthAny, AuthOff}, o.Auth) {
		wrong = append(wrong, fmt.Errorf("unknown auth mode %q: choose strict, any or off", string(o.Auth)))
	}
	if o.EventsPerBot > fixtures.MaxEvents {
		wrong = append(wrong, fmt.Errorf("%d events per bot: expected at most %d; ask for fewer", o.EventsPerBot, fixtures.MaxEvents))
	}
	return errors.Join(wrong...)
}

func (o NamespaceOptions) into(m map[string]any) {
	if o.Seed != 0 {
		m["seed"] = json.Number(strconv.FormatUint(o.Seed, 10))
	}
	if o.EventsPerBot != 0 {
		m["events"] = json.Number(strconv.Itoa(max(o.EventsPerBot, 0)))
	}
	if !o.Now.IsZero() {
		m["now"] = o.Now.UTC().Format(time.RFC3339Nano)
	}
	for name, text := range map[string]string{"scenario": o.Scenario, "auth": string(o.Auth), "misbehave": o.Misbehave} {
		if text != "" {
			m[name] = text
		}
	}
	if o.RefuseAdvisory {
		m["strict"] = true
	}
	if o.Variants != nil {
		variants := []any{}
		for _, name := range o.Variants {
			variants = append(variants, name)
		}
		m["variants"] = variants
	}
}

// byDefault is the namespace of requests that name none.
func (s *Server) byDefault() *Namespace { return &Namespace{Name: namespace.Default, server: s} }

// now is what the namespace is at present; a reset may replace it, and it is made anew where it was forgotten.
func (n *Namespace) now() (*namespace.Namespace, error) {
	if n.server.err != nil {
		return nil, n.server.err
	}
	return n.server.namespaces.Named(n.Name)
}

// Reset takes the namespace back to how it began: seeded data that end now, its clock, no faults, an empty journal. Options, if some are
// given, take the place of all that it was given before. The error names every mistake in them.
func (n *Namespace) Reset(opts ...NamespaceOptions) error {
	options, err := members(opts)
	if err := errors.Join(n.server.err, err); err != nil {
		return err
	}
	_, err = n.server.namespaces.Reset(n.Name, options)
	return err
}

// Reset is that of the default namespace.
func (s *Server) Reset(opts ...NamespaceOptions) error { return s.byDefault().Reset(opts...) }

// Violations returns the latest violations of the namespace since its reset, oldest first.
func (n *Namespace) Violations() []Recorded {
	at, err := n.now()
	if err != nil {
		return nil
	}
	_, _, kept := at.Violations().Latest(journal.Kept)
	return recorded(kept)
}

// BrokenRequests returns how many requests of the namespace broke the contract, resets included.
func (n *Namespace) BrokenRequests() int64 {
	at, err := n.now()
	if err != nil {
		return 0
	}
	return at.Violations().Broken()
}

// Clock returns the clock of the namespace.
func (n *Namespace) Clock() NamespaceClock { return NamespaceClock{n} }

// Clock returns the clock of the default namespace.
func (s *Server) Clock() NamespaceClock { return s.byDefault().Clock() }

// NamespaceClock is the clock of a namespace: stamps, ids and the Date of every answer have its time. A reset takes it back to how it
// began. It is safe for concurrent use.
type NamespaceClock struct{ of *Namespace }

func (c NamespaceClock) movable() (*clock.Movable, error) {
	at, err := c.of.now()
	if err != nil {
		return nil, err
	}
	return at.Clock(), nil
}

// Now returns the time; the zero time if the options of the server cannot be used.
func (c NamespaceClock) Now() time.Time {
	m, err := c.movable()
	if err != nil {
		return time.Time{}
	}
	return m.Now()
}

// Freeze makes the clock stand still at an instant of the years 1 to 9999.
func (c NamespaceClock) Freeze(at time.Time) error {
	return c.move(func(m *clock.Movable) error { return m.Freeze(at) })
}

// Run makes the clock go on from an instant of the years 1 to 9999, so many times as fast as the machine's: from 0.000001 to 1,000,000.
func (c NamespaceClock) Run(from time.Time, speed float64) error {
	return c.move(func(m *clock.Movable) error { return m.Run(from, speed) })
}

// Release makes the clock show the real time.
func (c NamespaceClock) Release() error {
	return c.move((*clock.Movable).Release)
}

// Advance moves a clock that is frozen or runs forward. One that is real is not moved, and none goes backwards.
func (c NamespaceClock) Advance(by time.Duration) error {
	return c.move(func(m *clock.Movable) error { return m.Advance(by) })
}

func (c NamespaceClock) move(how func(*clock.Movable) error) error {
	m, err := c.movable()
	if err != nil {
		return err
	}
	return how(m)
}
