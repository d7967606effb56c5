package namespace

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// room is how much there may be of something at once. It has no lock, as every request takes of it.
type room struct {
	most  int64
	taken atomic.Int64
}

// take takes n of what is left, or nothing if that is less.
func (r *room) take(n int64) bool {
	if r.taken.Add(n) <= r.most {
		return true
	}
	r.taken.Add(-n)
	return false
}

func (r *room) give(n int64) { r.taken.Add(-n) }

// mostOwn is how many requests to the namespace's own endpoints are served at once, and mostResets how many of them, beside these, are
// resets. They have rooms of their own, so that what a test begins with is served while the APIs, or the other endpoints, are busy.
const mostOwn, mostResets = 100, 100

// admitOwn refuses requests to the namespace's own endpoints that are too many at once. Health is told whatever there is.
func (n *Namespace) admitOwn(next http.Handler) http.Handler {
	others, resets := n.admit(&n.shared.ownInProgress, next), n.admit(&n.shared.resets, next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case controlapi.AsksForHealth(r.URL.Path):
			next.ServeHTTP(w, r)
		case controlapi.AsksForReset(r.URL.Path):
			resets.ServeHTTP(w, r)
		default:
			others.ServeHTTP(w, r)
		}
	})
}

// MostConnections is how many connections may be served at once.
func (n *Namespace) MostConnections() int { return n.opts.Limits.Connections }

// admit refuses requests that are too many at once.
func (n *Namespace) admit(places *room, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := pipeline.CallOf(r)
		if !places.take(1) {
			n.refuseUnrouted(w, n.named(c.API), c, n.tooMany(fmt.Sprintf("%d requests are in progress", places.most), "send fewer"))
			return
		}
		defer func() {
			places.give(1)
			n.shared.bodies.give(c.Held)
		}()
		next.ServeHTTP(w, r)
	})
}

// tooMany refuses what the mock could serve at another time. The log is told of the first one only.
func (n *Namespace) tooMany(what, help string) *pipeline.Problem {
	if n.shared.toldBusy.CompareAndSwap(false, true) {
		n.log.Warn("the first request is refused because there are too many at once", "reason", what)
	}
	p := &pipeline.Problem{
		Status: http.StatusServiceUnavailable,
		Detail: "the mock is busy: " + what + ", which is the most at once; send the same again in a second, or " + help,
	}
	return p.With("Retry-After", "1")
}

var errTooManyBytes = errors.New("the bodies of the requests in progress are too large together")

// limited reads a body. What it reads counts against the room that all bodies share, until the call ends.
type limited struct {
	io.Reader
	room *room
	call *pipeline.Call
	read int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	l.read += int64(n)
	if more := l.read - littleBody - l.call.Held; more > 0 {
		if !l.room.take(more) {
			return n, errTooManyBytes
		}
		l.call.Held += more
	}
	return n, err
}
