package chatlayerworld

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"sync"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// API is Chatlayer as a world knows it.
func API() world.API {
	return world.API{
		New:      func(b *world.Base) (world.State, error) { return newState(b) },
		Commands: map[string]world.Replay{Track{}.Kind(): world.ReplayOf[Track]},
	}
}

// Owner returns the team that owns a bot.
func Owner(w *world.World, bot string) (team string, owned bool) { return of(w).owner(bot) }

// Bots returns the bots of a team in order of their ids.
func Bots(w *world.World, team string) []string { return of(w).bots(team) }

// List answers a query over the events of the bots. The error is that of ctx, whose end ends the search.
func List(
	ctx context.Context, w *world.World, q eventstore.Query, bots ...string,
) (eventstore.Page[chatlayer.TrackingEvent], error) {
	return eventstore.List(ctx, q, of(w).sources(bots))
}

// state is everything that commands change. It is safe for concurrent use: its lock is held for a moment only, and nothing
// is waited for meanwhile.
type state struct {
	base   *world.Base
	seeded *seeded

	mu      sync.Mutex
	owners  map[string]string     // bot to team
	written map[string]*BotEvents // tracked and imported events by bot
}

func of(w *world.World) *state { return world.Of[*state](w) }

func newState(b *world.Base) (*state, error) {
	s, err := newSeeded(b)
	st := &state{base: b, seeded: s, owners: map[string]string{}, written: map[string]*BotEvents{}}
	for _, bot := range b.Data.Bots() {
		if b.Teams == nil || slices.Contains(b.Teams, bot.Team) {
			st.owners[bot.ID] = bot.Team
		}
	}
	return st, err
}

func (st *state) owner(bot string) (team string, owned bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	team, owned = st.owners[bot]
	return team, owned
}

func (st *state) bots(team string) []string {
	st.mu.Lock()
	defer st.mu.Unlock()
	var bots []string
	for bot, owner := range st.owners {
		if owner == team {
			bots = append(bots, bot)
		}
	}
	slices.Sort(bots)
	return bots
}

// claim returns the owner of a bot, which is the team if it had none.
func (st *state) claim(bot, team string) string {
	st.mu.Lock()
	defer st.mu.Unlock()
	if owner, ok := st.owners[bot]; ok {
		return owner
	}
	st.owners[bot] = team
	return team
}

// events returns the written events of a bot, nil if there are none.
func (st *state) events(bot string) *BotEvents {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.written[bot]
}

// eventsToWrite returns the written events of a bot, to add one.
func (st *state) eventsToWrite(bot string) *BotEvents {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.written[bot] == nil {
		st.written[bot] = newBotEvents(bot)
	}
	return st.written[bot]
}

// tracked reports whether the version of the bot has an event with this id.
func (st *state) tracked(e fixtures.ChatlayerEvent) bool {
	id := idInStore(e.TrackingEvent)
	if events := st.events(e.BotID); events != nil {
		if _, there := events.Get(id); there {
			return true
		}
	}
	_, there := st.seeded.bot(e.BotID).Get(id)
	return there
}

// track stores an event whose id, if it has one, is none of the seeded ones. Of two with one id the first stays.
func (st *state) track(e fixtures.ChatlayerEvent, team string) Tracked {
	owner := st.claim(e.BotID, team)
	if owner != team {
		return Tracked{Owner: owner}
	}
	events := st.eventsToWrite(e.BotID)
	if e.ID != "" {
		_, added := events.Add(indexed(e))
		return Tracked{ID: e.ID, Added: added, Owner: owner}
	}
	for {
		e.ID = st.base.NextID()
		if _, added := events.Add(indexed(e)); added {
			return Tracked{ID: e.ID, Added: true, Owner: owner}
		}
	}
}

// Import stores an event. A bot without an owner becomes the import team's.
func (st *state) Import(event fixtures.Event) (mine bool, err error) {
	e, mine := event.(fixtures.ChatlayerEvent)
	if !mine {
		return false, nil
	}
	if st.tracked(e) || !st.track(e, st.claim(e.BotID, st.base.ImportTeam)).Added {
		return true, fmt.Errorf("bot %s already has an event with the id %s in %s: give every event of a version an id of its own",
			strconv.Quote(e.BotID), strconv.Quote(e.ID), e.Version)
	}
	return true, nil
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
