package chatlayer

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// mostSkew is how far a stamp may be from the answer's Date header.
const mostSkew = 10 * time.Minute

// stampedNow tracks an event without a time and wants to see it dated near the Date header of the answer.
func stampedNow(ctx context.Context, p *probe) {
	k, x := p.Track(ctx, Sent{Version: "LIVE", Event: p.s.names.of("stamped-now"), User: p.s.names.of("stamped-now"), Conversation: p.s.names.of("stamped-now")})
	if k == nil {
		p.NotApplicable("an event without a time is refused with status %d", x.Status)
	}
	date, err := http.ParseTime(x.Header.Get("Date"))
	if err != nil {
		p.NotApplicable("the answer has no Date header to compare with")
	}
	from, to := p.s.present()
	route := Query{User: k.User, Start: bound(from), End: bound(to), Size: 100}
	elsewhere := func([]*Known) []Query { // a day at a time, because nobody says how long a window may be
		var days []Query
		for i := range 3 {
			end := to.Add(-time.Duration(i) * 20 * time.Hour)
			days = append(days, Query{User: k.User, Start: bound(end.Add(-20 * time.Hour)), End: bound(end), Size: 100})
		}
		return append(days, Query{User: k.User, Start: bound(to), End: bound(to.Add(20 * time.Hour)), Size: 100})
	}
	if lost, _ := p.settle(ctx, []Query{route}, elsewhere, []*Known{k}); len(lost) > 0 {
		p.Inconclusive("an event that was tracked without a time is not listed within two days of the answer")
	}
	p.Saw("stamps", 1)
	if off := k.when().Sub(date); off.Abs() > mostSkew {
		p.Fail(conformance.Failure{
			Message:  fmt.Sprintf("an event that was tracked without a time is dated %s away from the answer's own Date", off.Abs()),
			Expected: "a timestamp within 10 minutes of " + bound(date), Got: k.Listed.Timestamp, Exchanges: []*wire.Exchange{x},
		})
	}
}

// calendarEdges are instants at which careless arithmetic with calendars goes wrong: midnight around a leap day, the year's
// end, and the hours in which clocks change in Europe and America.
func calendarEdges() []time.Time {
	return []time.Time{
		time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 3, 30, 1, 0, 0, 0, time.UTC),
		time.Date(2025, 10, 26, 1, 0, 0, 0, time.UTC), time.Date(2025, 3, 9, 7, 0, 0, 0, time.UTC), time.Date(2025, 11, 2, 6, 0, 0, 0, time.UTC),
	}
}

// calendar puts an event before, on and behind each edge and cuts windows there.
func calendar(ctx context.Context, p *probe) {
	if !p.s.honoured {
		p.NotApplicable("the target dates events itself, so none can be put at an edge of the calendar")
	}
	known := p.trackEdges(ctx)
	for _, op := range p.everyList() {
		for i, at := range calendarEdges() {
			if op == get || i%2 == 1 {
				p.cutsAtEdge(ctx, op, at, known)
			}
		}
	}
}

// trackEdges returns the events that are listed where they were put. How old an event may be nobody documents, so others
// are left out.
func (p *probe) trackEdges(ctx context.Context) []*Known {
	var tracked []*Known
	for _, at := range calendarEdges() {
		for _, offset := range []time.Duration{-time.Millisecond, 0, 12 * time.Hour} {
			k, x := p.Track(ctx, Sent{Version: "LIVE", Event: p.s.names.of("edge"), User: p.s.names.of("edge"), At: at.Add(offset)})
			if k == nil && !x.Refused() {
				p.Inconclusive("an event could not be tracked: %s", gist(x))
			}
			if k != nil {
				tracked = append(tracked, k)
			}
		}
	}
	from, to := p.s.span(tracked)
	lost, _ := p.settle(ctx, []Query{{User: p.s.names.of("edge"), Start: bound(from.Add(-time.Hour)), End: bound(to.Add(time.Hour)), Size: 100}}, nil, tracked)
	p.sameHours(tracked)
	known := slices.DeleteFunc(tracked, func(k *Known) bool { return slices.Contains(lost, k) || k.when().Sub(k.Sent.At).Abs() >= time.Second })
	if len(known) < len(calendarEdges()) {
		p.NotApplicable("only %d of the events that lie years back are listed where they were put", len(known))
	}
	return known
}

// sameHours fails the check if some events are exactly an hour off and others are where they were put, which is what a change of
// clocks does. How exactly old timestamps are kept nobody documents, so nothing else counts.
func (p *probe) sameHours(tracked []*Known) {
	exact := slices.ContainsFunc(tracked, func(k *Known) bool { return k.Seen && k.when().Equal(k.At) })
	for _, k := range tracked {
		if exact && k.Seen && k.when().Sub(k.At).Abs() == time.Hour {
			p.Fail(conformance.Failure{
				Message: "an event is listed an hour away from where it was put, and others are not", Expected: bound(k.At), Got: k.Listed.Timestamp,
				Exchanges: p.s.exchangesOf(p.Traffic(), k),
			})
		}
	}
}

// cutsAtEdge asks for the days before and behind an edge.
func (p *probe) cutsAtEdge(ctx context.Context, op string, at time.Time, known []*Known) {
	day := 24 * time.Hour
	for _, w := range [][2]time.Time{{at.Add(-day), at}, {at, at.Add(day)}} {
		q := Query{Op: op, User: p.s.names.of("edge"), Start: bound(w[0]), End: bound(w[1]), Size: 100}
		walk := p.WholeWalk(ctx, q)
		if op == team && p.s.eventual.Load() && len(p.s.compare(walk, known).missing) > 0 {
			p.settle(ctx, []Query{{Op: team, User: q.User, Start: bound(at.Add(-2 * day)), End: bound(at.Add(2 * day)), Size: 100}}, nil, p.within(q, known))
			walk = p.WholeWalk(ctx, q)
		}
		p.Hold(ctx, walk, known, called(op)+" cut at "+at.Format("2006-01-02 15:04"))
		p.Saw("events", p.s.countKnown(walk))
		p.Saw("cuts", 1)
	}
}

// within returns the known events that a query must show.
func (p *probe) within(q Query, known []*Known) []*Known {
	from, to := instants(q)
	return slices.DeleteFunc(slices.Clone(known), func(k *Known) bool { return !k.matches(q, from, to) })
}
