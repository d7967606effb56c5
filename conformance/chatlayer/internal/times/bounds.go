package times

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// boundRule is one of the four things that hold at a bound.
type boundRule struct {
	about  string
	window func(kit.Edge) (from, to time.Time)
	offset bool // is asked with offsets, too
}

var startInclusive = conformance.Check{
	ID:          "chatlayer.time.start-inclusive",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Title:       "An event exactly on start_time is listed.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"boundaries": 2, "events": 2},
	Run:         kit.WithPlanted(atBound(startsOn())),
}

func startsOn() boundRule {
	return boundRule{"start_time exactly on events", func(e kit.Edge) (time.Time, time.Time) { return e.At, e.Behind }, true}
}

var endExclusive = conformance.Check{
	ID:          "chatlayer.time.end-exclusive",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Title:       "An event exactly on end_time is not listed.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"boundaries": 2},
	Run:         kit.WithPlanted(atBound(endsOn())),
}

func endsOn() boundRule {
	return boundRule{"end_time exactly on events", func(e kit.Edge) (time.Time, time.Time) { return e.Before, e.At }, true}
}

var endOneLater = conformance.Check{
	ID:          "chatlayer.time.end-one-later",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Title:       "An end_time one unit behind an event lists the event.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"boundaries": 2, "events": 2},
	Run:         kit.WithPlanted(atBound(endsBehind())),
}

func endsBehind() boundRule {
	return boundRule{
		"end_time one unit behind events", func(e kit.Edge) (time.Time, time.Time) { return e.Before, e.At.Add(e.Unit) },
		false,
	}
}

var startOneLater = conformance.Check{
	ID:          "chatlayer.time.start-one-later",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Title:       "A start_time one unit behind an event leaves the event out.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"boundaries": 2},
	Run:         kit.WithPlanted(atBound(startsBehind())),
}

func startsBehind() boundRule {
	return boundRule{
		"start_time one unit behind events",
		func(e kit.Edge) (time.Time, time.Time) { return e.At.Add(e.Unit), e.Behind.Add(e.Unit) }, false,
	}
}

// atBound asks each list for windows that have one bound at instants of the run's events, with different page sizes.
func atBound(rule boundRule) func(context.Context, *kit.Probe) {
	return func(ctx context.Context, p *kit.Probe) {
		sizes := []int{100, 0, 7}
		for _, op := range p.EveryList() {
			for i, e := range p.Edges(op, len(sizes)) {
				from, to := rule.window(e)
				w := p.WalkPlanted(ctx, kit.Query{Op: op, Start: kit.Bound(from), End: kit.Bound(to), Size: sizes[i]},
					kit.Called(op)+" with "+rule.about)
				p.Saw("boundaries", 1)
				if rule.offset && i == 0 {
					sameWithOffset(ctx, p, w, e.At, from, to)
				}
			}
		}
	}
}

var boundsWithFilters = conformance.Check{
	ID:          "chatlayer.time.bounds-with-filters",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-TIME-1"},
	Title:       "The bounds hold beside every filter and for both versions.",
	Operations:  kit.AllLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"boundaries": 4},
	Run:         kit.WithPlanted(runBoundsWithFilters),
}

// runBoundsWithFilters puts both bounds on events that a filter finds: a list may keep its bounds and lose them beside a filter.
func runBoundsWithFilters(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		for _, filter := range []kit.Query{
			{Version: "DRAFT"},
			{Event: p.Names.Event()},
			{User: p.Names.User()},
			{Conversation: p.Names.Conversation()},
			{Campaign: p.Names.Campaign()},
			{Event: p.Names.Event(), User: p.Names.User()},
		} {
			if op == kit.Team { // what user_id means there is only implied
				continue
			}
			filter.Op = op
			boundsOf(ctx, p, filter)
		}
	}
}

// boundsOf asks for the window from the third of the events that a filter finds to its last but two.
func boundsOf(ctx context.Context, p *kit.Probe, q kit.Query) {
	q = p.WithDefaults(q)
	var at []time.Time
	from, to := p.PlantedWindow()
	for _, k := range p.Planted {
		if k.Matches(q, from, to) && (q.Op != kit.Team || kit.VersionOf(k.Sent) == "LIVE") {
			at = append(at, k.Moment())
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	at = slices.CompactFunc(at, time.Time.Equal)
	if len(at) < 6 {
		return
	}
	q.Start, q.End, q.Size = kit.Bound(at[2]), kit.Bound(at[len(at)-3]), 100
	p.WalkPlanted(ctx, q, kit.Called(q.Op)+" with both bounds on events and "+filterName(q))
	p.Saw("boundaries", 2)
}

// filterName names what a query filters by.
func filterName(q kit.Query) string {
	var names []string
	for _, f := range kit.PlainFilters {
		if f.Asked(q) != "" {
			names = append(names, f.Name)
		}
	}
	return cmp.Or(strings.Join(names, " and "), "version "+q.Version)
}

var withinWindow = conformance.Check{
	ID:          "chatlayer.time.within-window",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-TIME-1"},
	Title:       "Every event that was ever listed lies in the window that was asked for.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Watch:       runWithinWindow(),
	Run:         kit.WithoutPlanted(kit.ReportWatch),
}

// runWithinWindow holds every event to the window that was asked for.
func runWithinWindow() func() conformance.Watcher {
	return kit.EveryEvent("an event lies outside the window that was asked for", "start_time <= timestamp < end_time",
		kit.Stateless(func(a kit.Answer, e kit.Event, _ kit.Count) string {
			from, errFrom := time.Parse(time.RFC3339Nano, a.Asked.Start)
			to, errTo := time.Parse(time.RFC3339Nano, a.Asked.End)
			if errFrom != nil || errTo != nil {
				return ""
			}
			return kit.Allowed(e, kit.Query{Op: kit.Team}, from, to)
		}))
}
