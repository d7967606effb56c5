package times

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// lateEdges are the last midnight and a full hour of the run's own time, for targets that keep no older events and for those that
// answer no longer windows.
func lateEdges(p *kit.Probe) []kit.CalendarEdge {
	const reach = 25 * time.Minute
	hour := p.Base.Truncate(time.Hour).Add(4 * time.Hour)
	if hour.Hour() == 0 {
		hour = hour.Add(time.Hour)
	}
	return []kit.CalendarEdge{{At: p.Began.Add(-time.Hour).Truncate(24 * time.Hour), Reach: reach}, {At: hour, Reach: reach}}
}

var calendar = conformance.Check{
	ID:          "chatlayer.time.calendar",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-TIME-1"},
	Title:       "Windows cut at midnight, full hours, leap days, year ends and changes of clocks hold what lies in them.",
	Operations:  append(kit.AllLists(), "TrackEvent"),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"cuts": 4, "events": 4},
	Run:         kit.WithPlanted(runCalendar),
}

// runCalendar puts an event before, on and behind each edge and cuts windows there.
func runCalendar(ctx context.Context, p *kit.Probe) {
	if !p.Honoured {
		p.NotApplicable("the target dates events itself, so none can be put at an edge of the calendar")
	}
	late, old := lateEdges(p), kit.CalendarEdges()
	var routes []kit.Query
	for _, e := range late {
		routes = append(routes, e.List(p.Names.Of("edge")))
	}
	planted := append(kit.TrackEdges(ctx, p, late, routes), slices.DeleteFunc(p.TrackOldEdges(ctx), func(k *kit.RunEvent) bool {
		return k.When().Sub(k.Sent.At).Abs() >= time.Second
	})...)
	none := func(e kit.CalendarEdge) bool { return len(dueIn(e.List(""), planted)) == 0 }
	if late, old = slices.DeleteFunc(late, none), slices.DeleteFunc(old, none); len(late)+len(old) == 0 {
		p.NotApplicable("none of the events at edges of the calendar is listed where it was put")
	}
	for _, op := range p.EveryList() {
		for _, e := range late {
			cutsAtEdge(ctx, p, op, e, planted)
			cutAt(ctx, p, op, e, e.At.Add(-e.Reach), e.At.Add(-time.Millisecond), planted)
		}
		for i, e := range old {
			if op == kit.Get || i%2 == 1 {
				cutsAtEdge(ctx, p, op, e, planted)
			}
		}
	}
}

// cutsAtEdge asks for what lies before and behind an edge.
func cutsAtEdge(ctx context.Context, p *kit.Probe, op string, e kit.CalendarEdge, planted []*kit.RunEvent) {
	cutAt(ctx, p, op, e, e.At.Add(-e.Reach), e.At, planted)
	cutAt(ctx, p, op, e, e.At, e.At.Add(e.Reach), planted)
}

func cutAt(ctx context.Context, p *kit.Probe, op string, e kit.CalendarEdge, from, to time.Time, planted []*kit.RunEvent) {
	q := kit.Query{Op: op, User: p.Names.Of("edge"), Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
	walk := p.MustWalk(ctx, q)
	if op == kit.Team && p.Eventual.Load() && len(p.Compare(walk, planted).Missing) > 0 {
		p.Settle(ctx, []kit.Query{e.List(q.User).On(kit.Team)}, nil, dueIn(q, planted))
		walk = p.MustWalk(ctx, q)
	}
	p.Hold(ctx, walk, planted, kit.Called(op)+" cut at "+e.At.Format("2006-01-02 15:04"))
	p.Saw("events", p.CountOfRun(walk))
	p.Saw("cuts", 1)
}

// dueIn returns the run's events that a query must show.
func dueIn(q kit.Query, planted []*kit.RunEvent) []*kit.RunEvent {
	from, to := kit.Instants(q)
	return slices.DeleteFunc(slices.Clone(planted), func(k *kit.RunEvent) bool { return !k.Matches(q, from, to) })
}
