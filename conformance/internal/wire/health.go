package wire

import (
	"errors"
	"sync"
	"time"
)

// ErrDown says that a request was not sent, because the target has not answered any for a while.
var ErrDown = errors.New("the target has stopped answering")

// A target counts as down after this many requests in a row without an answer, and this long after the last one.
const (
	patience     = 10
	patienceTime = 5 * time.Second
)

// health notes whether the target still answers.
type health struct {
	mu     sync.Mutex
	failed int       // in a row
	last   time.Time // when it answered, or when the first request in a row failed that was sent before any answer
}

// note looks at an exchange that ended at an instant. A hostile request without an answer says nothing: it may be refused by
// closing the connection.
func (h *health) note(x *Exchange, ended time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case x.Status != 0:
		h.failed, h.last = 0, ended
	case !x.Request.Hostile:
		if h.last.IsZero() {
			h.last = x.Began
		}
		h.failed++
	}
}

func (h *health) down(now time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.failed >= patience && now.Sub(h.last) >= patienceTime
}
