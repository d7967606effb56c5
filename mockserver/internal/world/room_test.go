package world_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// TestRoomIsCountedHonestly wants what events are said to take to be about what they do take: no less than three quarters,
// and no more than three times as much.
func TestRoomIsCountedHonestly(t *testing.T) {
	const count = 20_000
	text := func(n int) string { return strings.Clone(strings.Repeat("x", n)) }
	for name, write := range map[string]func(w *world.World, i int) error{
		"small_events": func(w *world.World, i int) error {
			c := tracked("demobot2", "", "named")
			c.Event.UserID, c.Event.ConversationID, c.Event.Campaign = fmt.Sprint("user-", i), fmt.Sprint("conversation-", i), nil
			c.Event.Attributes = map[string]string{}
			_, err := world.Apply(w, c)
			return err
		},
		"events_with_attributes": func(w *world.World, i int) error {
			c := tracked("demobot2", "", "named")
			c.Event.UserID, c.Event.ConversationID, c.Event.Attributes = fmt.Sprint("user-", i%100), "one", map[string]string{}
			for n := range 10 {
				c.Event.Attributes[fmt.Sprint("name", n)] = text(100)
			}
			_, err := world.Apply(w, c)
			return err
		},
		"events_of_a_bot_each": func(w *world.World, i int) error {
			c := tracked(fmt.Sprint("bot-", i), "", "named")
			c.Event.Campaign, c.Event.Attributes = nil, map[string]string{}
			_, err := world.Apply(w, c)
			return err
		},
		"logged_events": func(w *world.World, i int) error {
			_, err := world.Apply(w, logged(fmt.Sprint(i), `{"text":"`+text(300)+`"}`))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, -1)
			defer w.Close() // or what is merged in the background would be freed while the next one is measured
			before := liveHeap()
			for i := range count {
				require.NoError(t, write(w, i))
			}
			events, bytes := w.Written()
			require.EqualValues(t, count, events)
			var took int64
			require.Eventually(t, func() bool { // once what came last is in order and merged
				took = liveHeap() - before
				return bytes > took*3/4 && bytes < took*3
			}, time.Minute, time.Millisecond, "they are said to take %d bytes each", bytes/count)
			runtime.KeepAlive(w)
			t.Logf("%d bytes an event, said to be %d", took/count, bytes/count)
		})
	}
}

// liveHeap is what stays in memory when all garbage is collected, once nothing that goes on beside the test changes it any more.
func liveHeap() int64 {
	measure := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	const inARow = 4 // on a busy machine what goes on beside it may stand still for a moment
	last, same := measure(), 0
	for range 200 {
		time.Sleep(20 * time.Millisecond)
		now := measure()
		if d := now - last; d <= -100_000 || d >= 100_000 {
			same = 0
		} else if same++; same == inARow {
			return now
		}
		last = now
	}
	return last
}

// TestRoom wants a full world to refuse what is new, and only that.
func TestRoom(t *testing.T) {
	w, err := world.New(both(world.Options{EventsPerBot: -1, Room: world.NewRoom(2, 0)}), noon())
	require.NoError(t, err)
	apply(t, w, tracked("new", "a", "x"))
	apply(t, w, logged("l", `{}`))
	before := show(t, w, "new")
	for _, command := range []chatlayerworld.Track{tracked("new", "b", "x"), tracked("another", "", "x")} {
		_, err := world.Apply(w, command)
		require.ErrorContains(t, err, "at most 2 events")
	}
	for _, command := range []inkeepworld.LogEvent{logged("m", `{}`), logged("", `{}`)} {
		_, err := world.Apply(w, command)
		require.ErrorContains(t, err, "at most 2 events")
	}
	require.Equal(t, before, show(t, w, "new"))
	require.NotContains(t, chatlayerworld.Bots(w, "demo-team"), "another", "a refused event makes nobody an owner")
	require.Contains(t, apply(t, w, tracked("new", "a", "y")), "{a false demo-team} <nil>")
	require.Contains(t, apply(t, w, logged("l", `{}`)), "1{")
	events, _ := w.Written()
	require.EqualValues(t, 2, events)
	apply(t, w, world.Reset{Anchor: noon()})
	require.Equal(t, "{b true demo-team} <nil>", apply(t, w, tracked("new", "b", "x")))
}

// TestAClosedWorldHoldsNothing has requests that were on their way go on in a closed world, which gives nothing back twice: a snapshot of
// before, which somebody else has now, holds what it held.
func TestAClosedWorldHoldsNothing(t *testing.T) {
	room := world.NewRoom(0, 0)
	w, err := world.New(both(world.Options{EventsPerBot: -1, Room: room}), noon())
	require.NoError(t, err)
	apply(t, w, tracked("new", "a", "x"))
	kept := w.Snapshot()
	apply(t, w, tracked("new", "b", "x"))
	w.Close()
	late := w.Snapshot()
	apply(t, w, tracked("new", "c", "x"))
	w.Restore(late)
	late.Close()
	events, _ := room.Used()
	require.EqualValues(t, 1, events)
	require.EqualValues(t, 1, kept.Written())
	kept.Close()
	events, bytes := room.Used()
	require.Zero(t, events)
	require.Zero(t, bytes)
}
