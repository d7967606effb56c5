package world

import (
	"cmp"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
)

// Options say what a world starts with.
type Options struct {
	APIs         []API           // whose state the world has
	Seed         uint64          // zero means 1
	Scenario     string          // a name from fixtures.Scenarios; empty is the default one
	EventsPerBot int             // zero means 5000, negative none
	Import       []fixtures.Line // events that are there from the start beside the seeded ones
	ImportTeam   string          // the team that owns imported bots nobody else owns
	Teams        []string        // the teams that there are: seeded bots of others are nobody's; nil is all
	Library      *Library        // for what is made of seeds; nil is one of its own
	Room         *Room           // for events that clients write until the next reset; nil is no limit
	Recorder     Recorder        // writes down what changes the world; nil is nobody
	// Judge holds a value to a schema of an API's contract when it comes into being. Its error refuses the value; nil judges nothing.
	Judge func(api, schema, value string) error
}

// Count returns how many seeded events a bot has at most.
func (o Options) Count() int { return max(0, cmp.Or(o.EventsPerBot, fixtures.DefaultEvents)) }

// World is safe for concurrent use.
type World struct {
	opts  Options
	state atomic.Pointer[state] // replaced by a reset and by what goes back to a snapshot

	changing sync.RWMutex // held by commands that write; alone by who needs a moment in which nobody does
}

// state is everything that commands change.
type state struct {
	base *Base
	apis []State
}

// New returns a world whose seeded data end at the anchor.
func New(opts Options, anchor time.Time) (*World, error) {
	opts.Seed = cmp.Or(opts.Seed, fixtures.DefaultSeed)
	if opts.Room == nil {
		opts.Room = NewRoom(0, 0)
	}
	if opts.Library == nil {
		opts.Library = NewLibrary()
	}
	w := &World{opts: opts}
	st, err := w.initial(anchor)
	if err != nil {
		return nil, err
	}
	w.state.Store(st)
	return w, nil
}

func (w *World) initial(anchor time.Time) (*state, error) {
	data, number, err := w.opts.Library.world(fixtures.Options{
		Seed: w.opts.Seed, Scenario: w.opts.Scenario, Events: w.opts.EventsPerBot, Now: anchor,
	}, w.opts.Judge != nil)
	if err != nil {
		return nil, err
	}
	base := &Base{Options: w.opts, Data: data, Number: number, Anchor: anchor, room: newShare(w.opts.Room, nil)}
	if len(w.opts.Import) == 0 {
		return begin(base)
	}
	with, err := w.opts.Library.imported(base)
	if err != nil {
		return nil, err
	}
	return with.goOn(base), nil
}

// begin makes a state without events that are there from the start beside the seeded ones.
func begin(base *Base) (*state, error) {
	st := &state{base: base}
	for _, api := range base.APIs {
		if api.New == nil {
			continue
		}
		made, err := api.New(base)
		if err != nil {
			return nil, err
		}
		st.apis = append(st.apis, made)
	}
	return st, nil
}

// goOn is a state that goes on from another, to which nothing is written any more.
func (st *state) goOn(base *Base) *state {
	next := &state{base: base}
	for _, api := range st.apis {
		next.apis = append(next.apis, api.Fork(base))
	}
	return next
}

// ErrImport says that the events to start with do not fit together.
var ErrImport = errors.New("import")

// beginImported is begin with the events that are there from the start.
func beginImported(base *Base) (*state, error) {
	st, err := begin(base)
	if err != nil {
		return nil, err
	}
	for _, line := range base.Import {
		ready, err := st.prepare(line)
		if err == nil {
			err = ready.Store()
		}
		if err != nil {
			return nil, fmt.Errorf("%w %s: %w", ErrImport, line.Place(), err)
		}
	}
	return st, nil
}

// prepare gives an event to the API that it belongs to.
func (st *state) prepare(line fixtures.Line) (Ready, error) {
	for _, api := range st.apis {
		if ready, mine, err := api.Prepare(line.Event); mine || err != nil {
			return ready, err
		}
	}
	return Ready{}, fmt.Errorf("no API here has events like a %T: leave the line out", line.Event)
}

// Close ends what goes on in the background, and gives back the room that the world has taken. Nobody asks for the world any more.
func (w *World) Close() { w.state.Load().close() }

func (st *state) close() {
	st.base.room.release()
	for _, api := range st.apis {
		api.Close()
	}
}

// Of returns what an API keeps now, by its type; the zero value if no API of the world keeps that.
func Of[S State](w *World) S {
	for _, api := range w.state.Load().apis {
		if found, is := api.(S); is {
			return found
		}
	}
	var none S
	return none
}

// Seed returns the seed.
func (w *World) Seed() uint64 { return w.opts.Seed }

// Anchor returns the instant at which the seeded data end.
func (w *World) Anchor() time.Time { return w.state.Load().base.Anchor }

// Scenario returns the name of the scenario, the default one's if none was given.
func (w *World) Scenario() string { return cmp.Or(w.opts.Scenario, fixtures.DefaultScenario) }

// EventsPerBot returns how many seeded events a bot has at most.
func (w *World) EventsPerBot() int { return w.opts.Count() }

// Written returns how many events clients wrote since the last reset, and about how many bytes they take.
func (w *World) Written() (events, bytes int64) { return w.state.Load().base.room.used() }
