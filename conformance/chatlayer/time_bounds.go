package chatlayer

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// boundRule is one of the four things that hold at a bound.
type boundRule struct {
	about  string
	window func(edge) (from, to time.Time)
	offset bool // is asked with offsets, too
}

var startInclusive = conformance.Check{
	ID:          "chatlayer.time.start-inclusive",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Title:       "An event exactly on start_time is listed.",
	Operations:  listing(),
	Floor:       map[string]int{"boundaries": 2, "events": 2},
	Run:         with(atBound(startsOn())),
}

func startsOn() boundRule {
	return boundRule{"start_time exactly on events", func(e edge) (time.Time, time.Time) { return e.at, e.behind }, true}
}

var endExclusive = conformance.Check{
	ID:          "chatlayer.time.end-exclusive",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Title:       "An event exactly on end_time is not listed.",
	Operations:  listing(),
	Floor:       map[string]int{"boundaries": 2},
	Run:         with(atBound(endsOn())),
}

func endsOn() boundRule {
	return boundRule{"end_time exactly on events", func(e edge) (time.Time, time.Time) { return e.before, e.at }, true}
}

var endOneLater = conformance.Check{
	ID:          "chatlayer.time.end-one-later",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Title:       "An end_time one unit behind an event lists the event.",
	Operations:  listing(),
	Floor:       map[string]int{"boundaries": 2, "events": 2},
	Run:         with(atBound(endsBehind())),
}

func endsBehind() boundRule {
	return boundRule{"end_time one unit behind events", func(e edge) (time.Time, time.Time) { return e.before, e.at.Add(e.unit) }, false}
}

var startOneLater = conformance.Check{
	ID:          "chatlayer.time.start-one-later",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-1",
	Title:       "A start_time one unit behind an event leaves the event out.",
	Operations:  listing(),
	Floor:       map[string]int{"boundaries": 2},
	Run:         with(atBound(startsBehind())),
}

func startsBehind() boundRule {
	return boundRule{
		"start_time one unit behind events",
		func(e edge) (time.Time, time.Time) { return e.at.Add(e.unit), e.behind.Add(e.unit) }, false,
	}
}

// atBound asks each list for windows that have one bound at instants of known events, with different page sizes.
func atBound(rule boundRule) func(context.Context, *probe) {
	return func(ctx context.Context, p *probe) {
		sizes := []int{100, 0, 7}
		for _, op := range p.everyList() {
			for i, e := range p.edges(op, len(sizes)) {
				from, to := rule.window(e)
				w := p.full(ctx, Query{Op: op, Start: bound(from), End: bound(to), Size: sizes[i]}, called(op)+" with "+rule.about)
				p.Saw("boundaries", 1)
				if rule.offset && i == 0 {
					sameWithOffset(ctx, p, w, e.at, from, to)
				}
			}
		}
	}
}

var timeBoundsWithFilters = conformance.Check{
	ID:          "chatlayer.time.bounds-with-filters",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-TIME-1"},
	Title:       "The bounds hold beside every filter and for both versions.",
	Operations:  listing(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"boundaries": 4},
	Run:         with(boundsWithFilters),
}

// boundsWithFilters puts both bounds on events that a filter finds: a list may keep its bounds and lose them beside a filter.
func boundsWithFilters(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		for _, filter := range []Query{
			{Version: "DRAFT"},
			{Event: p.s.names.event()},
			{User: p.s.names.user()},
			{Conversation: p.s.names.conversation()},
			{Campaign: p.s.names.campaign()},
			{Event: p.s.names.event(), User: p.s.names.user()},
		} {
			if op == team { // what user_id means there is only implied
				continue
			}
			filter.Op = op
			boundsOf(ctx, p, filter)
		}
	}
}

// boundsOf asks for the window from the third of the events that a filter finds to its last but two.
func boundsOf(ctx context.Context, p *probe, q Query) {
	q = p.s.filled(q)
	var at []time.Time
	from, to := p.s.window()
	for _, k := range p.s.seed {
		if k.matches(q, from, to) && (q.Op != team || versionOf(k.Sent) == "LIVE") {
			at = append(at, k.moment())
		}
	}
	slices.SortFunc(at, time.Time.Compare)
	at = slices.CompactFunc(at, time.Time.Equal)
	if len(at) < 6 {
		return
	}
	q.Start, q.End, q.Size = bound(at[2]), bound(at[len(at)-3]), 100
	p.full(ctx, q, called(q.Op)+" with both bounds on events and "+filterName(q))
	p.Saw("boundaries", 2)
}

// filterName names what a query filters by.
func filterName(q Query) string {
	switch {
	case q.Event != "" && q.User != "":
		return "event and user_id"
	case q.Event != "":
		return "event"
	case q.User != "":
		return "user_id"
	case q.Conversation != "":
		return "conversation_id"
	case q.Campaign != "":
		return "campaign_id"
	default:
		return "version " + q.Version
	}
}

var timeWithinWindow = conformance.Check{
	ID:          "chatlayer.time.within-window",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-2",
	Also:        []string{"CHL-TIME-1"},
	Title:       "Every event that was ever listed lies in the window that was asked for.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Watch:       withinWindow(),
	Run:         bare(told),
}

// withinWindow holds every event to the window that was asked for.
func withinWindow() func() conformance.Watcher {
	return everyEvent("an event lies outside the window that was asked for", "start_time <= timestamp < end_time",
		alike(func(a answer, e Event, _ saw) string {
			from, errFrom := time.Parse(time.RFC3339Nano, a.q.Start)
			to, errTo := time.Parse(time.RFC3339Nano, a.q.End)
			if errFrom != nil || errTo != nil {
				return ""
			}
			return allowed(e, Query{Op: team}, from, to)
		}))
}
