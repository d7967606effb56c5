package chatlayerworld_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

func noon() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

func newWorld(t require.TestingT, opts world.Options) *world.World {
	opts.APIs = []world.API{chatlayerworld.API()}
	w, err := world.New(opts, noon())
	require.NoError(t, err)
	return w
}

// plain is all seeded events of some bots in the order of lists, from the fixtures.
func plain(t require.TestingT, opts world.Options, bots []string) []fixtures.ChatlayerEvent {
	data, err := fixtures.New(fixtures.Options{Seed: opts.Seed, Scenario: opts.Scenario, Events: opts.EventsPerBot, Now: noon()})
	require.NoError(t, err)
	var all []fixtures.ChatlayerEvent
	for _, bot := range bots {
		all = slices.AppendSeq(all, data.Chatlayer(bot))
	}
	slices.SortFunc(all, func(a, b fixtures.ChatlayerEvent) int {
		return chatlayerworld.PositionOf(a.TrackingEvent).Compare(chatlayerworld.PositionOf(b.TrackingEvent))
	})
	return all
}

// drawQuery draws a query like one of the events, and what it asks for as a plain function.
func drawQuery(t *rapid.T, all []fixtures.ChatlayerEvent) (eventstore.Query, func(fixtures.ChatlayerEvent) bool) {
	like := rapid.SampledFrom(all).Draw(t, "like")
	bound := func(name string) time.Time {
		at := rapid.SampledFrom(all).Draw(t, name).Timestamp
		return at.Add(time.Duration(rapid.SampledFrom([]int{-1, 0, 1}).Draw(t, name+" beside")))
	}
	q := eventstore.Query{Start: bound("start"), End: bound("end")}
	if rapid.Bool().Draw(t, "everything") {
		q.Start, q.End = time.Time{}, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	tests := []func(fixtures.ChatlayerEvent) bool{func(e fixtures.ChatlayerEvent) bool {
		return !e.Timestamp.Before(q.Start) && e.Timestamp.Before(q.End)
	}}
	for field, get := range map[string]func(fixtures.ChatlayerEvent) string{
		chatlayerworld.FieldVersion:      func(e fixtures.ChatlayerEvent) string { return e.Version },
		chatlayerworld.FieldEvent:        func(e fixtures.ChatlayerEvent) string { return e.Event },
		chatlayerworld.FieldUser:         func(e fixtures.ChatlayerEvent) string { return e.UserID },
		chatlayerworld.FieldConversation: func(e fixtures.ChatlayerEvent) string { return e.ConversationID },
	} {
		if rapid.IntRange(0, 3).Draw(t, field) == 0 {
			value := rapid.SampledFrom([]string{get(like), get(like), "x"}).Draw(t, field+" is")
			q.Where = append(q.Where, eventstore.Equal{Field: field, Value: value})
			tests = append(tests, func(e fixtures.ChatlayerEvent) bool { return get(e) == value })
		}
	}
	if rapid.IntRange(0, 9).Draw(t, "unknown field") == 0 {
		q.Where = append(q.Where, eventstore.Equal{Field: "colour", Value: "red"})
		tests = append(tests, func(fixtures.ChatlayerEvent) bool { return false })
	}
	if rapid.Bool().Draw(t, "label") {
		c := eventstore.Condition{
			Key: rapid.SampledFrom([]string{"flow", "input", "x"}).Draw(t, "key"), Op: eventstore.Op(rapid.IntRange(0, 4).Draw(t, "op")),
			Values: []string{like.Attributes["flow"], "e"},
		}
		q.Labels = []eventstore.Condition{c}
		tests = append(tests, func(e fixtures.ChatlayerEvent) bool {
			value, there := e.Attributes[c.Key]
			holds, _ := c.Holds(value, there, func(int) error { return nil })
			return holds
		})
	}
	return q, func(e fixtures.ChatlayerEvent) bool {
		return !slices.ContainsFunc(tests, func(holds func(fixtures.ChatlayerEvent) bool) bool { return !holds(e) })
	}
}

// TestListsFindWhatAWalkWouldFind walks random queries in random page sizes beside the filtered walk over the fixtures.
func TestListsFindWhatAWalkWouldFind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opts := world.Options{
			Seed:         rapid.Uint64Min(1).Draw(t, "seed"),
			Scenario:     rapid.SampledFrom([]string{"busy-month", "quiet-week", "edges", "one-conversation"}).Draw(t, "scenario"),
			EventsPerBot: rapid.SampledFrom([]int{1, 30, 600, 4000}).Draw(t, "events"),
		}
		w := newWorld(t, opts)
		bots := []string{"a", "b", "demobot1"}[:rapid.IntRange(1, 3).Draw(t, "bots")]
		all := plain(t, opts, bots)
		for range 3 {
			q, holds := drawQuery(t, all)
			var want, got []string
			for _, e := range all {
				if holds(e) {
					want = append(want, fmt.Sprint(e.TrackingEvent))
				}
			}
			for {
				q.Limit = rapid.IntRange(1, 2000).Draw(t, "limit")
				page, err := chatlayerworld.List(context.Background(), w, q, bots...)
				require.NoError(t, err)
				for _, payload := range page.Payloads {
					e, err := chatlayerworld.Decode(payload)
					require.NoError(t, err)
					got = append(got, fmt.Sprint(e))
				}
				if !page.More {
					break
				}
				q.After = page.Last
			}
			require.Equal(t, want, got)
		}
	})
}

