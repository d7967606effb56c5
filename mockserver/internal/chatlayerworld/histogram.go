package chatlayerworld

import (
	"context"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// Histogram counts the events of the bots that answer q, whatever its After and its Limit, in at most so many parts of the time in which
// there are some. It takes about as long however many are seeded. The error is that of ctx.
func Histogram(ctx context.Context, w *world.World, q eventstore.Query, most int, bots ...string) ([]world.Part, error) {
	if len(bots) == 0 {
		return nil, nil
	}
	st := of(w)
	q.After = eventstore.Position{}
	h := histogram{ctx: ctx, Query: q}
	for _, store := range st.written {
		if !store.Empty() {
			h.written = append(h.written, written{Store: store, bots: bots, team: st.teams.having(bots)})
		}
	}
	var err error
	if h.seeded, err = st.seeded().timeline(bots, &q, func(int) error { return ctx.Err() }); err != nil {
		return nil, err
	}
	from, to, some, err := h.extent()
	if !some || err != nil {
		return nil, err
	}
	return h.parts(from, to, most)
}

// histogram is a query whose events are being counted.
type histogram struct {
	eventstore.Query

	ctx     context.Context
	seeded  *fixtures.Timeline
	written []written
}

// extent is a time outside of which the window has no event, to the first and behind the last of what was written; false if there is none.
func (h *histogram) extent() (from, to time.Time, some bool, err error) {
	whole, err := h.tally()
	if first, is := h.seeded.First(); is && first.Before(h.End) {
		if last, is := h.seeded.Last(h.End.Add(-1)); is && !last.Before(h.Start) {
			whole.Add(eventstore.Tally{Count: 1, First: latest(first, h.Start), Last: last})
		}
	}
	return whole.First, whole.Last.Add(1), whole.Count > 0, err
}

// tally counts what was written.
func (h *histogram) tally() (whole eventstore.Tally, err error) {
	for _, w := range h.written {
		err := w.Tally(h.ctx, w.mine(&h.Query), eventstore.By{Field: fieldBot}, func(part eventstore.Tally) error {
			whole.Add(part)
			return nil
		})
		if err != nil {
			return whole, err
		}
	}
	return whole, nil
}

func (h *histogram) parts(from, to time.Time, most int) ([]world.Part, error) {
	begin, step := grid(from, to, most)
	parts := make([]world.Part, (to.Add(-1).Unix()-begin)/step+1)
	q := h.Query
	q.Start, q.End = from, to // what came meanwhile may be elsewhere
	for _, w := range h.written {
		err := eventstore.Walk(h.ctx, q, func(c eventstore.Cursor, _ eventstore.Spend) error {
			parts[(c.Position().Time.Unix()-begin)/step].Tracked++
			return nil
		}, w)
		if err != nil {
			return nil, err
		}
	}
	for i := range parts {
		p, at := &parts[i], begin+int64(i)*step
		p.From, p.To = latest(time.Unix(at, 0).UTC(), h.Start), time.Unix(at+step, 0).UTC()
		if h.End.Before(p.To) {
			p.To = h.End
		}
		p.Events = p.Tracked + h.seeded.Count(p.From, p.To)
	}
	return withoutEmptyEnds(parts), nil
}

func withoutEmptyEnds(parts []world.Part) []world.Part {
	for len(parts) > 0 && parts[0].Events == 0 {
		parts = parts[1:]
	}
	for len(parts) > 0 && parts[len(parts)-1].Events == 0 {
		parts = parts[:len(parts)-1]
	}
	return parts
}

// grid is where the parts begin and how many seconds each has, so that at most so many cover some time.
func grid(from, to time.Time, most int) (begin, step int64) {
	const minute, hour, day = 60, 60 * 60, 24 * 60 * 60
	first, last := from.Unix(), to.Add(-1).Unix()
	fits := func() bool { return (last-begin)/step < int64(most) }
	for _, step = range []int64{
		1, 2, 5, 10, 15, 30, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute,
		hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day,
	} {
		begin = first - (first%step+step)%step
		if fits() {
			return begin, step
		}
	}
	for !fits() {
		step *= 2
	}
	return begin, step
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
