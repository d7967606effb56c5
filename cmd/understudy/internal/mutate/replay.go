package mutate

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

// patience is how long a replayed request may take. One that takes longer on the clean mock, as a fault may want, is passed over.
const patience = 2 * time.Second

// longestTarget is how much of a request's target is told, in bytes.
const longestTarget = 150

// takenOver is the status of an answer that is no answer of net/http any more.
const takenOver = -1

// answer is what a replayed request was answered with; nil if it was passed over.
type answer struct {
	status int
	header http.Header
	body   bytes.Buffer
	late   bool
}

// replay asks a fresh mock what was asked on the clean one, one request after the other, at the times that there were. Requests that were
// passed over before, where there is a before, are passed over again.
func (r *recording) replay(misbehaviour string, before []*answer) ([]*answer, error) {
	clock := newSteps(r.began)
	options := r.options
	options.Misbehave, options.Clock = misbehaviour, clock
	mock := mockserver.New(options)
	if err := mock.Err(); err != nil {
		return nil, err
	}
	defer mock.Close()
	return r.ask(mock, clock, before), nil
}

func (r *recording) ask(mock http.Handler, clock *steps, before []*answer) []*answer {
	answers := make([]*answer, len(r.of))
	again := len(before) > 0
	for i, a := range r.of {
		if a.waits() || again && before[i] == nil {
			continue
		}
		clock.set(a.at)
		if got := a.ask(mock); again || !got.late {
			answers[i] = got
		}
	}
	return answers
}

// replayer replays on one mock, which is reset in between, where to make a fresh one takes long: it has much to read in.
type replayer struct {
	*recording

	clock *steps
	mock  *mockserver.Server // nil if fresh ones are to be taken
}

func (r *recording) replayer() *replayer {
	p := &replayer{recording: r}
	if len(r.options.Import) > 0 && !r.special {
		p.clock = newSteps(r.began)
		options := r.options
		options.Clock = p.clock
		p.mock = mockserver.New(options)
	}
	return p
}

func (p *replayer) close() {
	if p.mock != nil {
		p.mock.Close()
	}
}

func (p *replayer) replay(misbehaviour string, before []*answer) ([]*answer, error) {
	if p.mock == nil {
		return p.recording.replay(misbehaviour, before)
	}
	p.clock.at.Store(&p.began)
	if err := p.mock.Reset(mockserver.NamespaceOptions{Misbehave: misbehaviour}); err != nil {
		return nil, err
	}
	return p.ask(p.mock, p.clock, before), nil
}

func (a *asked) ask(mock http.Handler) *answer {
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	request := a.Clone(ctx)
	if request.Body = http.NoBody; a.ContentLength != 0 {
		request.Body = io.NopCloser(bytes.NewReader(a.body.Bytes()))
	}
	got := &answer{header: http.Header{}}
	func() {
		defer func() { _ = recover() }() // a handler that cuts a connection panics; its answer is what there is
		mock.ServeHTTP(got, request)
	}()
	got.late = ctx.Err() != nil
	got.decode()
	return got
}

// Header, WriteHeader, Write and Flush make an answer an http.ResponseWriter.

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// Flush does nothing: there is nobody behind it.
func (a *answer) Flush() {}

// Hijack gives a connection that nobody is at the other end of.
func (a *answer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	a.status = takenOver
	near, far := net.Pipe()
	_ = far.Close()
	return near, bufio.NewReadWriter(bufio.NewReader(near), bufio.NewWriter(near)), nil
}

// decode undoes what every client undoes before anybody sees it.
func (a *answer) decode() {
	if a.header.Get(coding) != "gzip" {
		return
	}
	z, err := gzip.NewReader(bytes.NewReader(a.body.Bytes()))
	if err != nil {
		return
	}
	if whole, err := io.ReadAll(z); err == nil {
		a.body = *bytes.NewBuffer(whole)
		a.header.Del(coding)
		a.header.Del(length)
	}
}

// differs says how an answer differs from that of the clean mock; empty if it does not, or nobody can tell.
func (a *answer) differs(clean *answer) string {
	switch {
	case a == nil || clean == nil || clean.status == takenOver: // a fault has cut it
		return ""
	case a.late:
		return "late, or not at all"
	case a.status == takenOver:
		return "the connection is taken over"
	case a.status != clean.status:
		return fmt.Sprintf("status %d instead of %d", a.status, clean.status)
	}
	if how := differingBody(a.body.Bytes(), clean.body.Bytes()); how != "" {
		return how
	}
	if a.measured() != clean.measured() {
		return "another header Content-Length"
	}
	for _, name := range slices.Sorted(maps.Keys(namesOf(a.header, clean.header))) {
		if !slices.Equal(others(a.header[name]), others(clean.header[name])) {
			return "another header " + name
		}
	}
	return ""
}

const (
	length = "Content-Length"
	coding = "Content-Encoding"
)

// ofTheMock begins the names of headers that no API has.
const ofTheMock = "Understudy-"

// measured says whether an answer tells the length of its body, or leaves it to net/http. What the length is follows from the body.
func (a *answer) measured() bool {
	told := a.header.Get(length)
	return told == "" || told == strconv.Itoa(a.body.Len())
}

// namesOf are the names of headers but for those of the mock's own, the time, and what follows from the body.
func namesOf(all ...http.Header) map[string]bool {
	names := map[string]bool{}
	for _, header := range all {
		for name := range header {
			if name != "Date" && name != length && !strings.HasPrefix(name, ofTheMock) {
				names[name] = true
			}
		}
	}
	return names
}

// others are the values of a header without the names of the mock's own, which a mistake has one more of.
func others(values []string) []string {
	parts := strings.Split(strings.Join(values, ", "), ", ")
	return slices.DeleteFunc(parts, func(part string) bool { return strings.HasPrefix(part, ofTheMock) })
}

// compare counts the answers to the APIs' requests that can be compared with those of the clean mock, and those that differ, and tells the
// first.
func (r *recording) compare(clean, got []*answer) (answers, wrong int, first string) {
	for i, a := range r.of {
		if a.own() || clean[i] == nil {
			continue
		}
		answers++
		if how := got[i].differs(clean[i]); how != "" {
			if wrong++; wrong == 1 {
				first = fmt.Sprintf("%s %s: %s", a.Method, spec.Cut(a.URL.RequestURI(), longestTarget), how)
			}
		}
	}
	return answers, wrong, first
}

// atOnce is the area of the mistakes that show where requests come at the same time.
const atOnce = "concurrency"

// tells says whether a mistake that shows in no answer of a replay shows in none of a run, where it is one of these operations.
func (r *recording) tells(m mockserver.Misbehaviour, of operations) bool {
	return !r.cut && (m.Area != atOnce || !r.together(of))
}

// together says whether a request for one of these operations was in progress while another for the same API was.
func (r *recording) together(of operations) bool {
	return slices.ContainsFunc(r.of, func(a *asked) bool {
		return slices.ContainsFunc(a.beside, func(b *asked) bool { return of.meet(a, b) })
	})
}
