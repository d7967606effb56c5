package world_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

type change interface{ Kind() string }

// story is a log of commands in which every kind succeeds and meets what is there already.
func story(seededID string) []change {
	return []change{
		tracked("new", "a", "first"), tracked("new", "a", "second"), tracked("demobot1", seededID, "intruder"),
		tracked("demobot2", seededID, "free"),
		logged("l", `{"n":12345678901234567890,"f":1.0,"z":null}`), logged("l", `{"n":12345678901234567890,"f":1.0,"z":null}`),
		logged("l", `{}`),
		world.Import{Lines: line(tracked("new", "b", "imported").Event)},
		world.Reset{Anchor: noon().Add(time.Hour)},
		tracked("new", "a", "after"), logged("l", `{"after":"the reset"}`),
	}
}

func seededID(t testing.TB, w *world.World) string {
	t.Helper()
	return firstLive(t, w, "demobot1").ID
}

func firstLive(t testing.TB, w *world.World, bot string) chatlayer.TrackingEvent {
	t.Helper()
	q := everything()
	q.Where = []eventstore.Equal{{Field: chatlayerworld.FieldVersion, Value: "LIVE"}}
	found := events(t, list(t, w, q, bot))
	require.NotEmpty(t, found)
	return found[0]
}

// TestCommandsAreDeterministic applies one log to two worlds and wants the same outcomes and the same worlds after every step.
func TestCommandsAreDeterministic(t *testing.T) {
	one, two := newWorld(t, 20), newWorld(t, 20)
	for i, command := range story(seededID(t, one)) {
		require.Equal(t, apply(t, one, command), apply(t, two, command), "step %d", i)
		require.Equal(t, show(t, one, "demobot1", "demobot2", "new"), show(t, two, "demobot1", "demobot2", "new"), "step %d", i)
	}
}

// TestCommandsSurviveJSON replays a log that was written down.
func TestCommandsSurviveJSON(t *testing.T) {
	one, two := newWorld(t, 20), newWorld(t, 20)
	for i, command := range story(seededID(t, one)) {
		copied := again(t, command)
		require.Equal(t, command, copied, "step %d", i)
		require.Equal(t, apply(t, one, command), apply(t, two, copied), "step %d", i)
	}
	require.Equal(t, show(t, one, "demobot1", "demobot2", "new"), show(t, two, "demobot1", "demobot2", "new"))
}

// TestALogIsReplayed writes a whole log down, and replays it to another world.
func TestALogIsReplayed(t *testing.T) {
	one, two := newWorld(t, 20), newWorld(t, 20)
	var log []world.Entry
	for _, command := range story(seededID(t, one)) {
		apply(t, one, command)
		entry, err := world.NewEntry(command)
		require.NoError(t, err)
		log = append(log, entry)
	}
	text, err := json.Marshal(log)
	require.NoError(t, err)
	require.Contains(t, string(text), `{"kind":"reset","command":{"anchor":`)
	var read []world.Entry
	require.NoError(t, json.Unmarshal(text, &read))
	for _, entry := range read {
		_, err = two.Replay(entry)
		require.NoError(t, err)
	}
	require.Equal(t, show(t, one, "demobot1", "demobot2", "new"), show(t, two, "demobot1", "demobot2", "new"))

	_, err = two.Replay(world.Entry{Kind: "forget"})
	require.EqualError(t, err,
		`unknown kind of command "forget": expected one of define_event, delete_conversation, delete_feedback, import, log_conversation, `+
			`log_event, reset, submit_feedback, track`)
	_, err = two.Replay(world.Entry{Kind: "reset", Command: []byte(`[]`)})
	require.Error(t, err)
}

// TestLoggedPropertiesSurviveJSON wants properties byte for byte from a log too: a client that sends its event again after
// a replay must meet the very same event.
func TestLoggedPropertiesSurviveJSON(t *testing.T) {
	for _, properties := range []string{
		`{"a":"<&>"}`, `{ "a" : 1 }`, `{"a":1.0,"b":1e2,"c":12345678901234567890}`, `{"\u0061":"\u00e9\/"}`,
		`{"b":1,"a":2}`,
	} {
		t.Run(properties, func(t *testing.T) {
			replayed := newWorld(t, -1)
			apply(t, replayed, again(t, logged("x", properties)))
			got, err := world.Apply(replayed, logged("x", properties))
			require.NoError(t, err)
			require.Equal(t, inkeepworld.Repeated, got.Outcome)
			require.Equal(t, properties, string(got.Event.Properties))
		})
	}
}

