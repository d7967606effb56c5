package kit

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// CalendarEdge is an instant at which careless arithmetic goes wrong, with how far the windows around it reach.
type CalendarEdge struct {
	At    time.Time
	Reach time.Duration
}

// CalendarEdges are midnights around a leap day, the year's end, and the hours in which clocks change in Europe and America.
func CalendarEdges() []CalendarEdge {
	var edges []CalendarEdge
	for _, at := range []time.Time{
		time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 3, 30, 1, 0, 0, 0, time.UTC),
		time.Date(2025, 10, 26, 1, 0, 0, 0, time.UTC), time.Date(2025, 3, 9, 7, 0, 0, 0, time.UTC),
		time.Date(2025, 11, 2, 6, 0, 0, 0, time.UTC),
	} {
		edges = append(edges, CalendarEdge{at, 24 * time.Hour})
	}
	return edges
}

// List is the window that the events of an edge lie in.
func (e CalendarEdge) List(user string) Query {
	return Query{User: user, Start: Bound(e.At.Add(-e.Reach)), End: Bound(e.At.Add(e.Reach)), Size: 100}
}

// TrackOldEdges returns events at the edges of other years, wherever the target has put them. Two checks look at them.
func (p *Probe) TrackOldEdges(ctx context.Context) []*RunEvent {
	return slices.Clone(*p.oldEdges.Get(func() *[]*RunEvent {
		planted := bringOldEdges(ctx, p, CalendarEdges())
		return &planted
	}))
}

// misreadYear is how far off an event can be of which a year is misread.
const misreadYear = 400 * 24 * time.Hour

// YearsAround lists events of a user from these times, even if their years are misread.
func YearsAround(user string, times []time.Time) Query {
	from, to := slices.MinFunc(times, time.Time.Compare), slices.MaxFunc(times, time.Time.Compare)
	return Query{User: user, Start: Bound(from.Add(-misreadYear)), End: Bound(to.Add(misreadYear)), Size: 100}
}

// bringOldEdges leaves the edges of other years out where no window is long enough to look for all of them at once.
func bringOldEdges(ctx context.Context, p *Probe, edges []CalendarEdge) []*RunEvent {
	var times []time.Time
	for _, e := range edges {
		times = append(times, e.At)
	}
	all := YearsAround(p.Names.Of("edge"), times)
	if page := p.Strange(ctx, p.HostileRequest(all)); page.Declined() {
		p.Record("a window of some years is refused with status %d", page.X.Status)
		return nil
	}
	return TrackEdges(ctx, p, edges, []Query{all})
}

// TrackEdges returns the events that are listed. How old an event may be nobody documents, so others are left out.
func TrackEdges(ctx context.Context, p *Probe, edges []CalendarEdge, routes []Query) []*RunEvent {
	var tracked []*RunEvent
	for _, e := range edges {
		for _, offset := range []time.Duration{-time.Millisecond, 0, e.Reach / 2} {
			k, x := p.Track(ctx, Sent{Version: "LIVE", Event: p.Names.Of("edge"), User: p.Names.Of("edge"), At: e.At.Add(offset)})
			if k == nil && !x.Refused() {
				p.Inconclusive("an event could not be tracked: %s", Gist(x))
			}
			if k != nil {
				tracked = append(tracked, k)
			}
		}
	}
	lost, _ := p.Settle(ctx, routes, nil, tracked)
	return slices.DeleteFunc(tracked, func(k *RunEvent) bool { return slices.Contains(lost, k) })
}

// SameHours fails the check if some events are whole hours off and others are where they were put, which is what a change of clocks, a
// leap day, the end of a month or the year of a week does. How exactly old timestamps are kept nobody documents, so nothing else counts.
func (p *Probe) SameHours(tracked []*RunEvent) {
	exact := slices.ContainsFunc(tracked, func(k *RunEvent) bool { return k.Seen && k.When().Equal(k.At) })
	for _, k := range tracked {
		if off := k.When().Sub(k.At).Abs(); exact && k.Seen && off > 0 && off < misreadYear && off%time.Hour == 0 {
			p.Fail(conformance.Failure{
				Message: "an event is listed whole hours away from where it was put, and others are not", Expected: Bound(k.At),
				Got:       k.Listed.Timestamp,
				Exchanges: p.ExchangesOf(p.Exchanges(), k),
			})
		}
	}
}
