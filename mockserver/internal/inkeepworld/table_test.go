package inkeepworld_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// idsOf are those of the rows of a view that a filter lets through.
func idsOf(t require.TestingT, w *world.World, v inkeepworld.View, f query.Filter) (ids []string) {
	asked := query.Query{Select: []query.Selection{{Field: "id"}}, Where: f}
	r, err := inkeepworld.TableOf(w, project, v).Run(context.Background(), asked)
	require.NoError(t, err)
	for _, row := range r.Rows {
		ids = append(ids, row[0].Text)
	}
	return ids
}

// between lets rows through whose time is in a stretch of time.
func between(field string, from, until time.Time) query.Filter {
	bound := func(o query.Operator, at time.Time) query.Filter {
		value := gjson.Parse(strconv.Quote(at.Format(time.RFC3339Nano)))
		return query.Filter{Condition: &query.Condition{Field: field, Operator: o, Value: value}}
	}
	return query.Filter{And: []query.Filter{bound(query.Gte, from), bound(query.Lte, until)}}
}

// TestRowsOfEventsAreThoseOfAPlainModel logs events, goes back to snapshots, and asks for those between two instants.
func TestRowsOfEventsAreThoseOfAPlainModel(t *testing.T) {
	t.Parallel()
	all := map[string]inkeep.Event{}
	for e, err := range newWorld(t, "busy-month", 150).Events(world.Which{API: "inkeep"}) {
		require.NoError(t, err)
		event, is := e.(inkeep.Event)
		require.True(t, is)
		all[event.ID] = event
	}
	require.Len(t, all, 150)
	seeded := slices.Collect(maps.Values(all))
	rapid.Check(t, func(t *rapid.T) {
		w, m := newWorld(t, "busy-month", 150), maps.Clone(all)
		var snapshot *world.Snapshot
		var then map[string]inkeep.Event
		instant := rapid.Custom(func(t *rapid.T) time.Time {
			at := seeded[rapid.IntRange(0, len(seeded)-1).Draw(t, "event")].CreatedAt
			return at.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "later")) * time.Hour)
		})
		for n := range rapid.IntRange(1, 20).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"log", "log", "log", "snapshot", "restore"}).Draw(t, "step") {
			case "log":
				e := inkeep.Event{ID: "e-" + strconv.Itoa(n), EntityType: inkeep.EntitySearch, CreatedAt: instant.Draw(t, "at")}
				_, err := world.Apply(w, inkeepworld.LogEvent{Project: project, Event: e, TimeGiven: true})
				require.NoError(t, err)
				m[e.ID] = e
			case "snapshot":
				snapshot, then = w.Snapshot(), maps.Clone(m)
			case "restore":
				if snapshot != nil {
					w.Restore(snapshot)
					m = maps.Clone(then)
				}
			}
		}
		from, until := instant.Draw(t, "from"), instant.Draw(t, "until")
		inside := slices.DeleteFunc(slices.Collect(maps.Values(m)), func(e inkeep.Event) bool {
			return e.CreatedAt.Before(from) || e.CreatedAt.After(until)
		})
		slices.SortFunc(inside, func(a, b inkeep.Event) int { return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID)) })
		var want []string
		for _, e := range inside {
			want = append(want, e.ID)
		}
		require.Equal(t, want, idsOf(t, w, inkeepworld.EventsView, between("createdAt", from, until)))
	})
}

// Of seeded conversations a query looks at those alone that were created in the time that it asks for.
func TestSeededConversationsBeginWhenTheyAreCreated(t *testing.T) {
	t.Parallel()
	for _, scenario := range []string{"busy-month", "edges"} {
		all := inkeepworld.ConversationsOf(newWorld(t, scenario, 1000), project).Page(0, 1000)
		require.NotEmpty(t, all)
		for _, c := range all {
			for i, message := range c.Messages {
				require.False(t, message.CreatedAt.Before(c.CreatedAt), c.ID)
				require.True(t, i > 0 || message.CreatedAt.Equal(c.CreatedAt), c.ID)
			}
		}
	}
}

// A stretch of time finds what it finds beside a condition that nothing meets, for which all rows have to be looked at.
func TestAStretchOfTimeHidesNoRow(t *testing.T) {
	t.Parallel()
	impossible := query.Filter{Condition: &query.Condition{Field: "id", Operator: query.Eq, Value: gjson.Parse(`"none"`)}}
	for _, scenario := range []string{"busy-month", "edges"} {
		w := newWorld(t, scenario, 1000)
		all := inkeepworld.ConversationsOf(w, project).Page(0, 1000)
		for view, field := range map[inkeepworld.View]string{
			inkeepworld.ConversationsView: "firstMessageTime", inkeepworld.SemanticThreadsView: "firstMessageTime",
		} {
			for i := 0; i < len(all); i += 7 {
				last := all[i].Messages[len(all[i].Messages)-1].CreatedAt
				late := between(field, last.Add(-time.Millisecond), last.Add(time.Hour))
				want := idsOf(t, w, view, query.Filter{Or: []query.Filter{late, impossible}})
				require.Equal(t, want, idsOf(t, w, view, late), "%s of %s from %s on", view, scenario, last)
			}
		}
	}
}
