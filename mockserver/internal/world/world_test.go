package world_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

func everything() eventstore.Query {
	return eventstore.Query{End: noon().AddDate(100, 0, 0), Limit: 1 << 20}
}

func TestNew(t *testing.T) {
	w, err := world.New(world.Options{}, noon())
	require.NoError(t, err)
	require.Equal(t, noon(), w.Anchor())
	require.Equal(t, fixtures.DefaultScenario, w.Scenario())
	require.Equal(t, 5000, w.EventsPerBot())
	require.Equal(t, 0, newWorld(t, -3).EventsPerBot())

	_, err = world.New(world.Options{Scenario: "nope"}, noon())
	require.ErrorContains(t, err, "nope")
	_, err = world.New(world.Options{}, time.Time{})
	require.Error(t, err)
}

func TestReset(t *testing.T) {
	w := newWorld(t, 20)
	before := show(t, w, "demobot1", "new")
	ids := []string{newID(t, w), newID(t, w)}
	for _, command := range story(seededID(t, w))[:7] {
		apply(t, w, command)
	}
	require.NotEqual(t, before, show(t, w, "demobot1", "new"))
	apply(t, w, world.Reset{Anchor: noon()})
	require.Equal(t, before, show(t, w, "demobot1", "new"))
	require.Equal(t, ids, []string{newID(t, w), newID(t, w)}, "ids start anew")

	apply(t, w, world.Reset{Anchor: noon().AddDate(0, 2, 0)})
	require.Equal(t, noon().AddDate(0, 2, 0), w.Anchor())
	require.NotEqual(t, before, show(t, w, "demobot1", "new"), "the data have moved")

	_, err := world.Apply(w, world.Reset{})
	require.Error(t, err, "an anchor that is none")
	require.Equal(t, noon().AddDate(0, 2, 0), w.Anchor(), "a reset that fails changes nothing")
}

func TestIDsOfTheWorld(t *testing.T) {
	one, two := newWorld(t, -1), newWorld(t, -1)
	other, err := world.New(both(world.Options{Seed: 2, EventsPerBot: -1}), noon())
	require.NoError(t, err)
	seen := map[string]bool{}
	for range 1000 {
		id := newID(t, one)
		require.False(t, seen[id])
		seen[id] = true
		require.Equal(t, id, newID(t, two))
		require.False(t, seen[newID(t, other)])
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				id := newID(t, one)
				mu.Lock()
				require.False(t, seen[id])
				seen[id] = true
				mu.Unlock()
			}
		})
	}
	all.Wait()
}

// TestReadingChangesNothing reads bots that nobody has used.
func TestReadingChangesNothing(t *testing.T) {
	w := newWorld(t, 20)
	before := chatlayerworld.Bots(w, "demo-team")
	first := show(t, w, "unheard-of")
	for i := range 70 {
		list(t, w, everything(), fmt.Sprint("bot-", i))
	}
	require.Equal(t, first, show(t, w, "unheard-of"), "a forgotten bot comes back the same")
	require.Equal(t, before, chatlayerworld.Bots(w, "demo-team"))
}

func TestListOfSeveralBots(t *testing.T) {
	w := newWorld(t, 20)
	apply(t, w, tracked("demobot2", "mine", "x"))
	one, two := list(t, w, everything(), "demobot1").Payloads, list(t, w, everything(), "demobot2").Payloads
	both := events(t, list(t, w, everything(), "demobot1", "demobot2"))
	require.Len(t, both, len(one)+len(two))
	for i := range both[1:] {
		require.False(t, both[i+1].Timestamp.Before(both[i].Timestamp))
	}
	require.Empty(t, list(t, w, everything()).Payloads, "of no bots there are no events")
}

func TestImport(t *testing.T) {
	event := tracked("demobot1", "mine", "x").Event
	entry := logged("l", `{}`).Event
	lines := []fixtures.Line{{Number: 1, Event: event}, {Number: 2, Event: entry}}
	w, err := world.New(both(world.Options{EventsPerBot: 20, Import: lines}), noon())
	require.NoError(t, err)
	require.Contains(t, show(t, w, "demobot1"), "mine")
	require.Equal(t, "{mine false demo-team} <nil>", apply(t, w, tracked("demobot1", "mine", "y")))
	got, err := world.Apply(w, logged("l", `{"a":1}`))
	require.NoError(t, err)
	require.Equal(t, inkeepworld.Conflict, got.Outcome)

	mine := tracked("mybot", "m", "x").Event
	w2, err := world.New(both(world.Options{Import: []fixtures.Line{{Event: mine}}, ImportTeam: "my-team"}), noon())
	require.NoError(t, err)
	require.Equal(t, []string{"mybot"}, chatlayerworld.Bots(w2, "my-team"), "a bot that nobody owns")

	taken := tracked("demobot1", seededID(t, w), "x").Event
	_, err = world.New(both(world.Options{EventsPerBot: 20, Import: []fixtures.Line{{Number: 3, Event: taken}}}), noon())
	require.ErrorContains(t, err, "line 3", "an id of the seeded data")
}
