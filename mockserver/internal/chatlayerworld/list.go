package chatlayerworld

import (
	"context"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// List answers a query over the events of the bots. The error is that of ctx, whose end ends the search, or tells of a seeded
// event that breaks the contract.
func List(ctx context.Context, w *world.World, q eventstore.Query, bots ...string) (eventstore.Page, error) {
	if len(bots) == 0 {
		return eventstore.Page{}, nil
	}
	st := of(w)
	sources := make([]eventstore.Source, 1, 1+len(st.written))
	sources[0] = source{seeded: st.seeded(), bots: bots}
	team := st.teams.having(bots)
	for _, store := range st.written {
		if store.Empty() {
			continue
		}
		sources = append(sources, written{Store: store, bots: bots, team: team})
	}
	return eventstore.List(ctx, q, sources...)
}

// written is the events of some bots that were tracked and imported.
type written struct {
	*eventstore.Store
	bots []string
	team string // whose bots these are, and all of them; empty if there is none
}

// Search begins a search among the events of the bots.
func (w written) Search(q *eventstore.Query) eventstore.Cursor {
	mine := w.mine(q)
	return w.Store.Search(&mine)
}

// mine asks for the bot, for the team, or for each of the bots, which takes longest.
func (w written) mine(q *eventstore.Query) eventstore.Query {
	mine := *q
	switch {
	case len(w.bots) == 1:
		mine.Where = append(slices.Clone(q.Where), eventstore.Equal{Field: fieldBot, Value: w.bots[0]})
	case w.team != "":
		mine.Where = append(slices.Clone(q.Where), eventstore.Equal{Field: fieldTeam, Value: w.team})
	default:
		mine.Among = append(slices.Clone(q.Among), eventstore.Among{Field: fieldBot, Values: w.bots})
	}
	return mine
}
