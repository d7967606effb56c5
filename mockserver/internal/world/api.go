package world

import (
	"strconv"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/understudy-mock/understudy/fixtures"
)

// API is what a world has to know of one API. The zero value keeps nothing.
type API struct {
	// New makes what the API keeps: at the start, and anew at each reset.
	New func(*Base) (State, error)
	// Commands replay the commands that change it, by kind.
	Commands map[string]Replay
}

// State is what one API keeps. It is safe for concurrent use.
type State interface {
	// Import stores an event that is there from the start. It reports whether the event is one of the API's.
	Import(fixtures.Event) (mine bool, err error)
	// Close ends what goes on in the background: a reset has put another state in its place.
	Close()
}

// Base is what the states of all APIs have in common until the next reset.
type Base struct {
	Options
	Data   *fixtures.World // what is seeded
	Anchor time.Time       // where that ends

	room   share
	serial atomic.Uint64 // how many ids were made
}

// NextID makes an id for something that came without one: a function of the seed and of how many were made before.
func (b *Base) NextID() string {
	var room [64]byte
	name := strconv.AppendUint(append(room[:0], "understudy/"...), b.Seed, 10)
	return Named(uuid.NameSpaceOID, strconv.AppendUint(append(name, '/'), b.serial.Add(1), 10)).String()
}

// Judge holds a value that comes into being to a schema of an API's contract.
func (b *Base) Judge(api, schema, value string) error {
	if b.Options.Judge == nil {
		return nil
	}
	return b.Options.Judge(api, schema, value)
}

// Take makes room for an event that a client writes, which takes about so many bytes. The error is a *FullError.
func (b *Base) Take(size int64) error { return b.room.take(size) }

// GiveBack undoes a Take.
func (b *Base) GiveBack(size int64) { b.room.giveBack(size) }
