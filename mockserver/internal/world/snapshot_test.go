package world_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// exported are the events of an API as lines.
func exported(t require.TestingT, w *world.World, which world.Which) []string {
	lines := []string{}
	for e, err := range w.Events(which) {
		require.NoError(t, err)
		lines = append(lines, line(e))
	}
	return lines
}

// have is the model of what a world has of one API that clients wrote: lines by id.
type have map[string]string

func (h have) without(other have) []string {
	lines := []string{}
	for id, line := range h {
		if other[id] != line {
			lines = append(lines, line)
		}
	}
	return lines
}

// script is a world with its model, and the snapshots of both.
type script struct {
	*rapid.T
	room   *world.Room
	world  *world.World
	have   map[string]have // by API
	taken  map[string]*world.Snapshot
	models map[string]map[string]have
	step   int
}

func (s *script) event() chatlayerworld.Track {
	bot := rapid.SampledFrom([]string{"demobot1", "demobot2", "new"}).Draw(s.T, "bot")
	c := tracked(bot, rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}).Draw(s.T, "id"), fmt.Sprint("step ", s.step))
	c.Event.Timestamp = noon().Add(time.Duration(rapid.IntRange(-3, 3).Draw(s.T, "at")) * time.Second)
	return c
}

func (s *script) keep(api, id string, e fixtures.Event) {
	if _, there := s.have[api][id]; !there {
		s.have[api][id] = line(e)
	}
}

func (s *script) track(*rapid.T) {
	c := s.event()
	_, err := world.Apply(s.world, c)
	require.NoError(s, err)
	s.keep("chatlayer", c.Event.BotID+c.Event.ID, c.Event)
}

func (s *script) log(*rapid.T) {
	c := logged(rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(s.T, "id"), fmt.Sprintf(`{"step":%d}`, s.step))
	c.Event.CreatedAt = noon().Add(time.Duration(rapid.IntRange(-3, 3).Draw(s.T, "at")) * time.Second)
	_, err := world.Apply(s.world, c)
	require.NoError(s, err)
	s.keep("inkeep", c.Event.ID, c.Event)
}

func (s *script) load(*rapid.T) {
	lines, before, count := "", len(s.have["chatlayer"]), rapid.IntRange(0, 4).Draw(s.T, "lines")
	for range count {
		c := s.event()
		lines += line(c.Event)
		s.keep("chatlayer", c.Event.BotID+c.Event.ID, c.Event)
	}
	done, err := world.Apply(s.world, world.Import{Lines: lines})
	require.NoError(s, err)
	stored := len(s.have["chatlayer"]) - before
	require.Equal(s, world.Imported{Stored: stored, Taken: count - stored}, done)
}

func (s *script) copied() map[string]have {
	all := map[string]have{}
	for api, h := range s.have {
		all[api] = maps.Clone(h)
	}
	return all
}

func (s *script) name() string {
	return rapid.SampledFrom([]string{"one", "two", "three"}).Draw(s.T, "name")
}

func (s *script) snapshot(*rapid.T) {
	name := s.name()
	if old := s.taken[name]; old != nil {
		old.Close()
	}
	s.taken[name], s.models[name] = s.world.Snapshot(), s.copied()
}

func (s *script) restore(*rapid.T) {
	if name := s.name(); s.taken[name] != nil {
		s.world.Restore(s.taken[name])
		s.have = s.models[name]
		s.have = s.copied()
	}
}

func (s *script) forget(*rapid.T) {
	if name := s.name(); s.taken[name] != nil {
		s.taken[name].Close()
		delete(s.taken, name)
		delete(s.models, name)
	}
}

func (s *script) reset(*rapid.T) {
	_, err := world.Apply(s.world, world.Reset{Anchor: noon()})
	require.NoError(s, err)
	s.have = map[string]have{"chatlayer": {}, "inkeep": {}}
}

// check holds the world to its model.
func (s *script) check(*rapid.T) {
	s.step++
	total := 0
	for api, h := range s.have {
		total += len(h)
		lines := exported(s, s.world, world.Which{API: api, Written: true})
		require.ElementsMatch(s, h.without(nil), lines, "what was written")
		require.True(s, slices.IsSortedFunc(lines, func(a, b string) int { return strings.Compare(timeIn(a), timeIn(b)) }), lines)
		for name, taken := range s.taken {
			since := exported(s, s.world, world.Which{API: api, Since: taken})
			require.ElementsMatch(s, h.without(s.models[name][api]), since, "what was written since %s", name)
		}
	}
	events, _ := s.world.Written()
	require.EqualValues(s, total, events)
	for name, taken := range s.taken {
		require.EqualValues(s, len(s.models[name]["chatlayer"])+len(s.models[name]["inkeep"]), taken.Written(), name)
	}
}

