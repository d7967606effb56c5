package journal

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
)

// DefaultBytes is how much memory the journals of a server take together unless it is told otherwise, in bytes.
const DefaultBytes = 64 << 20

// Room is the memory that journals share. When it is full, the oldest exchanges of the journal that holds most go first, so that a busy
// namespace takes nothing away from a quiet one. It is safe for concurrent use.
type Room struct {
	most      int64
	began     time.Time
	taken     atomic.Int64
	scratches sync.Pool // of *packed, in which texts are put together

	mu       sync.Mutex // taken before that of a journal, never behind it
	journals map[*Journal]bool
}

// NewRoom returns a room of so many bytes. In one of none, nothing is kept.
func NewRoom(bytes int64) *Room {
	return &Room{most: bytes, began: clock.System().Now(), journals: map[*Journal]bool{}}
}

// Taken is how many bytes are in use.
func (r *Room) Taken() int64 { return r.taken.Load() }

func (r *Room) enter(j *Journal) {
	r.mu.Lock()
	defer r.mu.Unlock()
	select {
	case <-j.ended: // it was closed in the meantime
	default:
		r.journals[j] = true
	}
}

func (r *Room) leave(j *Journal) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.journals, j)
}

// steps is into how many parts a room is cut. One part is made free at a time, so that not every exchange has to look for what goes.
const steps = 64

// makeRoom lets the oldest exchanges go until there is some room again.
func (r *Room) makeRoom() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.taken.Load() <= r.most {
		return // somebody else was quicker
	}
	step := max(1, r.most/steps)
	for r.taken.Load() > r.most-step {
		var fullest *Journal
		for j := range r.journals {
			if fullest == nil || j.bytes.Load() > fullest.bytes.Load() {
				fullest = j
			}
		}
		if fullest == nil || fullest.drop(step) == 0 {
			return
		}
	}
}
