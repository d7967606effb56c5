package mockserver

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
)

// Clock tells the time of a world. Implementations are safe for concurrent use.
type Clock interface {
	Now() time.Time
}

// SystemClock returns the machine's clock.
func SystemClock() Clock { return clock.System() }

// FrozenClock returns a clock that always shows t.
func FrozenClock(t time.Time) Clock { return clock.Frozen(t) }
