package eventstore_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// model is the store's specification: a plain slice, looked through from one end to the other.
type model struct {
	events []eventstore.Event
}

func (m *model) add(e eventstore.Event) bool {
	for _, have := range m.events {
		if have.Stream == e.Stream && have.ID == e.ID {
			return false
		}
	}
	m.events = append(m.events, e)
	slices.SortStableFunc(m.events, func(a, b eventstore.Event) int { return positionOf(a).Compare(positionOf(b)) })
	return true
}

func positionOf(e eventstore.Event) eventstore.Position {
	return eventstore.Position{Time: e.Time, Stream: e.Stream, ID: e.ID}
}

func (m *model) list(q eventstore.Query) []string {
	found := []string{}
	for _, e := range m.find(q) {
		found = append(found, e.Payload)
	}
	return found
}

func (m *model) find(q eventstore.Query) (found []eventstore.Event) {
	for _, e := range m.events {
		in := !e.Time.Before(q.Start) && e.Time.Before(q.End)
		for _, a := range q.Among {
			in = in && slices.Contains(a.Values, e.Values[slices.Index(fields, a.Field)])
		}
		for _, w := range q.Where {
			in = in && e.Values[slices.Index(fields, w.Field)] == w.Value
		}
		for _, c := range q.Labels {
			in = in && modelHolds(c, e.Labels)
		}
		if in {
			found = append(found, e)
		}
	}
	return found
}

func modelHolds(c eventstore.Condition, labels []eventstore.Label) bool {
	got, there := "", false
	for _, l := range labels {
		if l.Name == c.Key {
			got, there = l.Value, true
		}
	}
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

// tick is a whole millisecond, or one with a nanosecond more.
func tick(n int) time.Time {
	return base.Add(time.Duration(n/2)*time.Millisecond + time.Duration(n%2))
}

// long is a text that is not kept beside a payload in which it stands.
var long = strings.Repeat("b", 300)

func drawEvent(t *rapid.T, n int) eventstore.Event {
	value := rapid.SampledFrom([]string{"", "a", "b", long})
	var labels []eventstore.Label
	for _, name := range []string{"", long, "flow", "step"} {
		if rapid.Bool().Draw(t, "labelled") {
			labels = append(labels, eventstore.Label{Name: name, Value: rapid.SampledFrom([]string{"", "ab", "b", long}).Draw(t, name)})
		}
	}
	id := rapid.SampledFrom([]string{"id", "identical"}).Draw(t, "prefix") + strconv.Itoa(rapid.IntRange(0, 100).Draw(t, "id"))
	return eventstore.Event{
		Stream:  rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "stream"),
		ID:      id,
		Time:    tick(rapid.IntRange(0, 5).Draw(t, "tick")), // few instants, so ties are the rule
		Values:  []string{value.Draw(t, "user"), value.Draw(t, "event")},
		Labels:  labels,
		Payload: fmt.Sprint(n, rapid.SampledFrom([]string{" of " + id, "", " with " + long}).Draw(t, "payload")),
		Note:    rapid.SampledFrom([]string{"", "", fmt.Sprint("note ", n), long, strings.Repeat("n", 2000)}).Draw(t, "note"),
	}
}

func drawQuery(t *rapid.T) eventstore.Query {
	q := eventstore.Query{Start: tick(rapid.IntRange(-1, 6).Draw(t, "start")), End: tick(rapid.IntRange(-1, 7).Draw(t, "end"))}
	for _, f := range fields {
		if rapid.Bool().Draw(t, "where "+f) {
			q.Where = append(q.Where, eventstore.Equal{Field: f, Value: rapid.SampledFrom([]string{"", "a", "b", long}).Draw(t, f)})
		}
	}
	if rapid.Bool().Draw(t, "among") {
		values := rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "z"}), 0, 3)
		q.Among = []eventstore.Among{{Field: "user", Values: values.Draw(t, "which")}}
	}
	for range rapid.IntRange(0, 2).Draw(t, "conditions") {
		q.Labels = append(q.Labels, eventstore.Condition{
			Key:    rapid.SampledFrom([]string{"flow", "step", "none", "", long}).Draw(t, "key"),
			Op:     eventstore.Op(rapid.IntRange(0, 4).Draw(t, "op")),
			Values: rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "ab", "b", "c", "d", "e", "f", "g", long}), 0, 10).Draw(t, "values"),
		})
	}
	return q
}

// TestStoreAgreesWithAPlainSlice walks random queries in random page sizes, while events keep arriving, beside a model. Stores of
// several sizes make segments and merge them, of few events and of many.
func TestStoreAgreesWithAPlainSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{}
		recent, fan := rapid.SampledFrom([]int{1, 3, 40}).Draw(t, "recent"), rapid.IntRange(2, 4).Draw(t, "fan")
		segment := rapid.SampledFrom([]int{1, 5, 100}).Draw(t, "segment")
		store := eventstore.NewSized(recent, segment, fan, fields...)
		add := func(n int) (e eventstore.Event, added bool) {
			e = drawEvent(t, n)
			added = store.Add(e)
			require.Equal(t, m.add(e), added, "the same id twice is one event")
			return e, added
		}
		for n := range rapid.IntRange(0, 150).Draw(t, "before") {
			add(n)
		}
		q := drawQuery(t)
		before := m.list(q)
		var got, ahead []string
		for page := 0; ; page++ {
			q.Limit = rapid.IntRange(1, 7).Draw(t, "limit")
			p := list(q, store)
			require.LessOrEqual(t, len(p.Payloads), q.Limit)
			got = append(got, p.Payloads...)
			if !p.More {
				break
			}
			q.After = p.Last
			if rapid.Bool().Draw(t, "arrival") {
				if e, added := add(1000 + page); added && positionOf(e).Compare(p.Last) > 0 {
					ahead = append(ahead, e.Payload)
				}
			}
		}
		after := m.list(q)
		old := slices.DeleteFunc(slices.Clone(got),
			func(p string) bool { return strings.HasPrefix(p, "1") && len(strings.Fields(p)[0]) == 4 })
		require.Equal(t, before, append([]string{}, old...), "what was there before the walk comes exactly once and in order")
		require.Subset(t, after, got, "nothing comes that is not in the store")
		for _, payload := range ahead {
			require.Equal(t, slices.Contains(after, payload), slices.Contains(got, payload), "what arrives ahead appears")
		}
		for _, e := range m.events {
			require.True(t, store.Has(e.Stream, e.ID))
		}
		require.False(t, store.Has("x", "none"))
		require.Equal(t, len(m.events), store.Len())
		all := []eventstore.Kept{}
		for e := range store.All {
			all = append(all, e)
		}
		want := []eventstore.Kept{}
		for _, e := range m.events {
			want = append(want, eventstore.Kept{Position: positionOf(e), Payload: e.Payload, Note: e.Note})
		}
		require.Equal(t, want, all)
	})
}
