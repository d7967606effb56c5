package eventstore_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// stored is an event like those that a bot has: of one of six names, a thousand users, conversations of six events and 20 flows.
func stored(i int) eventstore.Event {
	random := uint64(i) * 0x9e3779b97f4a7c15 // looks like chance
	event, user := "event-"+strconv.FormatUint(random>>10%6, 10), fmt.Sprintf("user-%03d", random>>20%1000)
	flow, id := fmt.Sprintf("flow-%02d", random>>40%20), fmt.Sprintf("%016x%08x", random, i)
	return eventstore.Event{
		Stream: "bot", ID: id, Time: base.Add(time.Duration(i) * 250 * time.Millisecond),
		Values: []string{"bot", event, fmt.Sprintf("conversation-%d", i/6), user},
		Labels: []eventstore.Label{{"flow", flow}, {"step", strconv.Itoa(i % 9)}},
		Payload: fmt.Sprintf(`{"id":"%s","event":"%s","bot_id":"bot","version":"LIVE","user_id":"%s","conversation_id":"conversation-%d",`+
			`"attributes":{"flow":"%s","step":"%d"},"timestamp":"2026-01-12T09:59:59.123Z"}`, id, event, user, i/6, flow, i%9),
	}
}

func filled(events int) *eventstore.Store {
	s := eventstore.New("bot", "event", "conversation", "user")
	for i := range events {
		s.Add(stored(i))
	}
	return s
}

// pageQueries ask a filled store for a page of 20 from the middle of its time on.
func pageQueries(events int) map[string]eventstore.Query {
	equal := func(field, value string) []eventstore.Equal {
		return []eventstore.Equal{{Field: "bot", Value: "bot"}, {Field: field, Value: value}}
	}
	flow := func(value string) []eventstore.Condition {
		return []eventstore.Condition{{Key: "flow", Values: []string{value}}}
	}
	all := map[string]eventstore.Query{
		"no_filter":           {},
		"event":               {Where: equal("event", "event-3")},
		"user":                {Where: equal("user", "user-007")},
		"conversation":        {Where: equal("conversation", "conversation-"+strconv.Itoa(events/12+1))},
		"attribute":           {Labels: flow("flow-03")},
		"event_and_attribute": {Where: equal("event", "event-3"), Labels: flow("flow-03")},
		"nothing_has_it":      {Labels: flow("flow-99")},
	}
	for name, q := range all {
		q.Start, q.End, q.Limit = base, base.Add(time.Duration(events)*time.Second), 20
		q.After = eventstore.Position{Time: base.Add(time.Duration(events) * 125 * time.Millisecond), Stream: "bot"}
		all[name] = q
	}
	return all
}

func BenchmarkAdd(b *testing.B) {
	s := eventstore.New("bot", "event", "conversation", "user")
	events := make([]eventstore.Event, 0, 1<<16)
	for i := range cap(events) {
		events = append(events, stored(i))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		e := events[i%len(events)]
		e.ID = strconv.Itoa(i)
		s.Add(e)
		i++
	}
}

func BenchmarkPage(b *testing.B) {
	const events = 1_000_000
	s := filled(events)
	for name, q := range pageQueries(events) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := eventstore.List(context.Background(), q, s)
				require.NoError(b, err)
			}
		})
	}
}

// TestAllocationsOfAPage keeps what a page costs from growing unseen: unlike a time, these figures are the same on every machine, and
// hardly depend on how many events there are. There is a little room. Who needs less lowers the numbers.
func TestAllocationsOfAPage(t *testing.T) {
	const events = 50_000
	s := filled(events)
	most := map[string]float64{
		"no_filter": 25, "event": 35, "user": 42, "conversation": 45, "attribute": 30, "event_and_attribute": 39, "nothing_has_it": 30,
	}
	for name, q := range pageQueries(events) {
		t.Run(name, func(t *testing.T) {
			page := func() {
				_, err := eventstore.List(context.Background(), q, s)
				require.NoError(t, err)
			}
			var got float64
			require.Eventually(t, func() bool { // as runs are merged in the background
				got = testing.AllocsPerRun(1, page)
				return got <= most[name]
			}, 20*time.Second, 10*time.Millisecond)
			t.Logf("%v allocations", got)
		})
	}
}
