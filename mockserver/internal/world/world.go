package world

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"

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
}

// DefaultProject is the Inkeep project that has seeded events and receives the imported ones.
const DefaultProject = fixtures.DemoProject

// World is safe for concurrent use.
type World struct {
	opts Options

	mu    sync.RWMutex
	state *state
}

// state is everything that commands change. Its methods are called with World.mu held.
type state struct {
	seeded   *seeded
	owners   map[string]string       // bot to team
	written  map[string]*BotEvents   // tracked and imported events by bot
	projects map[string]inkeepEvents // logged and imported events by project
	serial   uint64                  // how many ids were made
}

// BotEvents are events of one bot, ready for queries over the Field… names.
type BotEvents = eventstore.Store[chatlayer.TrackingEvent]

// New returns a world whose seeded data end at the anchor.
func New(opts Options, anchor time.Time) (*World, error) {
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
	seeded, err := newSeeded(data, anchor)
	if err != nil {
		return nil, err
	}
	st := &state{
		seeded:   seeded,
		owners:   map[string]string{},
		written:  map[string]*BotEvents{},
		projects: map[string]inkeepEvents{},
	}
	for _, bot := range data.Bots() {
		st.owners[bot.ID] = bot.Team
	}
	for _, line := range w.opts.Import {
		if err := st.importLine(line); err != nil {
			return nil, err
		}
	}
	return st, nil
}

func (st *state) importLine(line fixtures.Line) error {
	switch {
	case line.Chatlayer != nil:
		e := *line.Chatlayer
		if _, added := st.track(e); !added {
			return fmt.Errorf("line %d: bot %s already has an event with the id %s: give every event of a bot an id of its own",
				line.Number, strconv.Quote(e.BotID), strconv.Quote(e.ID))
		}
	case line.Inkeep != nil:
		if logged := st.logEvent(LogEvent{Project: DefaultProject, Event: *line.Inkeep}); logged.Outcome != Stored {
			return fmt.Errorf("line %d: there already is an Inkeep event with the id %s: give every event an id of its own",
				line.Number, strconv.Quote(line.Inkeep.ID))
		}
	}
	return nil
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
	w.mu.RLock()
	st := w.state
	stores := make([]*BotEvents, 0, 2*len(bots))
	for _, bot := range bots {
		if written := st.written[bot]; written != nil {
			stores = append(stores, written)
		}
	}
	w.mu.RUnlock()
	for _, bot := range bots {
		stores = append(stores, st.seeded.bot(bot))
	}
	return eventstore.List(q, stores...)
}

// NewID makes an id for something that came without one. The ids of a world are a function of its seed and of how many
// it made before.
func (w *World) NewID() string {
	w.mu.Lock()
	w.state.serial++
	n := w.state.serial
	w.mu.Unlock()
	return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "understudy/%d/%d", w.opts.Seed, n)).String()
}

func (w *World) current() *state {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.state
}
