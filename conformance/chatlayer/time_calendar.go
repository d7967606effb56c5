package chatlayer

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// lateEdges are the last midnight and a full hour of the run's own time, for targets that keep no older events and for those that
// answer no longer windows.
func lateEdges(s *session) []edgeOfTime {
	const reach = 25 * time.Minute
	hour := s.base.Truncate(time.Hour).Add(4 * time.Hour)
	if hour.Hour() == 0 {
		hour = hour.Add(time.Hour)
	}
	return []edgeOfTime{{s.began.Add(-time.Hour).Truncate(24 * time.Hour), reach}, {hour, reach}}
}

var timeCalendar = conformance.Check{
	ID:          "chatlayer.time.calendar",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-TIME-1"},
	Title:       "Windows cut at midnight, full hours, leap days, year ends and changes of clocks hold what lies in them.",
	Operations:  append(listing(), "TrackEvent"),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"cuts": 4, "events": 4},
	Run:         with(calendar),
}

// calendar puts an event before, on and behind each edge and cuts windows there.
func calendar(ctx context.Context, p *probe) {
	if !p.s.honoured {
		p.NotApplicable("the target dates events itself, so none can be put at an edge of the calendar")
	}
	late, old := lateEdges(p.s), calendarEdges()
	var routes []Query
	for _, e := range late {
		routes = append(routes, e.around(p.s.names.of("edge")))
	}
	known := append(trackEdges(ctx, p, late, routes), slices.DeleteFunc(p.trackOldEdges(ctx), func(k *Known) bool {
		return k.when().Sub(k.Sent.At).Abs() >= time.Second
	})...)
	none := func(e edgeOfTime) bool { return len(dueIn(e.around(""), known)) == 0 }
	if late, old = slices.DeleteFunc(late, none), slices.DeleteFunc(old, none); len(late)+len(old) == 0 {
		p.NotApplicable("none of the events at edges of the calendar is listed where it was put")
	}
	for _, op := range p.everyList() {
		for _, e := range late {
			cutsAtEdge(ctx, p, op, e, known)
			cutAt(ctx, p, op, e, e.at.Add(-e.reach), e.at.Add(-time.Millisecond), known)
		}
		for i, e := range old {
			if op == get || i%2 == 1 {
				cutsAtEdge(ctx, p, op, e, known)
			}
		}
	}
}

// cutsAtEdge asks for what lies before and behind an edge.
func cutsAtEdge(ctx context.Context, p *probe, op string, e edgeOfTime, known []*Known) {
	cutAt(ctx, p, op, e, e.at.Add(-e.reach), e.at, known)
	cutAt(ctx, p, op, e, e.at, e.at.Add(e.reach), known)
}

func cutAt(ctx context.Context, p *probe, op string, e edgeOfTime, from, to time.Time, known []*Known) {
	q := Query{Op: op, User: p.s.names.of("edge"), Start: bound(from), End: bound(to), Size: 100}
	walk := p.WholeWalk(ctx, q)
	if op == team && p.s.eventual.Load() && len(p.s.compare(walk, known).missing) > 0 {
		p.settle(ctx, []Query{e.around(q.User).on(team)}, nil, dueIn(q, known))
		walk = p.WholeWalk(ctx, q)
	}
	p.Hold(ctx, walk, known, called(op)+" cut at "+e.at.Format("2006-01-02 15:04"))
	p.Saw("events", p.s.countKnown(walk))
	p.Saw("cuts", 1)
}

// dueIn returns the known events that a query must show.
func dueIn(q Query, known []*Known) []*Known {
	from, to := instants(q)
	return slices.DeleteFunc(slices.Clone(known), func(k *Known) bool { return !k.matches(q, from, to) })
}
