package mockserver

import (
	"slices"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// What is remembered of the latest violations: at most so many, in at most so many bytes.
const (
	keptViolations = 1000
	keptBytes      = 1 << 20
	keptGrave      = 100
)

// loggedViolations is how many violations of one request the log has a line for.
const loggedViolations = 10

// Recorded is one violation and the request it was found in.
type Recorded struct {
	spec.Violation
	RequestID string
	At        time.Time // by the world's clock
	Method    string
	Path      string
	Status    int
	API       string // "chatlayer", "inkeep" or empty for a path of neither
}

// size is about what r takes in memory, in bytes. Rules, operations and places are the contract's own texts.
func (r *Recorded) size() int {
	const fixed = 400
	return fixed + len(r.Name) + len(r.Pointer) + len(r.Got) + len(r.Expected) + len(r.Fix) + len(r.RequestID) + len(r.Method) + len(r.Path)
}

// violationLog remembers the latest violations and counts all. It is safe for concurrent use.
type violationLog struct {
	mu     sync.Mutex
	total  int64      // violations since the last reset
	broken int64      // requests that broke the contract, since the start
	kept   []Recorded // oldest first
	grave  []Recorded // the latest that broke the contract, oldest first, since the start
	bytes  int        // that kept takes

	strays    int64 // since the last reset
	allStrays int64 // since the start
}

// add remembers what one request broke; grave says that it was more than advice.
func (l *violationLog) add(found []Recorded, grave bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total += int64(len(found))
	if grave {
		l.broken++
		l.grave = append(l.grave, found...)
		l.grave = slices.Delete(l.grave, 0, max(0, len(l.grave)-keptGrave))
	}
	for i := range found {
		l.bytes += found[i].size()
	}
	l.kept = append(l.kept, found...)
	old := 0
	for ; len(l.kept)-old > keptViolations || l.bytes > keptBytes; old++ {
		l.bytes -= l.kept[old].size()
	}
	l.kept = slices.Delete(l.kept, 0, old)
}

func (l *violationLog) addStray() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.strays++
	l.allStrays++
}

func (l *violationLog) latest(n int) (total, strays int64, kept []Recorded) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total, l.strays, slices.Clone(l.kept[max(0, len(l.kept)-n):])
}

func (l *violationLog) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total, l.strays, l.kept, l.bytes = 0, 0, nil, 0
}

// record remembers what a request broke of the contract.
func (s *Server) record(c *call, status int) {
	if len(c.Violations) == 0 {
		return
	}
	api := c.API
	if api == s.control.name {
		api = ""
	}
	found, grave := make([]Recorded, len(c.Violations)), false
	for i, v := range c.Violations {
		found[i] = Recorded{Violation: v, RequestID: c.RequestID, At: c.At, Method: c.Method, Path: pipeline.Shorten(c.Target), Status: status, API: api}
		grave = grave || s.grave(v)
	}
	s.logViolations(c)
	s.violations.add(found, grave)
}

func (s *Server) logViolations(c *call) {
	for i, v := range c.Violations {
		if i == loggedViolations {
			s.log.Warn("the request breaks the contract further", "request", c.RequestID, "more", len(c.Violations)-i)
			return
		}
		what := "the request breaks the contract"
		if !s.grave(v) {
			what = "the request has what the contract does not know; it is answered all the same"
		}
		s.log.Warn(what, "request", c.RequestID, "rule", v.Rule, "operation", v.Operation, "violation", v.String())
	}
}

// grave reports whether a request is refused for a violation.
func (s *Server) grave(v spec.Violation) bool { return !v.Advisory || s.opts.RefuseAdvisory }

// Violations returns the latest violations, oldest first; at most the last thousand, or those of the last megabyte, are
// remembered.
func (s *Server) Violations() []Recorded {
	_, _, kept := s.violations.latest(keptViolations)
	return kept
}

// Reasons returns the latest violations of the requests that BrokenRequests counts, oldest first; at most a hundred are
// remembered, resets or not.
func (s *Server) Reasons() []Recorded {
	s.violations.mu.Lock()
	defer s.violations.mu.Unlock()
	return slices.Clone(s.violations.grave)
}

// BrokenRequests returns how many requests broke the contract since the server started, resets included. Requests with
// advisory violations only count where these are refused. What depends on the mock's state alone breaks no contract: wrong
// secrets, another team's bot, an id that is taken.
func (s *Server) BrokenRequests() int64 {
	s.violations.mu.Lock()
	defer s.violations.mu.Unlock()
	return s.violations.broken
}