// TestAPageThatIsKeptEndsWhereTheWindowDoes asks for the page that begins at an event again, in windows that end before, at and behind
// each event of it and the one that follows.
func TestAPageThatIsKeptEndsWhereTheWindowDoes(t *testing.T) {
	opts := world.Options{Seed: 1, Scenario: "edges", EventsPerBot: 600} // with many events at one instant
	w, all := newWorld(t, opts), plain(t, opts, []string{"a"})
	q := eventstore.Query{Start: all[100].Timestamp, Limit: 20}
	all = all[slices.IndexFunc(all, func(e fixtures.ChatlayerEvent) bool { return !e.Timestamp.Before(q.Start) }):]
	list := func(end time.Time) []string {
		t.Helper()
		var want, got []string
		for _, e := range all {
			if e.Timestamp.Before(end) {
				want = append(want, e.ID)
			}
		}
		q.End = end
		page, err := chatlayerworld.List(t.Context(), w, q, "a")
		require.NoError(t, err)
		for _, payload := range page.Payloads {
			e, err := chatlayerworld.Decode(payload)
			require.NoError(t, err)
			got = append(got, e.ID)
		}
		require.Equal(t, want[:min(q.Limit, len(want))], got)
		require.Equal(t, len(want) > q.Limit, page.More)
		return page.Payloads
	}
	first := list(noon())
	require.Same(t, &first[0], &list(noon())[0], "it is kept")
	for _, e := range all[:q.Limit+1] {
		for _, beside := range []time.Duration{-1, 0, 1} {
			list(e.Timestamp.Add(beside))
		}
	}
}

// TestABillionEventsTakeNoRoom lists pages anywhere among as many events as there can be, in lists of every kind.
func TestABillionEventsTakeNoRoom(t *testing.T) {
	w := newWorld(t, world.Options{EventsPerBot: fixtures.MaxEvents})
	span := 29 * 24 * time.Hour
	for i := range 200 {
		q := eventstore.Query{Start: noon().Add(-span / 200 * time.Duration(i+1)), End: noon().Add(time.Hour), Limit: 20}
		page, err := chatlayerworld.List(t.Context(), w, q, "demobot1")
		require.NoError(t, err)
		require.Len(t, page.Payloads, 20)
		e, err := chatlayerworld.Decode(page.Payloads[0])
		require.NoError(t, err)
		require.Less(t, e.Timestamp.Sub(q.Start), time.Minute)
		for field, value := range map[string]string{
			chatlayerworld.FieldUser: e.UserID, chatlayerworld.FieldConversation: e.ConversationID, chatlayerworld.FieldEvent: e.Event,
		} {
			q.Where = []eventstore.Equal{{Field: field, Value: value}}
			page, err := chatlayerworld.List(t.Context(), w, q, "demobot1")
			require.NoError(t, err)
			require.Contains(t, strings.Join(page.Payloads, "\n"), e.ID)
		}
	}
}

// TestASearchEndsWithItsContext has a condition with more values than anybody waits for.
func TestASearchEndsWithItsContext(t *testing.T) {
	w := newWorld(t, world.Options{})
	q := eventstore.Query{Start: noon().Add(-time.Hour), End: noon(), Limit: 20}
	values := slices.Repeat([]string{"nobody says so"}, 10_000_000)
	q.Labels = []eventstore.Condition{{Key: "input", Op: eventstore.Contains, Values: values}}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := chatlayerworld.List(ctx, w, q, "demobot1")
		ended <- err
	}()
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
}
