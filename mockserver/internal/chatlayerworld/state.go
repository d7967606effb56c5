package chatlayerworld

import (
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/tidwall/btree"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// API is Chatlayer as a world knows it.
func API() world.API {
	return world.API{
		Kind: fixtures.ChatlayerKind(),
		New:  func(b *world.Base) (world.State, error) { return newState(b) },
		Commands: map[string]world.Replay{
			Track{}.Kind():       world.ReplayOf[Track],
			DefineEvent{}.Kind(): world.ReplayOf[DefineEvent],
		},
	}
}

// Owner returns the team that owns a bot.
func Owner(w *world.World, bot string) (team string, owned bool) { return of(w).teams.owner(bot) }

// Bots returns the bots of a team in order of their ids. They must not be changed.
func Bots(w *world.World, team string) []string { return of(w).teams.bots(team) }

// state is everything that commands change. It is safe for concurrent use, and nobody who reads waits for who writes.
type state struct {
	base    *world.Base
	seeded  func() *seeded // made when it is first asked for
	teams   *teams
	written []*eventstore.Store // tracked and imported events; the last takes those that come, the others change no more

	defining sync.Mutex                    // held for a moment
	defined  btree.Map[string, definition] // by definitionKey
}

func of(w *world.World) *state { return world.Of[*state](w) }

func newState(b *world.Base) (*state, error) {
	st := &state{base: b, teams: &teams{}, written: []*eventstore.Store{newStore()}}
	st.seeded = sync.OnceValue(func() *seeded { return newSeeded(b) })
	for _, bot := range b.Data.Bots() {
		if b.Teams == nil || slices.Contains(b.Teams, bot.Team) {
			st.teams.claim(bot.ID, bot.Team)
		}
	}
	return st, nil
}

// Fork returns a state that goes on from here. What is in memory is shared.
func (st *state) Fork(b *world.Base) world.State {
	next := &state{base: b, seeded: st.seeded, teams: &teams{before: st.teams}, written: append(st.layers(), newStore())}
	if b.Data != st.base.Data {
		next.seeded = sync.OnceValue(func() *seeded { return newSeeded(b) })
	}
	next.defined = *st.allDefinitions()
	return next
}

// layers are the stores that hold something.
func (st *state) layers() []*eventstore.Store {
	return slices.DeleteFunc(slices.Clone(st.written), func(s *eventstore.Store) bool { return s.Len() == 0 })
}

func (st *state) open() *eventstore.Store { return st.written[len(st.written)-1] }

// tracked reports whether the version of the bot has an event with this id.
func (st *state) tracked(e *fixtures.ChatlayerEvent) bool {
	stream := streamOf(e.BotID, e.Version)
	return slices.ContainsFunc(st.written, func(s *eventstore.Store) bool { return s.Has(stream, e.ID) }) ||
		st.seeded().has(e.BotID, e.Version, e.ID)
}

// track stores an event whose id, if it has one, is none of those that were there before. Of two with one id the first stays. The error
// tells that it breaks the contract.
func (st *state) track(e fixtures.ChatlayerEvent, team string) (Tracked, error) {
	given := e.ID != ""
	for {
		if !given {
			e.ID = st.base.NextID()
		}
		event, err := stored(st.base, &e, team)
		if err != nil {
			return Tracked{}, err
		}
		if owner := st.teams.claim(e.BotID, team); owner != team {
			return Tracked{Owner: owner}, nil
		}
		if added := st.open().Add(event); added || given {
			return Tracked{ID: e.ID, Added: added, Owner: team}, nil
		}
	}
}

// Prepare makes an event ready to be stored. A bot without an owner becomes the import team's.
func (st *state) Prepare(event fixtures.Event) (world.Ready, bool, error) {
	e, mine := event.(fixtures.ChatlayerEvent)
	if !mine {
		return world.Ready{}, false, nil
	}
	ready, err := stored(st.base, &e, "")
	return world.Ready{Size: sizeOf(&e), Store: func() error {
		team := st.teams.claim(e.BotID, st.base.ImportTeam)
		ready.Values = valuesOf(&e, team)
		if st.tracked(&e) || !st.open().Add(ready) {
			return &world.TakenError{Message: fmt.Sprintf(
				"bot %s already has an event with the id %s in %s: give every event of a version an id of its own",
				strconv.Quote(e.BotID), strconv.Quote(e.ID), e.Version,
			)}
		}
		return nil
	}}, true, err
}

// Close ends what the store does in the background that nobody else has.
func (st *state) Close() { st.open().Close() }
