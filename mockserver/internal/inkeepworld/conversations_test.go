package inkeepworld_test

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
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

const project = fixtures.DemoProject

func newWorld(t require.TestingT, scenario string, events int) *world.World {
	w, err := world.New(
		world.Options{Scenario: scenario, EventsPerBot: events, APIs: []world.API{inkeepworld.API()}},
		time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC),
	)
	require.NoError(t, err)
	return w
}

// model is the conversations as a map.
type model map[string]inkeep.Conversation

func (m model) sorted() []inkeep.Conversation {
	return slices.SortedFunc(maps.Values(m), func(a, b inkeep.Conversation) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(b.ID, a.ID))
	})
}

// agree asks for everything in every way.
func (m model) agree(t *rapid.T, all inkeepworld.Conversations) {
	want := m.sorted()
	require.Equal(t, len(want), all.Len())
	limit, offset := rapid.IntRange(1, 12).Draw(t, "limit"), rapid.IntRange(0, len(want)+2).Draw(t, "offset")
	page := all.Page(offset, limit)
	require.Equal(t, names(want[min(offset, len(want)):min(offset+limit, len(want))]), names(page), "offset %d, limit %d", offset, limit)
	for _, c := range page {
		require.Equal(t, m[c.ID], c)
		found, there := all.ByID(c.ID)
		require.True(t, there)
		require.Equal(t, c, found)
		if c.ExternalID != nil {
			latest := slices.IndexFunc(want, func(o inkeep.Conversation) bool {
				return o.ExternalID != nil && *o.ExternalID == *c.ExternalID
			})
			found, there := all.ByExternalID(*c.ExternalID)
			require.True(t, there)
			require.Equal(t, want[latest].ID, found.ID)
		}
	}
}

func names(list []inkeep.Conversation) (ids []string) {
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}

// TestConversationsAreThoseOfAPlainModel logs and deletes conversations, seeded ones too, goes back to snapshots, and looks from all
// sides.
func TestConversationsAreThoseOfAPlainModel(t *testing.T) {
	for _, seeds := range []struct {
		scenario string
		events   int
	}{{"empty", 0}, {"busy-month", 150}, {"edges", 400}} {
		t.Run(seeds.scenario, func(t *testing.T) {
			t.Parallel()
			start := newWorld(t, seeds.scenario, seeds.events)
			seeded := inkeepworld.ConversationsOf(start, project).Page(0, 1000)
			rapid.Check(t, func(t *rapid.T) { againstModel(t, newWorld(t, seeds.scenario, seeds.events), seeded) })
		})
	}
}

