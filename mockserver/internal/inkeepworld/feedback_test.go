package inkeepworld_test

import (
	"cmp"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

var kinds = []inkeep.FeedbackType{inkeep.FeedbackPositive, inkeep.FeedbackNegative}

// allFeedback is what a project has, at most a thousand of either kind.
func allFeedback(w *world.World, of string) (list []inkeep.FoundFeedback) {
	all := inkeepworld.FeedbackOf(w, of)
	for _, kind := range kinds {
		list = append(list, all.Page(kind, 0, 1000)...)
	}
	return list
}

// opinions is feedback as a map.
type opinions map[string]inkeep.Feedback

// agree asks for everything in every way.
func (m opinions) agree(t *rapid.T, all inkeepworld.Feedback) {
	for _, kind := range kinds {
		want := slices.SortedFunc(maps.Values(m), func(a, b inkeep.Feedback) int {
			return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(b.ID, a.ID))
		})
		want = slices.DeleteFunc(want, func(f inkeep.Feedback) bool { return f.Type != kind })
		require.Equal(t, len(want), all.Len(kind))
		limit, offset := rapid.IntRange(0, 9).Draw(t, "limit"), rapid.IntRange(0, len(want)+2).Draw(t, "offset")
		page := all.Page(kind, offset, limit)
		require.Len(t, page, len(want[min(offset, len(want)):min(offset+limit, len(want))]))
		for i, f := range page {
			require.Equal(t, want[offset+i], f.Feedback)
			found, there := all.ByID(f.ID)
			require.True(t, there)
			require.Equal(t, f, found)
		}
	}
}

// TestFeedbackIsThatOfAPlainModel submits, changes and deletes feedback, seeded one too, goes back to snapshots, and looks from all sides.
func TestFeedbackIsThatOfAPlainModel(t *testing.T) {
	for _, seeds := range []struct {
		scenario string
		events   int
	}{{"empty", 0}, {"busy-month", 1500}, {"edges", 12}} {
		t.Run(seeds.scenario, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seeds.scenario, seeds.events)
			seeded, start := allFeedback(w, project), w.Snapshot()
			rapid.Check(t, func(t *rapid.T) {
				w.Restore(start)
				feedbackAgainstModel(t, w, seeded)
			})
		})
	}
}

func feedbackAgainstModel(t *rapid.T, w *world.World, seeded []inkeep.FoundFeedback) {
	m := opinions{}
	for _, f := range seeded {
		m[f.ID] = f.Feedback
	}
	var snapshot *world.Snapshot
	var then opinions
	for range rapid.IntRange(1, 20).Draw(t, "steps") {
		id := rapid.SampledFrom([]string{"", "a", "b", "c", "d"}).Draw(t, "id")
		at := time.Date(2026, 1, 10, 0, 0, rapid.IntRange(0, 3).Draw(t, "second"), 0, time.UTC)
		if len(seeded) > 0 && rapid.Bool().Draw(t, "seeded") {
			one := rapid.SampledFrom(seeded).Draw(t, "one")
			id, at = one.ID, one.CreatedAt
		}
		switch rapid.SampledFrom([]string{"submit", "submit", "submit", "delete", "snapshot", "restore"}).Draw(t, "step") {
		case "submit":
			f := inkeep.Feedback{ID: id, Type: rapid.SampledFrom(kinds).Draw(t, "type"), CreatedAt: at}
			if rapid.Bool().Draw(t, "no time") {
				f.CreatedAt = time.Time{}
			}
			stored, err := world.Apply(w, inkeepworld.SubmitFeedback{Project: project, Feedback: f, Received: w.Anchor()})
			require.NoError(t, err)
			require.NotEmpty(t, stored.ID)
			require.Equal(t, firstOf(f.CreatedAt, m[id].CreatedAt, w.Anchor()), stored.CreatedAt, "INK-FEED-8, INK-FEED-13")
			m[stored.ID] = stored
		case "delete":
			_, there := m[id]
			deleted, err := world.Apply(w, inkeepworld.DeleteFeedback{Project: project, ID: id})
			require.NoError(t, err)
			require.Equal(t, there, bool(deleted))
			delete(m, id)
		case "snapshot":
			snapshot, then = w.Snapshot(), maps.Clone(m)
		case "restore":
			if snapshot != nil {
				w.Restore(snapshot)
				m = maps.Clone(then)
			}
		}
		m.agree(t, inkeepworld.FeedbackOf(w, project))
	}
}

