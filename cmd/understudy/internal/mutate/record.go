package mutate

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver"
)

// What is recorded of a run at most: more would take long to replay.
const (
	mostRequests = 2000
	mostBytes    = 64 << 20
)

// overlap is how long a request of the APIs is held, so that it is there while others come that were sent with it.
const overlap = 5 * time.Millisecond

// ownPaths are those of the mock's own endpoints, below whatever namespace.
const ownPaths = "/__understudy/"

// steps is a clock that stands still between requests, so that a replay has the times that there were.
type steps struct{ at atomic.Pointer[time.Time] }

func newSteps(at time.Time) *steps {
	var s steps
	s.at.Store(&at)
	return &s
}

// Now is the time at which the latest request came.
func (s *steps) Now() time.Time { return *s.at.Load() }

func (s *steps) set(at time.Time) {
	for {
		before := s.at.Load()
		if before.After(at) || s.at.CompareAndSwap(before, &at) {
			return
		}
	}
}

// recording is what a command has asked on the clean mock.
type recording struct {
	options mockserver.Options // of the mock
	began   time.Time
	of      []*asked
	cut     bool // there was more
	special bool // it had to do with namespaces, or with options, which a mock that is reset does not have as a fresh one has
}

// asked is one request, as it came to the mock.
type asked struct {
	*http.Request

	at     time.Time
	beside []*asked     // requests of the APIs that were in progress when it came
	body   bytes.Buffer // as far as the mock has read it
}

// recorder passes requests on to a mock and records them.
type recorder struct {
	mock  http.Handler
	clock mockserver.Clock
	steps *steps
	hold  func() // called while a request of the APIs is in progress; nil is not at all

	mu   sync.Mutex
	all  recording
	size int
	now  []*asked // requests of the APIs in progress
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	a, done := r.begin(request)
	defer done()
	if !a.own() && r.hold != nil {
		r.hold()
	}
	request.Body = &copied{request.Body, r, a}
	r.mock.ServeHTTP(w, request)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all.special = r.all.special || w.Header().Get(ofTheMock+"Namespace") != "" || a.special()
}

// begin records a request without its body.
func (r *recorder) begin(request *http.Request) (a *asked, done func()) {
	at := r.clock.Now()
	r.steps.set(at)
	a = &asked{Request: request.Clone(context.Background()), at: at}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.all.of) == mostRequests {
		r.all.cut = true
	} else {
		r.all.of = append(r.all.of, a)
	}
	if a.own() {
		return a, func() {}
	}
	a.beside = slices.Clone(r.now)
	r.now = append(r.now, a)
	return a, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.now = slices.DeleteFunc(r.now, func(other *asked) bool { return other == a })
	}
}

// end returns what was recorded.
func (r *recorder) end() *recording {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.all
	return &all
}

// own says whether a request is for the mock's own endpoints.
func (a *asked) own() bool { return strings.Contains(a.URL.Path, ownPaths) }

// special says whether a request changes more than a plain reset does.
func (a *asked) special() bool {
	plain := strings.HasSuffix(a.URL.Path, "/reset") && a.ContentLength == 0
	return a.own() && a.Method != http.MethodGet && !plain
}

// waits says whether a request waits for others, which a replay would do in vain.
func (a *asked) waits() bool {
	return a.own() && (strings.HasSuffix(a.URL.Path, "/journal/stream") || strings.HasSuffix(a.URL.Path, "/journal/expect"))
}

// calls is how many requests the APIs got.
func (r *recording) calls() int {
	n := 0
	for _, a := range r.of {
		if !a.own() {
			n++
		}
	}
	return n
}

// copied is a body that is recorded while it is read.
type copied struct {
	io.ReadCloser

	by *recorder
	a  *asked
}

func (c *copied) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.by.mu.Lock()
	defer c.by.mu.Unlock()
	if c.by.size += n; c.by.size > mostBytes {
		c.by.all.cut = true
		return n, err
	}
	c.a.body.Write(p[:n])
	return n, err
}
