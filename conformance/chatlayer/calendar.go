package chatlayer

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// edgeOfTime is an instant at which careless arithmetic goes wrong, with how far the windows around it reach.
type edgeOfTime struct {
	at    time.Time
	reach time.Duration
}

// calendarEdges are midnights around a leap day, the year's end, and the hours in which clocks change in Europe and America.
func calendarEdges() []edgeOfTime {
	var edges []edgeOfTime
	for _, at := range []time.Time{
		time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 3, 30, 1, 0, 0, 0, time.UTC),
		time.Date(2025, 10, 26, 1, 0, 0, 0, time.UTC), time.Date(2025, 3, 9, 7, 0, 0, 0, time.UTC), time.Date(2025, 11, 2, 6, 0, 0, 0, time.UTC),
	} {
		edges = append(edges, edgeOfTime{at, 24 * time.Hour})
	}
	return edges
}

// around is the window that the events of an edge lie in.
func (e edgeOfTime) around(user string) Query {
	return Query{User: user, Start: bound(e.at.Add(-e.reach)), End: bound(e.at.Add(e.reach)), Size: 100}
}

// trackOldEdges returns events at the edges of other years, wherever the target has put them. Two checks look at them.
func (p *probe) trackOldEdges(ctx context.Context) []*Known {
	return slices.Clone(*p.s.oldEdges.get(func() *[]*Known {
		known := bringOldEdges(ctx, p, calendarEdges())
		return &known
	}))
}

// misreadYear is how far off an event can be of which a year is misread.
const misreadYear = 400 * 24 * time.Hour

// bringOldEdges leaves the edges of other years out where no window is long enough to look for all of them at once.
func bringOldEdges(ctx context.Context, p *probe, edges []edgeOfTime) []*Known {
	from, to := edges[0].at, edges[0].at
	for _, e := range edges {
		if e.at.After(to) {
			to = e.at
		}
	}
	all := Query{User: p.s.names.of("edge"), Start: bound(from.Add(-misreadYear)), End: bound(to.Add(misreadYear)), Size: 100}
	if page := p.strange(ctx, p.s.wrong(all)); page.Refused() {
		p.Record("a window of some years is refused with status %d", page.X.Status)
		return nil
	}
	return trackEdges(ctx, p, edges, []Query{all})
}

// trackEdges returns the events that are listed. How old an event may be nobody documents, so others are left out.
func trackEdges(ctx context.Context, p *probe, edges []edgeOfTime, routes []Query) []*Known {
	var tracked []*Known
	for _, e := range edges {
		for _, offset := range []time.Duration{-time.Millisecond, 0, e.reach / 2} {
			k, x := p.Track(ctx, Sent{Version: "LIVE", Event: p.s.names.of("edge"), User: p.s.names.of("edge"), At: e.at.Add(offset)})
			if k == nil && !x.Refused() {
				p.Inconclusive("an event could not be tracked: %s", gist(x))
			}
			if k != nil {
				tracked = append(tracked, k)
			}
		}
	}
	lost, _ := p.settle(ctx, routes, nil, tracked)
	return slices.DeleteFunc(tracked, func(k *Known) bool { return slices.Contains(lost, k) })
}

// sameHours fails the check if some events are whole hours off and others are where they were put, which is what a change of clocks, a
// leap day, the end of a month or the year of a week does. How exactly old timestamps are kept nobody documents, so nothing else counts.
func (p *probe) sameHours(tracked []*Known) {
	exact := slices.ContainsFunc(tracked, func(k *Known) bool { return k.Seen && k.when().Equal(k.At) })
	for _, k := range tracked {
		if off := k.when().Sub(k.At).Abs(); exact && k.Seen && off > 0 && off < misreadYear && off%time.Hour == 0 {
			p.Fail(conformance.Failure{
				Message: "an event is listed whole hours away from where it was put, and others are not", Expected: bound(k.At),
				Got:       k.Listed.Timestamp,
				Exchanges: p.s.exchangesOf(p.Traffic(), k),
			})
		}
	}
}