func TestBotsBelongToWhoTracksFirst(t *testing.T) {
	w := newWorld(t, -1)
	for _, tt := range []struct{ bot, team, owner string }{
		{"new", "demo-team", "demo-team"},
		{"new", "other-team", "demo-team"},
		{"otherbot", "demo-team", "other-team"},
		{"x", "third", "third"},
	} {
		command := tracked(tt.bot, "", "e")
		command.Team = tt.team
		stored, err := world.Apply(w, command)
		require.NoError(t, err)
		require.Equal(t, tt.owner, stored.Owner)
		require.Equal(t, tt.owner == tt.team, stored.Added)
		now, owned := chatlayerworld.Owner(w, tt.bot)
		require.True(t, owned)
		require.Equal(t, tt.owner, now)
	}
	require.Equal(t, []string{"demobot1", "demobot2", "new"}, chatlayerworld.Bots(w, "demo-team"), "in order")
	require.Equal(t, []string{"x"}, chatlayerworld.Bots(w, "third"))
	require.Empty(t, chatlayerworld.Bots(w, "nobody"))
	_, owned := chatlayerworld.Owner(w, "unheard-of")
	require.False(t, owned)
}

func TestTrack(t *testing.T) {
	w := newWorld(t, 20)
	stored, err := world.Apply(w, tracked("demobot1", "new", "x"))
	require.NoError(t, err)
	require.Equal(t, chatlayerworld.Tracked{ID: "new", Added: true, Owner: "demo-team"}, stored)
	foreign := tracked("otherbot", "new", "x")
	for name, command := range map[string]chatlayerworld.Track{
		"written": tracked("demobot1", "new", "y"), "seeded": tracked("demobot1", seededID(t, w), "y"), "another team's": foreign,
	} {
		before := show(t, w, "demobot1", "otherbot")
		stored, err := world.Apply(w, command)
		require.NoError(t, err)
		require.False(t, stored.Added, name)
		require.Equal(t, before, show(t, w, "demobot1", "otherbot"), name)
	}
	_, err = world.Apply(w, tracked("not-written", firstLive(t, w, "not-written").ID, "x"))
	require.NoError(t, err)
	require.NotContains(t, chatlayerworld.Bots(w, "demo-team"), "not-written", "an event that was there already makes nobody an owner")
	stored, err = world.Apply(w, tracked("unheard-of", "", "x"))
	require.NoError(t, err)
	require.NotEmpty(t, stored.ID, "the world gives it one")
	require.Contains(t, chatlayerworld.Bots(w, "demo-team"), "unheard-of", "whoever tracks first owns the bot")
}

func TestIDsAreOfAVersion(t *testing.T) {
	w := newWorld(t, -1)
	live, draft := tracked("new", "a", "live"), tracked("new", "a", "draft")
	draft.Event.Version = "DRAFT"
	for _, command := range []chatlayerworld.Track{live, draft} {
		stored, err := world.Apply(w, command)
		require.NoError(t, err)
		require.Equal(t, chatlayerworld.Tracked{ID: "a", Added: true, Owner: "demo-team"}, stored)
		stored, err = world.Apply(w, command)
		require.NoError(t, err)
		require.False(t, stored.Added)
	}
	q := everything()
	q.Limit = 1 // they have one timestamp, too
	var names []string
	for range 2 {
		page := list(t, w, q, "new")
		first := events(t, page)[0]
		names = append(names, first.Event)
		require.Equal(t, chatlayerworld.PositionOf(first), page.Last)
		q.After = page.Last
	}
	require.ElementsMatch(t, []string{"live", "draft"}, names)
	require.Empty(t, list(t, w, q, "new").Payloads)
}

// TestIDsThatAClientHasTaken tracks and logs under the ids that another world of the seed would give next.
func TestIDsThatAClientHasTaken(t *testing.T) {
	one, two := newWorld(t, -1), newWorld(t, -1)
	taken := newID(t, one)
	apply(t, two, tracked("demobot2", taken, "the client's"))
	require.NotEqual(t, taken, newID(t, two))

	one, two = newWorld(t, -1), newWorld(t, -1)
	first, err := world.Apply(one, logged("", `{}`))
	require.NoError(t, err)
	apply(t, two, logged(first.Event.ID, `{"the":"client's"}`))
	second, err := world.Apply(two, logged("", `{}`))
	require.NoError(t, err)
	require.Equal(t, inkeepworld.Stored, second.Outcome)
	require.NotEqual(t, first.Event.ID, second.Event.ID)
}

func TestLogEvent(t *testing.T) {
	w := newWorld(t, 20)
	outcome := func(c inkeepworld.LogEvent) inkeepworld.Outcome {
		l, err := world.Apply(w, c)
		require.NoError(t, err)
		return l.Outcome
	}
	require.Equal(t, inkeepworld.Stored, outcome(logged("x", `{}`)))
	require.Equal(t, inkeepworld.Repeated, outcome(logged("x", `{}`)))
	require.Equal(t, inkeepworld.Conflict, outcome(logged("x", `{"a":1}`)))
	require.Equal(t, inkeepworld.Repeated, outcome(logged("x", `{}`)), "the first stays")

	later := logged("x", `{}`)
	later.Event.CreatedAt = noon().Add(time.Hour)
	require.Equal(t, inkeepworld.Conflict, outcome(later), "another time that was given")
	later.TimeGiven = false
	require.Equal(t, inkeepworld.Repeated, outcome(later), "another time that was not")

	elsewhere := logged("x", `{"a":1}`)
	elsewhere.Project = "another"
	require.Equal(t, inkeepworld.Stored, outcome(elsewhere), "ids are a project's own")
}