// TestFeedbackFindsItsMessage gives feedback on a message before it is there, has two conversations with it, and deletes them again.
func TestFeedbackFindsItsMessage(t *testing.T) {
	w := newWorld(t, "busy-month", 1500)
	seeded := allFeedback(w, project)[0]
	about := func(id, conversation string) {
		t.Helper()
		f, there := inkeepworld.FeedbackOf(w, project).ByID(id)
		require.True(t, there)
		require.Contains(t, allFeedback(w, project), f)
		require.Equal(t, conversation, f.Conversation.ID)
		require.True(t, slices.ContainsFunc(f.Conversation.Messages, func(m inkeep.Message) bool { return m.ID == f.MessageID }))
		followed, there := inkeepworld.ConversationsOf(w, project).ByID(conversation)
		require.True(t, there)
		require.Equal(t, *f.Conversation, followed)
	}
	nowhere := func(conversation string) {
		t.Helper()
		_, there := inkeepworld.ConversationsOf(w, project).ByID(conversation)
		require.False(t, there)
	}
	log := func(id, message string, at time.Time) {
		_, err := world.Apply(w, inkeepworld.LogConversation{Project: project, Received: w.Anchor(), Conversation: inkeep.Conversation{
			ID: id, Type: inkeep.ConversationSupportTicket, CreatedAt: at, Messages: []inkeep.Message{{ID: message}, {ID: message}},
		}})
		require.NoError(t, err)
	}
	forget := func(id string) bool {
		deleted, err := world.Apply(w, inkeepworld.DeleteConversation{Project: project, ID: id})
		require.NoError(t, err)
		return bool(deleted)
	}
	_, err := world.Apply(w, inkeepworld.SubmitFeedback{Project: project, Received: w.Anchor(), Feedback: inkeep.Feedback{
		ID: "f", Type: inkeep.FeedbackNegative, MessageID: "m",
	}})
	require.NoError(t, err)
	about("f", "conversation-of-f")
	require.False(t, forget("conversation-of-f"), "it only stands in")
	nowhere("conversation-of-m")
	nowhere("f")
	log("b", "m", w.Anchor())
	about("f", "b")
	nowhere("conversation-of-f")
	log("a", "m", w.Anchor().Add(time.Second))
	about("f", "a")
	log("a", "another", w.Anchor())
	about("f", "b")
	log("b", "another", w.Anchor())
	about("f", "conversation-of-f")

	about(seeded.ID, seeded.Conversation.ID)
	log("c", seeded.MessageID, w.Anchor().AddDate(0, -2, 0))
	about(seeded.ID, seeded.Conversation.ID)
	log(seeded.Conversation.ID, "another", w.Anchor())
	about(seeded.ID, "c")
	require.True(t, forget("c"))
	_, there := inkeepworld.FeedbackOf(w, project).ByID(seeded.ID)
	require.False(t, there, "what it was about is deleted")
	nowhere("conversation-of-" + seeded.ID)
}

// TestFeedbackOfProjectsIsApart has each project see its own.
func TestFeedbackOfProjectsIsApart(t *testing.T) {
	w := newWorld(t, "busy-month", 1500)
	before := allFeedback(w, "other-project")
	require.NotEmpty(t, before)
	mine := allFeedback(w, project)[0].Feedback
	mine.ID = before[0].ID
	_, err := world.Apply(w, inkeepworld.SubmitFeedback{Project: project, Feedback: mine, Received: w.Anchor()})
	require.NoError(t, err)
	require.Equal(t, before, allFeedback(w, "other-project"))
	for _, f := range allFeedback(w, project) {
		_, there := inkeepworld.FeedbackOf(w, "other-project").ByID(f.ID)
		require.Equal(t, f.ID == mine.ID, there)
	}
}

// TestFeedbackSurvivesJSON replays a log of commands that was written down.
func TestFeedbackSurvivesJSON(t *testing.T) {
	one, two := newWorld(t, "busy-month", 1500), newWorld(t, "busy-month", 1500)
	seeded := allFeedback(one, project)
	replay := func(e world.Entry, err error) {
		require.NoError(t, err)
		_, err = two.Replay(e)
		require.NoError(t, err)
	}
	for _, f := range []inkeep.Feedback{
		{Type: inkeep.FeedbackNegative, Details: new("<&> é"), Reasons: []inkeep.FeedbackReason{}, Properties: []byte(`{ "a" : 1.0 }`)},
		{ID: "a", Type: inkeep.FeedbackPositive, Sources: []inkeep.FeedbackSource{{Type: new("new")}}},
		seeded[0].Feedback,
	} {
		c := inkeepworld.SubmitFeedback{Project: project, Feedback: f, Received: one.Anchor()}
		_, err := world.Apply(one, c)
		require.NoError(t, err)
		replay(world.NewEntry(c))
	}
	gone := inkeepworld.DeleteFeedback{Project: project, ID: seeded[1].ID}
	_, err := world.Apply(one, gone)
	require.NoError(t, err)
	replay(world.NewEntry(gone))
	require.Equal(t, allFeedback(one, project), allFeedback(two, project))
	require.NotEqual(t, seeded, allFeedback(one, project))
}

