package world

import (
	"cmp"
	"iter"
	"slices"
	"sync"
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
}

// DefaultProject is the Inkeep project that has seeded events and receives the imported ones.
const DefaultProject = fixtures.DemoProject

// World is safe for concurrent use.
type World struct {
	opts Options

	mu    sync.RWMutex
	state *state
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
	w.state = st
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
	st := newState(w.opts.Seed, seeded)
	for _, line := range w.opts.Import {
		if err := st.imports(line, w.opts.ImportTeam); err != nil {
			return nil, err
		}
	}
	return st, nil
}

// Anchor returns the instant at which the seeded data end.
func (w *World) Anchor() time.Time { return w.current().seeded.anchor }

// Scenario returns the name of the scenario, the default one's if none was given.
func (w *World) Scenario() string { return cmp.Or(w.opts.Scenario, fixtures.DefaultScenario) }

// EventsPerBot returns how many seeded events a bot has at most.
func (w *World) EventsPerBot() int {
	return max(0, cmp.Or(w.opts.EventsPerBot, fixtures.DefaultEvents))
}

// Owner returns the team that owns a bot.
func (w *World) Owner(bot string) (team string, owned bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	team, owned = w.state.owners[bot]
	return team, owned
}

// Bots returns the bots of a team in order of their ids.
func (w *World) Bots(team string) []string {
	w.mu.RLock()
	defer w.mu.RUnlock()
	var bots []string
	for bot, owner := range w.state.owners {
		if owner == team {
			bots = append(bots, bot)
		}
	}
	slices.Sort(bots)
	return bots
}

// List answers a query over the events of the bots.
func (w *World) List(q eventstore.Query, bots ...string) eventstore.Page[chatlayer.TrackingEvent] {
	return eventstore.List(q, w.current().stores(w, bots))
}

// stores yields the stores of the bots one after the other, so that no more of them are in memory at once than are kept.
func (st *state) stores(w *World, bots []string) iter.Seq[*BotEvents] {
	if len(bots) == 1 {
		st.seeded.bot(bots[0])
	}
	return func(yield func(*BotEvents) bool) {
		for _, bot := range bots {
			w.mu.RLock()
			written := st.written[bot]
			w.mu.RUnlock()
			if written != nil && !yield(written) {
				return
			}
			if !yield(st.seeded.inPassing(bot)) {
				return
			}
		}
	}
}

func (w *World) current() *state {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.state
}
