package world

import (
	"cmp"
	"context"
	"iter"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// Options say what a world starts with.
type Options struct {
	Seed         uint64          // zero means 1
	Scenario     string          // a name from fixtures.Scenarios; empty is the default one
	EventsPerBot int             // zero means 5000, negative none
	Import       []fixtures.Line // events that are there from the start beside the seeded ones
	ImportTeam   string          // the team that owns imported bots nobody else owns
	Teams        []string        // the teams that there are: seeded bots of others are nobody's; nil is all
	MaxEvents    int64           // most events that are tracked and logged until the next reset; zero is no limit
	MaxBytes     int64           // most memory that they take, in bytes; zero is no limit
}

// DefaultProject is the Inkeep project that has seeded events and receives the imported ones.
const DefaultProject = fixtures.DemoProject

// World is safe for concurrent use.
type World struct {
	opts  Options
	state atomic.Pointer[state] // replaced by a reset
}

// BotEvents are events of one bot, ready for queries over the Field… names.
type BotEvents = eventstore.Store[chatlayer.TrackingEvent]

// New returns a world whose seeded data end at the anchor.
func New(opts Options, anchor time.Time) (*World, error) {
	opts.Seed = cmp.Or(opts.Seed, fixtures.DefaultSeed)
	w := &World{opts: opts}
	st, err := w.initial(anchor)
	if err != nil {
		return nil, err
	}
	w.state.Store(st)
	return w, nil
}

func (w *World) initial(anchor time.Time) (*state, error) {
	data, err := fixtures.New(fixtures.Options{
		Seed: w.opts.Seed, Scenario: w.opts.Scenario, Events: w.opts.EventsPerBot, Now: anchor,
	})
	if err != nil {
		return nil, err
	}
	seeded, err := newSeeded(data, anchor, w.EventsPerBot())
	if err != nil {
		return nil, err
	}
	st := newState(w.opts, seeded, &room{maxEvents: w.opts.MaxEvents, maxBytes: w.opts.MaxBytes})
	for _, line := range w.opts.Import {
		if err := st.imports(line, w.opts.ImportTeam); err != nil {
			return nil, err
		}
	}
	return st, nil
}

// Seed returns the seed.
func (w *World) Seed() uint64 { return w.opts.Seed }

// Anchor returns the instant at which the seeded data end.
func (w *World) Anchor() time.Time { return w.current().seeded.anchor }

// Scenario returns the name of the scenario, the default one's if none was given.
func (w *World) Scenario() string { return cmp.Or(w.opts.Scenario, fixtures.DefaultScenario) }

// EventsPerBot returns how many seeded events a bot has at most.
func (w *World) EventsPerBot() int {
	return max(0, cmp.Or(w.opts.EventsPerBot, fixtures.DefaultEvents))
}

// Owner returns the team that owns a bot.
func (w *World) Owner(bot string) (team string, owned bool) { return w.current().owner(bot) }

// Bots returns the bots of a team in order of their ids.
func (w *World) Bots(team string) []string { return w.current().bots(team) }

// Written returns how many events were tracked and logged since the last reset, and about how many bytes they take.
func (w *World) Written() (events, bytes int64) { return w.current().room.used() }

// List answers a query over the events of the bots. The error is that of ctx, whose end ends the search.
func (w *World) List(ctx context.Context, q eventstore.Query, bots ...string) (eventstore.Page[chatlayer.TrackingEvent], error) {
	return eventstore.List(ctx, q, w.current().sources(bots))
}

// sources yields what the bots have, one after the other.
func (st *state) sources(bots []string) iter.Seq[eventstore.Source[chatlayer.TrackingEvent]] {
	return func(yield func(eventstore.Source[chatlayer.TrackingEvent]) bool) {
		for _, bot := range bots {
			if written := st.events(bot); written != nil && !yield(written) {
				return
			}
			if !yield(st.seeded.source(bot, len(bots))) {
				return
			}
		}
	}
}

func (w *World) current() *state { return w.state.Load() }