// TestFeedbackTakesRoom has feedback count as what clients write, until it is deleted.
func TestFeedbackTakesRoom(t *testing.T) {
	w, err := world.New(world.Options{EventsPerBot: -1, APIs: []world.API{inkeepworld.API()}, Room: world.NewRoom(2, 0)},
		time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	submit := func(id string) error {
		_, err := world.Apply(w, inkeepworld.SubmitFeedback{
			Project: project, Feedback: inkeep.Feedback{ID: id, Type: inkeep.FeedbackPositive}, Received: w.Anchor(),
		})
		return err
	}
	require.NoError(t, submit("a"))
	require.NoError(t, submit("b"))
	var full *world.FullError
	require.ErrorAs(t, submit("c"), &full)
	_, there := inkeepworld.FeedbackOf(w, project).ByID("c")
	require.False(t, there)
	_, err = world.Apply(w, inkeepworld.DeleteFeedback{Project: project, ID: "a"})
	require.NoError(t, err)
	require.NoError(t, submit("c"))
	require.NoError(t, submit("c"), "in the place of itself")
}

// TestPagesOfLargeFeedbackEnd asks for much feedback on one large conversation.
func TestPagesOfLargeFeedbackEnd(t *testing.T) {
	w := newWorld(t, "empty", 0)
	content := `"` + string(slices.Repeat([]byte("x"), 2<<20)) + `"`
	_, err := world.Apply(w, inkeepworld.LogConversation{Project: project, Received: w.Anchor(), Conversation: inkeep.Conversation{
		Type: inkeep.ConversationSupportTicket, Messages: []inkeep.Message{{ID: "m", Content: []byte(content)}},
	}})
	require.NoError(t, err)
	for range 40 {
		_, err := world.Apply(w, inkeepworld.SubmitFeedback{Project: project, Received: w.Anchor(), Feedback: inkeep.Feedback{
			Type: inkeep.FeedbackPositive, MessageID: "m",
		}})
		require.NoError(t, err)
	}
	all := inkeepworld.FeedbackOf(w, fixtures.DemoProject)
	require.Len(t, all.Page(inkeep.FeedbackPositive, 0, 40), 16, "INK-FEED-12")
	require.Len(t, all.Page(inkeep.FeedbackPositive, 30, 40), 10)
	require.Equal(t, 40, all.Len(inkeep.FeedbackPositive))
}

// TestRowsOfFeedbackAreThoseOfBothLists asks for stretches of time between seeded and submitted feedback of both types.
func TestRowsOfFeedbackAreThoseOfBothLists(t *testing.T) {
	w := newWorld(t, "busy-month", 1500)
	seeded := allFeedback(w, project)
	for i, f := range seeded {
		if i%3 == 0 { // at the same time, and between two
			one := inkeep.Feedback{Type: kinds[i%2], CreatedAt: f.CreatedAt.Add(time.Duration(i%2) * time.Hour)}
			_, err := world.Apply(w, inkeepworld.SubmitFeedback{Project: project, Feedback: one, Received: w.Anchor()})
			require.NoError(t, err)
		}
	}
	all := allFeedback(w, project)
	slices.SortFunc(all, func(a, b inkeep.FoundFeedback) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(b.ID, a.ID))
	})
	require.Greater(t, len(all), len(seeded))
	for n := 1; n < len(all); n += len(all) / 9 {
		from, until := all[n].CreatedAt, all[n/2].CreatedAt
		var want []string
		for _, f := range all {
			if !f.CreatedAt.Before(from) && !f.CreatedAt.After(until) {
				want = append(want, f.ID)
			}
		}
		require.Equal(t, want, idsOf(t, w, inkeepworld.FeedbackView, between("createdAt", from, until)))
	}
	require.Len(t, idsOf(t, w, inkeepworld.FeedbackView, query.Filter{}), len(all))
}
