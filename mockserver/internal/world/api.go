package world

import (
	"iter"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/understudy-mock/understudy/fixtures"
)

// API is what a world has to know of one API. The zero value keeps nothing.
type API struct {
	Kind fixtures.Kind // its events as lines
	// New makes what the API keeps: at the start, and anew at each reset.
	New func(*Base) (State, error)
	// Commands replay the commands that change it, by kind.
	Commands map[string]Replay
}

// State is what one API keeps. It is safe for concurrent use.
type State interface {
	// Prepare makes an event ready to be stored beside the others. It reports whether the event is one of the API's.
	Prepare(fixtures.Event) (ready Ready, mine bool, err error)
	// Events goes through the seeded events, if they are wanted, and what was written, oldest first; without what an earlier state has,
	// if one is given. It sees what there is when it begins.
	Events(seeded bool, without State) iter.Seq2[fixtures.Event, error]
	// Changes tell what became of all that clients write since an earlier state, kind by kind. They see what there is when each is asked.
	Changes(since State) []Changes
	// Fork returns a state that goes on from what was written, whatever the size. From then on nothing is written to this one. The seeded
	// data may be those of another anchor.
	Fork(*Base) State
	// Close ends what goes on in the background: another state has taken this one's place.
	Close()
}

// Ready is an event that only has to be stored.
type Ready struct {
	Size int64 // about how many bytes it takes
	// Store stores it. The error is a *TakenError.
	Store func() error
}

// TakenError says that the id of an event is taken.
type TakenError struct{ Message string }

func (e *TakenError) Error() string { return e.Message }

// Base is what the states of all APIs have in common until the next reset.
type Base struct {
	Options
	Data   *fixtures.World // what is seeded
	Number uint64          // of these data, in the library
	Anchor time.Time       // where that ends

	room   *share
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

// Grow makes room for so many more bytes of something that has its room; a negative number gives some back. The error is a *FullError.
func (b *Base) Grow(by int64) error { return b.room.grow(by) }

// GiveBack undoes a Take.
func (b *Base) GiveBack(size int64) { b.room.giveBack(size) }
