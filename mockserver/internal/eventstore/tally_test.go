package eventstore_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// tally is that of a plain slice.
func (m *model) tally(q eventstore.Query, by eventstore.By) map[string]eventstore.Tally {
	all := map[string]eventstore.Tally{}
	count := func(value string, e eventstore.Event) {
		t := all[value]
		t.Value = value
		t.Add(eventstore.Tally{Count: 1, First: e.Time, Last: e.Time})
		all[value] = t
	}
	for _, e := range m.find(q) {
		for i, field := range fields {
			if field == by.Field {
				count(e.Values[i], e)
			}
		}
		for _, l := range e.Labels {
			if by.Field == "" && l.Name == by.Label {
				count(l.Value, e)
			}
		}
	}
	return all
}

// TestValuesAreCountedAsAPlainSliceWould asks stores of several sizes for the values of fields and of labels, and walks through all.
func TestValuesAreCountedAsAPlainSliceWould(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{}
		store := eventstore.NewSized(rapid.SampledFrom([]int{1, 3, 40}).Draw(t, "recent"),
			rapid.SampledFrom([]int{1, 5, 100}).Draw(t, "segment"), rapid.IntRange(2, 4).Draw(t, "fan"), fields...)
		for n := range rapid.IntRange(0, 150).Draw(t, "events") {
			e := drawEvent(t, n)
			m.add(e)
			store.Add(e)
		}
		for range 3 {
			q := drawQuery(t)
			for _, by := range []eventstore.By{
				{Field: "event"}, {Field: "user"}, {Field: "none"}, {Label: "flow"}, {Label: ""}, {Label: long},
			} {
				got := map[string]eventstore.Tally{}
				require.NoError(t, store.Tally(t.Context(), q, by, func(part eventstore.Tally) error {
					whole := got[part.Value]
					whole.Value = part.Value
					whole.Add(part)
					got[part.Value] = whole
					return nil
				}))
				require.Equal(t, m.tally(q, by), got, by)
			}
			walked := []string{}
			require.NoError(t, eventstore.Walk(t.Context(), q, func(c eventstore.Cursor, _ eventstore.Spend) error {
				walked = append(walked, c.Payload())
				return nil
			}, store, eventstore.New(fields...)))
			require.Equal(t, m.list(q), walked)
		}
	})
}

// TestACountEnds has an error of each kind.
func TestACountEnds(t *testing.T) {
	store := eventstore.NewSized(3, 5, 2, fields...)
	for n := range 20 {
		store.Add(eventstore.Event{ID: string(rune('a' + n)), Time: tick(n), Values: []string{"u", "e"}})
	}
	q, enough := eventstore.Query{Start: tick(0), End: tick(100)}, errors.New("enough")
	parts, events := 0, 0
	stop := func(eventstore.Tally) error { parts++; return enough }
	require.ErrorIs(t, store.Tally(t.Context(), q, eventstore.By{Field: "event"}, stop), enough)
	require.Equal(t, 1, parts)
	visit := func(eventstore.Cursor, eventstore.Spend) error { events++; return enough }
	require.ErrorIs(t, eventstore.Walk(t.Context(), q, visit, store), enough)
	require.Equal(t, 1, events)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	none := func(eventstore.Tally) error { panic("nothing is told") }
	require.ErrorIs(t, store.Tally(ctx, q, eventstore.By{Field: "event"}, none), context.Canceled)
	require.ErrorIs(t, eventstore.Walk(ctx, q, nil, store), context.Canceled)
}