func againstModel(t *rapid.T, w *world.World, seeded []inkeep.Conversation) {
	m := model{}
	for _, c := range seeded {
		m[c.ID] = c
	}
	var snapshot *world.Snapshot
	var then model
	for range rapid.IntRange(1, 30).Draw(t, "steps") {
		id := drawID(t, seeded)
		switch rapid.SampledFrom([]string{"log", "log", "log", "delete", "snapshot", "restore"}).Draw(t, "step") {
		case "log":
			c := inkeep.Conversation{ID: id, Type: inkeep.ConversationSupportTicket}
			if rapid.Bool().Draw(t, "timed") {
				c.CreatedAt = drawTime(t, seeded)
			}
			c.ExternalID = drawExternal(t, seeded)
			stored, err := world.Apply(w, inkeepworld.LogConversation{Project: project, Conversation: c, Received: w.Anchor()})
			require.NoError(t, err)
			require.NotEmpty(t, stored.ID)
			require.Equal(t, firstOf(c.CreatedAt, m[id].CreatedAt, w.Anchor()), stored.CreatedAt, "INK-CONV-12, INK-CONV-15")
			m[stored.ID] = stored
		case "delete":
			_, there := m[id]
			deleted, err := world.Apply(w, inkeepworld.DeleteConversation{Project: project, ID: id})
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
		m.agree(t, inkeepworld.ConversationsOf(w, project))
	}
	m.rowsAgree(t, w, seeded)
}

// rowsAgree asks for all rows, and for those that begin in a stretch of time, which those without messages do not.
func (m model) rowsAgree(t *rapid.T, w *world.World, seeded []inkeep.Conversation) {
	from, until := drawTime(t, seeded), drawTime(t, seeded)
	var all, inside []string
	for _, c := range m.sorted() {
		all = append(all, c.ID)
		at := c.CreatedAt
		for i, message := range c.Messages {
			if i == 0 || message.CreatedAt.Before(at) {
				at = message.CreatedAt
			}
		}
		if len(c.Messages) > 0 && !at.Before(from) && !at.After(until) {
			inside = append(inside, c.ID)
		}
	}
	require.Equal(t, all, idsOf(t, w, inkeepworld.ConversationsView, query.Filter{}))
	require.Equal(t, inside, idsOf(t, w, inkeepworld.ConversationsView, between("firstMessageTime", from, until)))
}

// firstOf is the first time that is one.
func firstOf(times ...time.Time) time.Time {
	return times[slices.IndexFunc(times, func(at time.Time) bool { return !at.IsZero() })]
}

func drawID(t *rapid.T, seeded []inkeep.Conversation) string {
	if len(seeded) > 0 && rapid.Bool().Draw(t, "seeded") {
		return rapid.SampledFrom(seeded).Draw(t, "one").ID
	}
	return rapid.SampledFrom([]string{"", "a", "b", "c", "d", "e", "f"}).Draw(t, "id")
}

func drawTime(t *rapid.T, seeded []inkeep.Conversation) time.Time {
	at := time.Date(2026, 1, 10, 0, 0, rapid.IntRange(0, 3).Draw(t, "second"), 0, time.UTC)
	if len(seeded) > 0 && rapid.Bool().Draw(t, "tie") {
		at = rapid.SampledFrom(seeded).Draw(t, "beside").CreatedAt
	}
	return at
}

func drawExternal(t *rapid.T, seeded []inkeep.Conversation) *string {
	name := rapid.SampledFrom([]string{"x", "y"}).Draw(t, "external")
	switch rapid.IntRange(0, 2).Draw(t, "called") {
	case 0:
		return nil
	case 1:
		if len(seeded) > 0 {
			return rapid.SampledFrom(seeded).Draw(t, "namesake").ExternalID
		}
	}
	return &name
}

// TestConversationsSurviveJSON replays a log of commands that was written down.
func TestConversationsSurviveJSON(t *testing.T) {
	one, two := newWorld(t, "busy-month", 200), newWorld(t, "busy-month", 200)
	seeded := inkeepworld.ConversationsOf(one, project).Page(0, 2)
	log := func(c inkeep.Conversation) inkeepworld.LogConversation {
		c.Type = inkeep.ConversationOpenAI
		c.Messages = append(c.Messages, inkeep.Message{Role: "user", Content: []byte(`"<&> é"`)})
		return inkeepworld.LogConversation{Project: project, Conversation: c, Received: one.Anchor()}
	}
	again := log(inkeep.Conversation{ID: "a", Messages: []inkeep.Message{{Role: "user", Content: []byte(`[ {"type":"text"} ]`), ID: "m"}}})
	commands := []inkeepworld.LogConversation{log(inkeep.Conversation{}), log(inkeep.Conversation{ID: "a"}), again, log(seeded[0])}
	replay := func(e world.Entry, err error) {
		require.NoError(t, err)
		_, err = two.Replay(e)
		require.NoError(t, err)
	}
	for _, c := range commands {
		_, err := world.Apply(one, c)
		require.NoError(t, err)
		replay(world.NewEntry(c))
	}
	gone := inkeepworld.DeleteConversation{Project: project, ID: seeded[1].ID}
	_, err := world.Apply(one, gone)
	require.NoError(t, err)
	replay(world.NewEntry(gone))
	want, got := inkeepworld.ConversationsOf(one, project), inkeepworld.ConversationsOf(two, project)
	require.Equal(t, want.Page(0, 1000), got.Page(0, 1000))
	require.NotEmpty(t, want.Page(0, 1))
}

// TestConversationsTakeRoom has conversations count as what clients write, until they are deleted.
func TestConversationsTakeRoom(t *testing.T) {
	w, err := world.New(world.Options{EventsPerBot: -1, APIs: []world.API{inkeepworld.API()}, Room: world.NewRoom(2, 0)},
		time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	log := func(id string) error {
		_, err := world.Apply(w, inkeepworld.LogConversation{
			Project: project, Conversation: inkeep.Conversation{ID: id, Type: inkeep.ConversationSupportTicket}, Received: w.Anchor(),
		})
		return err
	}
	require.NoError(t, log("a"))
	require.NoError(t, log("b"))
	var full *world.FullError
	require.ErrorAs(t, log("c"), &full)
	_, there := inkeepworld.ConversationsOf(w, project).ByID("c")
	require.False(t, there)
	_, err = world.Apply(w, inkeepworld.DeleteConversation{Project: project, ID: "a"})
	require.NoError(t, err)
	require.NoError(t, log("c"))
	require.NoError(t, log("c"), "in the place of itself")
}

// TestMessagesAreFoundAgain sends a long history a second time, the other way round: each message keeps its own time, and all together
// take about as long as the first time.
func TestMessagesAreFoundAgain(t *testing.T) {
	const many = 40_000 // each looked for among all would be a billion steps
	w := newWorld(t, "empty", 0)
	log := func(messages []inkeep.Message) ([]inkeep.Message, time.Duration) {
		began := time.Now()
		stored, err := world.Apply(w, inkeepworld.LogConversation{
			Project: project, Received: w.Anchor(),
			Conversation: inkeep.Conversation{ID: "a", Type: inkeep.ConversationSupportTicket, Messages: messages},
		})
		require.NoError(t, err)
		return stored.Messages, time.Since(began)
	}
	history := make([]inkeep.Message, many)
	for i := range history {
		history[i] = inkeep.Message{ID: strconv.Itoa(i), CreatedAt: w.Anchor().Add(time.Duration(i) * time.Second)}
	}
	first, took := log(history)
	for i := range history {
		history[i] = inkeep.Message{ID: strconv.Itoa(many - 1 - i)}
	}
	again, tookAgain := log(history)
	require.Less(t, tookAgain, 8*took)
	slices.Reverse(again)
	require.Equal(t, first, again)
}

// TestMessageThatMovesKeepsItsID puts a message in front of one that is sent with its id.
func TestMessageThatMovesKeepsItsID(t *testing.T) {
	w := newWorld(t, "empty", 0)
	log := func(ids ...string) (stored []string) {
		c := inkeep.Conversation{ID: "a", Type: inkeep.ConversationSupportTicket}
		for _, id := range ids {
			c.Messages = append(c.Messages, inkeep.Message{ID: id, Role: "customer"})
		}
		c, err := world.Apply(w, inkeepworld.LogConversation{Project: project, Conversation: c, Received: w.Anchor()})
		require.NoError(t, err)
		for _, m := range c.Messages {
			stored = append(stored, m.ID)
		}
		return stored
	}
	one := log("")[0]
	two := log("", one)
	require.Equal(t, one, two[1])
	require.NotEqual(t, one, two[0])
	require.Equal(t, two, log("", ""))
}

// TestIDsThatWereGivenAreNotMadeAgain logs a conversation under the id that the world makes next, as who logs again after a reset does.
func TestIDsThatWereGivenAreNotMadeAgain(t *testing.T) {
	log := func(w *world.World, id string) string {
		stored, err := world.Apply(w, inkeepworld.LogConversation{
			Project: project, Conversation: inkeep.Conversation{ID: id, Type: inkeep.ConversationSupportTicket}, Received: w.Anchor(),
		})
		require.NoError(t, err)
		return stored.ID
	}
	made := log(newWorld(t, "empty", 0), "")
	w := newWorld(t, "empty", 0)
	log(w, made)
	other := log(w, "")
	require.NotEqual(t, made, other)
	require.ElementsMatch(t, []string{made, other}, names(inkeepworld.ConversationsOf(w, project).Page(0, 10)))
}

// TestAPageOfLargeConversationsHasFewer keeps what one answer takes in bounds.
func TestAPageOfLargeConversationsHasFewer(t *testing.T) {
	w := newWorld(t, "empty", 0)
	content := []byte(`"` + strings.Repeat("x", 4<<20) + `"`)
	for range 20 {
		_, err := world.Apply(w, inkeepworld.LogConversation{
			Project: project, Received: w.Anchor(), Conversation: inkeep.Conversation{
				Type: inkeep.ConversationSupportTicket, Messages: []inkeep.Message{{Content: content}},
			},
		})
		require.NoError(t, err)
	}
	all := inkeepworld.ConversationsOf(w, project)
	require.Len(t, all.Page(0, 1000), 16)
	require.Len(t, all.Page(16, 1000), 4, "the next one begins behind them")
}
