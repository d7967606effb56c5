package exchange

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// ErrDown says that a request was not sent, because the target has not answered any for a while.
var ErrDown = errors.New("the target has stopped answering")

// ErrUnfinished says that a request was not sent, because for a while the target has begun answers and ended none in time.
var ErrUnfinished = errors.New("the target begins its answers and does not end them in time")

// ErrLimited says that a request was not sent, because the target has answered 429 to all like it for a while.
var ErrLimited = errors.New("the target answers 429 to everything")

// A streak counts as a state of the target after so many exchanges in a row and so long.
var (
	silence  = patience{10, 5 * time.Second}
	dripping = patience{10, 20 * time.Second}
	limits   = patience{5, 2 * time.Minute}
)

type patience struct {
	exchanges int
	time      time.Duration
}

// streak is a row of exchanges that went wrong in one way.
type streak struct {
	n     int
	since time.Time // when the last one that went otherwise ended, or when the first began if there is none
	last  time.Time // when the last of the row ended
}

func (s *streak) note(x *Exchange, ended time.Time, wrong bool) {
	if !wrong {
		s.n, s.since = 0, ended
		return
	}
	if s.since.IsZero() {
		s.since = x.Began
	}
	s.n, s.last = s.n+1, ended
}

func (s streak) over(p patience, now time.Time) bool {
	return s.n >= p.exchanges && now.Sub(s.since) >= p.time
}

// health notes whether the target still answers.
type health struct {
	mu         sync.Mutex
	unanswered streak
	unfinished streak
	limited    map[bool]*streak // by whether the requests are safe: a target may limit the two apart
}

// note looks at an exchange that ended at an instant. A hostile request without an answer says nothing: it may be refused by
// closing the connection, or be limited by itself.
func (h *health) note(x *Exchange, ended time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if x.Status != 0 || !x.Request.Hostile {
		h.unanswered.note(x, ended, x.Status == 0)
	}
	if late := errors.Is(x.Err, context.DeadlineExceeded); x.Err == nil || late && x.Status != 0 && !x.Request.Hostile {
		h.unfinished.note(x, ended, late)
	}
	if limited := x.Status == http.StatusTooManyRequests; x.Status != 0 && (!limited || !x.Request.Hostile) {
		if h.limited == nil {
			h.limited = map[bool]*streak{true: {}, false: {}}
		}
		h.limited[x.Request.Safe].note(x, ended, limited)
	}
}

// down says why nothing more is sent to the target; nil if something is.
func (h *health) down(now time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.unanswered.over(silence, now):
		return ErrDown
	case h.unfinished.over(dripping, now):
		return ErrUnfinished
	default:
		return nil
	}
}

// limits says why no request of a kind is sent any more; nil if one is.
func (h *health) limits(safe bool, now time.Time) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.limited[safe]
	if s == nil || !s.over(limits, now) {
		return nil
	}
	kind := map[bool]string{true: "reads", false: "writes"}[safe]
	return fmt.Errorf("%w that %s: %d times in a row, over %s; ask it less often, or allow this client more", ErrLimited, kind, s.n,
		s.last.Sub(s.since).Round(time.Second))
}
