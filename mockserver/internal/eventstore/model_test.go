package eventstore_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// model is the store's specification: a plain slice, looked through from one end to the other.
type model struct {
	events []modelEvent
}

type modelEvent struct {
	stream string
	eventstore.Event[int]
}

func (m *model) add(stream string, e eventstore.Event[int]) bool {
	for _, have := range m.events {
		if have.stream == stream && have.ID == e.ID {
			return false
		}
	}
	m.events = append(m.events, modelEvent{stream, e})
	slices.SortStableFunc(m.events, func(a, b modelEvent) int {
		if c := a.Time.Compare(b.Time); c != 0 {
			return c
		}
		return strings.Compare(a.ID+"\x00"+a.stream, b.ID+"\x00"+b.stream)
	})
	return true
}

func (m *model) list(q eventstore.Query, streams ...string) []int {
	found := []int{}
	for _, e := range m.events {
		in := !e.Time.Before(q.Start) && e.Time.Before(q.End) && slices.Contains(streams, e.stream)
		for _, w := range q.Where {
			in = in && e.Values[slices.Index(fields, w.Field)] == w.Value
		}
		for _, c := range q.Labels {
			in = in && modelHolds(c, e.Labels)
		}
		if in {
			found = append(found, e.Payload)
		}
	}
	return found
}

func modelHolds(c eventstore.Condition, labels map[string]string) bool {
	got, there := labels[c.Key]
	equal, within := false, false
	for _, v := range c.Values {
		equal = equal || there && v == got
		within = within || there && strings.Contains(got, v)
	}
	return map[eventstore.Op]bool{
		eventstore.OneOf: equal, eventstore.NoneOf: !equal, eventstore.Contains: within,
		eventstore.Exists: there, eventstore.Absent: !there,
	}[c.Op]
}

var (
	fields = []string{"user", "event"}
	base   = time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
)

func tick(n int) time.Time { return base.Add(time.Duration(n) * time.Nanosecond) }

func drawEvent(t *rapid.T, n int) eventstore.Event[int] {
	value := rapid.SampledFrom([]string{"", "a", "b", "c"})
	labels := map[string]string{}
	if rapid.Bool().Draw(t, "labelled") {
		labels["flow"] = rapid.SampledFrom([]string{"", "ab", "b"}).Draw(t, "flow")
	}
	return eventstore.Event[int]{
		ID:      fmt.Sprintf("id%d", rapid.IntRange(0, 40).Draw(t, "id")),
		Time:    tick(rapid.IntRange(0, 5).Draw(t, "tick")), // few instants, so ties are the rule
		Values:  []string{value.Draw(t, "user"), value.Draw(t, "event")},
		Labels:  labels,
		Payload: n,
	}
}

func drawQuery(t *rapid.T) eventstore.Query {
	q := eventstore.Query{Start: tick(rapid.IntRange(-1, 6).Draw(t, "start")), End: tick(rapid.IntRange(-1, 7).Draw(t, "end"))}
	for _, f := range fields {
		if rapid.Bool().Draw(t, "where "+f) {
			q.Where = append(q.Where, eventstore.Equal{Field: f, Value: rapid.SampledFrom([]string{"", "a", "b", "z"}).Draw(t, f)})
		}
	}
	if rapid.Bool().Draw(t, "condition") {
		q.Labels = append(q.Labels, eventstore.Condition{
			Key:    "flow",
			Op:     eventstore.Op(rapid.IntRange(0, 4).Draw(t, "op")),
			Values: rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "ab", "b"}), 0, 2).Draw(t, "values"),
		})
	}
	return q
}

// drawMade draws a stream whose events are made on the way, and tells the model of them.
func drawMade(t *rapid.T, m *model) *eventstore.Made[int] {
	for n := range rapid.IntRange(0, 30).Draw(t, "made") {
		m.add("made", drawEvent(t, 100+n))
	}
	return madeOf(m)
}

func madeOf(m *model) *eventstore.Made[int] {
	return &eventstore.Made[int]{Stream: "made", Fields: fields, From: func(at time.Time) iter.Seq[eventstore.Event[int]] {
		return func(yield func(eventstore.Event[int]) bool) {
			for _, e := range m.events {
				if e.stream == "made" && !e.Time.Before(at) && !yield(e.Event) {
					return
				}
			}
		}
	}}
}

// TestStoreAgreesWithAPlainSlice walks random queries in random page sizes, while events keep arriving, beside a model.
func TestStoreAgreesWithAPlainSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{}
		stores := map[string]*eventstore.Store[int]{"x": eventstore.New[int]("x", fields...), "y": eventstore.New[int]("y", fields...)}
		add := func(n int) {
			stream := rapid.SampledFrom([]string{"x", "y"}).Draw(t, "stream")
			e := drawEvent(t, n)
			_, added := stores[stream].Add(e)
			require.Equal(t, m.add(stream, e), added, "the same id twice is one event")
		}
		for n := range rapid.IntRange(0, 60).Draw(t, "before") {
			add(n)
		}
		made := drawMade(t, m)
		q := drawQuery(t)
		before := m.list(q, "x", "y", "made")
		got := []int{}
		for page := 0; ; page++ {
			q.Limit = rapid.IntRange(1, 7).Draw(t, "limit")
			p := list(q, rapid.Permutation([]eventstore.Source[int]{stores["x"], stores["y"], made}).Draw(t, "sources")...)
			require.LessOrEqual(t, len(p.Events), q.Limit)
			for _, e := range p.Events {
				got = append(got, e.Payload)
			}
			if !p.More {
				break
			}
			q.After = p.Last
			if rapid.Bool().Draw(t, "arrival") {
				add(1000 + page)
			}
		}
		after := m.list(q, "x", "y", "made")
		old := slices.DeleteFunc(slices.Clone(got), func(n int) bool { return n >= 1000 })
		require.Equal(t, before, old, "what was there before the walk comes exactly once and in order")
		require.Subset(t, after, got, "nothing comes that is not in the store")
	})
}