// timeIn is the time in a line.
func timeIn(line string) string {
	at := strings.Index(line, `"2026-`)
	return line[at : at+len(`"2026-01-15T12:00:00`)]
}

// TestSnapshotsAgreeWithAModel writes, goes back and forgets in any order.
func TestSnapshotsAgreeWithAModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		room := world.NewRoom(1000, 1<<30)
		w, err := world.New(both(world.Options{EventsPerBot: -1, Room: room, ImportTeam: "demo-team"}), noon())
		require.NoError(t, err)
		s := &script{T: t, room: room, world: w, taken: map[string]*world.Snapshot{}, models: map[string]map[string]have{}}
		s.reset(t)
		t.Repeat(map[string]func(*rapid.T){
			"": s.check, "track": s.track, "log": s.log, "import": s.load, "snapshot": s.snapshot, "restore": s.restore,
			"forget": s.forget, "reset": s.reset,
		})
		for _, taken := range s.taken {
			taken.Close()
		}
		w.Close()
		events, bytes := room.Used()
		require.Zero(t, events, "events that nobody can see any more take no room")
		require.Zero(t, bytes)
	})
}

// TestEventsCanBeImportedAgain exports a world with seeded and written events and imports it into an empty one, which shows the same.
func TestEventsCanBeImportedAgain(t *testing.T) {
	w := newWorld(t, 30)
	apply(t, w, tracked("demobot1", "mine", "x"))
	apply(t, w, tracked("new", "", "y"))
	apply(t, w, logged("l", `{"n":12345678901234567890,"f":1.0,"z":null}`))
	empty, err := world.New(both(world.Options{EventsPerBot: -1, ImportTeam: "demo-team"}), noon())
	require.NoError(t, err)
	for _, api := range []string{"chatlayer", "inkeep"} {
		which := world.Which{API: api}
		lines := exported(t, w, which)
		require.Greater(t, len(lines), 30)
		all := world.Import{Lines: strings.Join(lines, "")}
		done, err := world.Apply(empty, all)
		require.NoError(t, err)
		require.Equal(t, world.Imported{Stored: len(lines)}, done)
		require.Equal(t, lines, exported(t, empty, which))
		again, err := world.Apply(w, all)
		require.NoError(t, err)
		require.Equal(t, world.Imported{Taken: len(lines)}, again)
		require.Equal(t, lines, exported(t, w, which))
	}
	shown := func(w *world.World) string { return show(t, w, "demobot1", "demobot2", "new") }
	require.Equal(t, shown(w), shown(empty))
}

// TestAnImportThatDoesNotFitChangesNothing runs out of room at the last of several lines.
func TestAnImportThatDoesNotFitChangesNothing(t *testing.T) {
	room := world.NewRoom(2, 0)
	w, err := world.New(both(world.Options{EventsPerBot: 10, Room: room}), noon())
	require.NoError(t, err)
	before := show(t, w, "demobot1", "new")
	lines := ""
	for i := range 3 {
		lines += line(tracked("new", fmt.Sprint(i), "x").Event)
	}
	_, err = world.Apply(w, world.Import{Lines: lines})
	var full *world.FullError
	require.ErrorAs(t, err, &full)
	_, err = world.Apply(w, world.Import{Lines: line(tracked("new", "a", "x").Event) + "\n{}\n"})
	require.ErrorContains(t, err, "line 3")
	require.Equal(t, before, show(t, w, "demobot1", "new"))
	events, bytes := room.Used()
	require.Zero(t, events)
	require.Zero(t, bytes)
}

// TestSnapshotsAreCheap wants a snapshot of many events to take no longer, and no more memory, than one of few.
func TestSnapshotsAreCheap(t *testing.T) {
	w := newWorld(t, -1)
	cost := func() float64 {
		return testing.AllocsPerRun(1, func() {
			s := w.Snapshot()
			w.Restore(s)
			s.Close()
		})
	}
	few := cost()
	for range 20_000 {
		newID(t, w)
	}
	// What is merged beside the test counts too, as long as that takes.
	require.Eventually(t, func() bool { return cost() <= few+50 }, time.Minute, time.Millisecond)
}
