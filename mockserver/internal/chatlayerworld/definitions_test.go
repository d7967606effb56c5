package chatlayerworld_test

import (
	"context"
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
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/funnel"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

const day = 24 * time.Hour

// drawWorld draws a world in which clients have tracked and defined some events, before and after a snapshot, and what they say of those
// that they have defined.
func drawWorld(t *rapid.T, library *world.Library) (w *world.World, created map[string]string) {
	w = newWorld(t, world.Options{
		Library:      library,
		Seed:         rapid.Uint64Range(1, 3).Draw(t, "seed"),
		Scenario:     rapid.SampledFrom([]string{"busy-month", "quiet-week", "edges", "one-conversation"}).Draw(t, "scenario"),
		EventsPerBot: rapid.SampledFrom([]int{-1, 1, 30, 600}).Draw(t, "events"),
	})
	seeded := append(everything(t, w, "demobot1"), fixtures.ChatlayerEvent{})
	created = map[string]string{}
	for n := range rapid.IntRange(0, 60).Draw(t, "tracked") {
		if rapid.IntRange(0, 20).Draw(t, "snapshot") == 0 {
			w.Snapshot()
		}
		event := drawEvent(t, rapid.SampledFrom(seeded).Draw(t, "like"))
		if n%10 != 9 {
			_, err := chatlayerworld.Track{Team: "demo-team", Event: event}.ApplyTo(w)
			require.NoError(t, err)
			continue
		}
		_, twice := created[event.BotID+event.Event]
		done, err := chatlayerworld.DefineEvent{
			Team: "demo-team", Bot: event.BotID, Event: event.Event, Description: fmt.Sprint(n), Created: noon(),
		}.ApplyTo(w)
		require.NoError(t, err)
		require.Equal(t, !twice, done.Changed())
		if !twice {
			created[event.BotID+event.Event] = fmt.Sprint(n)
		}
	}
	return w, created
}

// drawEvent draws an event, some of which are at the instant of another, and of its user.
func drawEvent(t *rapid.T, like fixtures.ChatlayerEvent) fixtures.ChatlayerEvent {
	long := strings.Repeat("long", 300)
	at := noon().Add(-rapid.SampledFrom([]time.Duration{0, 1, time.Hour, 30*day - 1, 30 * day, 40 * day, -time.Hour}).Draw(t, "back"))
	if rapid.Bool().Draw(t, "tied") && !like.Timestamp.IsZero() {
		at = like.Timestamp
	}
	return fixtures.ChatlayerEvent{TrackingEvent: chatlayer.TrackingEvent{
		ID:         rapid.SampledFrom([]string{"", "0", "z"}).Draw(t, "id") + rapid.StringMatching("[0-9a-f]{8}").Draw(t, "rest"),
		BotID:      rapid.SampledFrom([]string{"a", "demobot1"}).Draw(t, "bot"),
		Event:      rapid.SampledFrom([]string{"", "x", "Y", "step_entered", long + "1", long}).Draw(t, "name"),
		Version:    rapid.SampledFrom([]string{"LIVE", "DRAFT"}).Draw(t, "version"),
		UserID:     rapid.SampledFrom([]string{"", "mia", like.UserID}).Draw(t, "user"),
		Attributes: map[string]string{"flow": rapid.SampledFrom([]string{"", "ONE", "other\n", "order_status"}).Draw(t, "flow")},
		Timestamp:  at,
	}}
}

func everything(t require.TestingT, w *world.World, bot string) (all []fixtures.ChatlayerEvent) {
	for e, err := range chatlayerworld.Everything(w, bot) {
		require.NoError(t, err)
		if e.BotID == bot {
			all = append(all, e)
		}
	}
	return all
}

// defined is the definition of each name of a bot by a walk over all its events. Those that were created have no time here.
func defined(t require.TestingT, w *world.World, bot string, now time.Time) map[string]chatlayer.EventDefinition {
	all := map[string]chatlayer.EventDefinition{}
	for _, e := range everything(t, w, bot) {
		d, known := all[e.Event]
		if !known {
			d = chatlayer.EventDefinition{CreatedAt: e.Timestamp}
		}
		if !e.Timestamp.After(now) {
			d.LastSeenAt = &e.Timestamp
			if e.Timestamp.After(now.Add(-30 * day)) {
				d.Volume30Day++
			}
		}
		all[e.Event] = d
	}
	delete(all, "")
	return all
}

// TestDefinitionsAreTrue compares the pages of definitions with a walk over all events, at any time.
func TestDefinitionsAreTrue(t *testing.T) {
	library := world.NewLibrary()
	rapid.Check(t, func(t *rapid.T) {
		w, created := drawWorld(t, library)
		ask := chatlayerworld.Definitions{
			Now:  noon().Add(rapid.SampledFrom([]time.Duration{0, 0, -1, 1, 5 * day, 31 * day, -10 * day, -40 * day}).Draw(t, "later")),
			Bots: []string{"a", "demobot1"},
		}
		want := map[string]map[string]chatlayer.EventDefinition{}
		for _, bot := range ask.Bots {
			want[bot] = defined(t, w, bot, ask.Now)
		}
		var names []string
		for {
			ask.Limit = rapid.IntRange(1, 8).Draw(t, "limit")
			page, err := chatlayerworld.ListDefinitions(context.Background(), w, ask)
			require.NoError(t, err)
			require.LessOrEqual(t, len(page.Definitions), ask.Limit)
			for i, d := range page.Definitions {
				names = append(names, d.BotID+" "+d.Event)
				wanted, seen := want[d.BotID][d.Event]
				description, is := created[d.BotID+d.Event]
				if delete(created, d.BotID+d.Event); is {
					wanted.CreatedAt = noon()
				}
				require.True(t, seen || is)
				require.Equal(t, description, d.Description)
				require.Equal(t, wanted.CreatedAt, d.CreatedAt, d.Event)
				require.Equal(t, wanted.LastSeenAt, d.LastSeenAt, d.Event)
				require.Equal(t, wanted.Volume30Day, d.Volume30Day, d.Event)
				require.Equal(t, chatlayerworld.DefinitionID(d.BotID, d.Event), d.ID)
				delete(want[d.BotID], d.Event)
				if i > 0 {
					continue
				}
				event, there, err := chatlayerworld.EventOf(context.Background(), w, d.BotID, d.ID)
				require.NoError(t, err)
				require.True(t, there)
				require.Equal(t, d.Event, event)
			}
			if !page.More {
				break
			}
			ask.After = page.Last
		}
		for _, left := range want {
			require.Empty(t, slices.Collect(maps.Keys(left)))
		}
		delete(created, "a")
		delete(created, "demobot1")
		require.Empty(t, created)
		require.Len(t, slices.Compact(slices.Clone(names)), len(names), "each comes once")
		short := slices.DeleteFunc(names, func(name string) bool { return len(name) > 1000 })
		require.True(t, slices.IsSorted(short), names)
	})
}

// TestValuesAreThoseOfAllEvents compares the values of an attribute with a walk over all events.
func TestValuesAreThoseOfAllEvents(t *testing.T) {
	library := world.NewLibrary()
	rapid.Check(t, func(t *rapid.T) {
		w, _ := drawWorld(t, library)
		attribute := rapid.SampledFrom([]string{"flow", "input", "none", ""}).Draw(t, "attribute")
		holding, most := rapid.SampledFrom([]string{"", "o", "OR", "é"}).Draw(t, "holding"), rapid.IntRange(1, 12).Draw(t, "most")
		want := map[string]bool{}
		for _, e := range everything(t, w, "demobot1") {
			value, there := e.Attributes[attribute]
			if there && strings.Contains(strings.ToLower(value), strings.ToLower(holding)) {
				want[value] = true
			}
		}
		all := slices.Sorted(maps.Keys(want))
		got, err := chatlayerworld.AttributeValues(context.Background(), w, "demobot1", attribute, holding, most)
		require.NoError(t, err)
		require.Equal(t, all[:min(most, len(all))], got)
	})
}

// TestFunnelsCountAllEvents compares funnels with those that are told of all events one by one.
func TestFunnelsCountAllEvents(t *testing.T) {
	library := world.NewLibrary()
	rapid.Check(t, func(t *rapid.T) {
		w, _ := drawWorld(t, library)
		ask := chatlayerworld.Funnel{
			Bot: "demobot1", Version: rapid.SampledFrom([]string{"LIVE", "LIVE", "DRAFT"}).Draw(t, "version"),
			Start: noon().Add(-rapid.SampledFrom([]time.Duration{31, 7, 0}).Draw(t, "start") * day), End: noon().Add(1),
			Strict: rapid.Bool().Draw(t, "strict"), Breakdown: rapid.SampledFrom([]string{"", "flow", "language"}).Draw(t, "breakdown"),
		}
		for range rapid.IntRange(1, 3).Draw(t, "steps") {
			step := chatlayerworld.FunnelStep{
				Event: rapid.SampledFrom([]string{"x", "step_entered", "conversation_started", "flow_completed"}).Draw(t, "step"),
			}
			if rapid.IntRange(0, 3).Draw(t, "filtered") == 0 {
				step.Attributes = []eventstore.Condition{{Key: "flow", Op: eventstore.NoneOf, Values: []string{"order_status"}}}
			}
			ask.Steps = append(ask.Steps, step)
		}
		want := funnel.New(funnel.Options{Steps: len(ask.Steps), Strict: ask.Strict})
		for _, e := range everything(t, w, ask.Bot) {
			if e.UserID == "" || e.Version != ask.Version || e.Timestamp.Before(ask.Start) || !e.Timestamp.Before(ask.End) {
				continue
			}
			var is funnel.Steps
			for i, step := range ask.Steps {
				if e.Event == step.Event && (step.Attributes == nil || e.Attributes["flow"] != "order_status") {
					is |= 1 << i
				}
			}
			require.NoError(t, want.Add(e.UserID, is, func() string { return e.Attributes[ask.Breakdown] }))
		}
		got, err := chatlayerworld.CountFunnel(context.Background(), w, ask)
		require.NoError(t, err)
		require.Equal(t, want.Cohorts(), got)
	})
}

// TestTiesInFunnelsAreInTheOrderOfLists tracks an event at the instant of a seeded one, which is listed before or behind it.
func TestTiesInFunnelsAreInTheOrderOfLists(t *testing.T) {
	w := newWorld(t, world.Options{EventsPerBot: 20})
	all := everything(t, w, "demobot1")
	like := all[slices.IndexFunc(all, func(e fixtures.ChatlayerEvent) bool { return e.Version == "LIVE" })]
	for i, id := range []string{"0", "z"} {
		event := chatlayer.TrackingEvent{
			ID: id, BotID: "demobot1", Event: "tied " + id, Version: "LIVE", UserID: like.UserID, Timestamp: like.Timestamp,
		}
		_, err := chatlayerworld.Track{Team: "demo-team", Event: fixtures.ChatlayerEvent{TrackingEvent: event}}.ApplyTo(w)
		require.NoError(t, err)
		got, err := chatlayerworld.CountFunnel(t.Context(), w, chatlayerworld.Funnel{
			Bot: "demobot1", Version: "LIVE", Start: like.Timestamp, End: like.Timestamp.Add(1),
			Steps: []chatlayerworld.FunnelStep{{Event: like.Event}, {Event: event.Event}},
		})
		require.NoError(t, err)
		require.Equal(t, []funnel.Cohort{{Counts: []int{1, i}}}, got)
	}
}

// TestABillionEventsAreDefined asks for what is told of events as a whole where nobody could go through them.
func TestABillionEventsAreDefined(t *testing.T) {
	w := newWorld(t, world.Options{EventsPerBot: fixtures.MaxEvents})
	ask := chatlayerworld.Definitions{Now: noon(), Bots: []string{"demobot1"}, Limit: 100}
	page, err := chatlayerworld.ListDefinitions(t.Context(), w, ask)
	require.NoError(t, err)
	volume := 0
	for _, d := range page.Definitions {
		volume += int(d.Volume30Day)
	}
	require.Equal(t, fixtures.MaxEvents, volume)
	values, err := chatlayerworld.AttributeValues(t.Context(), w, "demobot1", "flow", "", 100)
	require.NoError(t, err)
	require.Contains(t, values, "order_status")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := chatlayerworld.CountFunnel(ctx, w, chatlayerworld.Funnel{
			Bot: "demobot1", Version: "LIVE", Start: noon().Add(-30 * day), End: noon(),
			Steps: []chatlayerworld.FunnelStep{{Event: "nobody does this"}},
		})
		ended <- err
	}()
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
}
