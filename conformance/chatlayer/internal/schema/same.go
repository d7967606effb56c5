package schema

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// looks watches how each event of the run is shown, and keeps the first difference of each.
type looks struct {
	first  map[*kit.RunEvent]look
	second map[*kit.RunEvent]int
	other  map[*kit.RunEvent]*conformance.Failure
}

type look struct {
	members map[string]string
	text    string
	x       *exchange.Exchange
	by      string
}

// See looks at one answer. Only what both answers show is compared: every member is optional.
func (l *looks) See(x *exchange.Exchange) {
	if l.first == nil {
		l.first, l.second, l.other = map[*kit.RunEvent]look{}, map[*kit.RunEvent]int{}, map[*kit.RunEvent]*conformance.Failure{}
	}
	a, ok := kit.AnswerOf(x)
	if !ok {
		return
	}
	brief := x.Brief()
	for _, e := range a.Events {
		k := a.S.Identify(e)
		if k == nil {
			continue
		}
		before, seen := l.first[k]
		if !seen {
			l.first[k] = look{kit.Members(e), e.Text, brief, kit.Called(a.Asked.Op)}
			continue
		}
		l.second[k]++
		if before.text == e.Text || l.other[k] != nil {
			continue
		}
		is := kit.Members(e)
		if name := kit.Contrary(before.members, is); name != "" {
			l.other[k] = &conformance.Failure{
				Message: fmt.Sprintf("an event is not shown the same each time: %s of %s differs between %s and %s", name, k.Tag, before.by,
					kit.Called(a.Asked.Op)),
				Expected: name + " " + before.members[name], Got: name + " " + is[name], Exchanges: []*exchange.Exchange{before.x, brief},
				Symptoms: kit.Unsteady(name),
			}
		}
	}
}

var sameEverywhere = conformance.Check{
	ID:          "chatlayer.schema.same-everywhere",
	Level:       conformance.Must,
	Requirement: "CHL-LAW-5",
	Also:        []string{"CHL-SCH-1", "CHL-SCH-5"},
	Title:       "What two answers show of an event is the same.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"second looks": 1},
	Watch:       func() conformance.Watcher { return &looks{} },
	Run:         kit.WithPlanted(runSameEverywhere),
}

// runSameEverywhere asks every list once more and compares how each planted event was shown all through the run.
func runSameEverywhere(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		p.MustWalk(ctx, p.ListPlanted(op))
	}
	l, _ := p.Watcher().(*looks)
	for _, k := range p.Planted {
		p.Saw("second looks", l.second[k])
	}
	for _, k := range p.Planted {
		if l.other[k] != nil && !k.Double.Load() {
			p.Fail(*l.other[k])
		}
	}
}

var emptyList = conformance.Check{
	ID:          "chatlayer.schema.empty-list",
	Level:       conformance.Must,
	Requirement: "CHL-OPS-4",
	Also:        []string{"CHL-OPS-1", "CHL-OPS-2"},
	Title:       "A list without events is a page without events.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"empty lists": 2},
	Run:         kit.WithoutPlanted(emptyLists),
}

// emptyLists asks for what no event can match: an hour in which nothing happened, or the longest time in it without an event. If that
// is none, it asks for a user whom nobody has, which may be refused.
func emptyLists(ctx context.Context, p *kit.Probe) {
	from := p.Base.Add(-3 * time.Hour)
	to := from.Add(time.Hour)
	for _, op := range p.EveryList() {
		q := kit.ListBetween(op, from, to)
		there := listed(ctx, p, q)
		if begin, end := quiet(from, to, there); len(there) > 0 && begin.Before(end) {
			there = listed(ctx, p, kit.ListBetween(op, begin, end))
		}
		if q.User = p.Names.Of("nobody"); len(there) > 0 && len(listed(ctx, p, q)) > 0 {
			p.Failf("%s shows events of a user whom nobody has", kit.Called(op))
		}
	}
}

// listed are the events of a list; anything but pages fails the check.
func listed(ctx context.Context, p *kit.Probe, q kit.Query) []kit.Event {
	events := p.MustWalk(ctx, q).Events()
	if len(events) == 0 {
		p.Saw("empty lists", 1)
	}
	return events
}

// quiet finds the longest part of a window without the milliseconds in which some events lie.
func quiet(from, to time.Time, events []kit.Event) (begin, end time.Time) {
	events = slices.SortedFunc(slices.Values(events), func(a, b kit.Event) int { return a.At.Compare(b.At) })
	begin, end = from, from
	for _, e := range append(events, kit.Event{At: to}) {
		if at := e.At.Truncate(time.Millisecond); at.Sub(from) > end.Sub(begin) {
			begin, end = from, at
		}
		from = e.At.Truncate(time.Millisecond).Add(time.Millisecond)
	}
	return begin, end
}

// shapes watches what the documents leave open: members that they do not name, members that are missing, the order.
type shapes struct {
	answers, events                int
	there                          map[string]bool
	ascending, descending, longest int
}

// See looks at one answer.
func (s *shapes) See(x *exchange.Exchange) {
	if s.there == nil {
		s.there = map[string]bool{}
	}
	a, ok := kit.AnswerOf(x)
	if !ok {
		return
	}
	s.answers++
	if a.Asked.Size == 0 {
		s.longest = max(s.longest, a.Held())
	}
	for i, e := range a.Events {
		s.events++
		for name := range e.Raw {
			if len(s.there) < kit.MostNoted {
				s.there[name] = true
			}
		}
		if i > 0 && e.At.After(a.Events[i-1].At) {
			s.ascending++
		}
		if i > 0 && e.At.Before(a.Events[i-1].At) {
			s.descending++
		}
	}
}

var dialect = conformance.Check{
	ID:          "chatlayer.schema.dialect",
	Level:       conformance.Info,
	Requirement: "CHL-JSON-6",
	Also:        []string{"CHL-PAGE-12", "CHL-PAGE-13"},
	Title:       "Which members and which order lists have.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 1},
	NoMutant:    "records only",
	Watch:       func() conformance.Watcher { return &shapes{} },
	Run:         kit.WithoutPlanted(openShapes),
}

// openShapes records what the documents leave open.
func openShapes(_ context.Context, p *kit.Probe) {
	s, _ := p.Watcher().(*shapes)
	p.Saw("answers", s.answers)
	p.Saw("events", s.events)
	documented := append(kit.TextMembers(), "attributes")
	order := "neither ascending nor descending"
	switch {
	case s.descending == 0:
		order = "ascending"
	case s.ascending == 0:
		order = "descending"
	}
	extra := slices.DeleteFunc(slices.Sorted(maps.Keys(s.there)), func(name string) bool { return slices.Contains(documented, name) })
	missing := slices.DeleteFunc(documented, func(name string) bool { return s.there[name] })
	p.Record("other members: %s; members never shown: %s; order by timestamp: %s; longest page without page_size: %d",
		kit.Joined(extra), kit.Joined(missing), order, s.longest)
}

// refusalWatch watches the form of refusals and what in them looks like a leak.
type refusalWatch struct {
	n            int
	media, leaks map[string]bool
}

// See looks at one answer.
func (r *refusalWatch) See(x *exchange.Exchange) {
	if r.media == nil {
		r.media, r.leaks = map[string]bool{}, map[string]bool{}
	}
	if x.Err != nil || x.Status < 400 || x.Busy() {
		return
	}
	r.n++
	form := "no JSON"
	if json.Valid(x.Body) && len(x.Body) > 0 {
		form = "JSON"
	}
	if len(r.media) < kit.MostNoted {
		r.media[strings.TrimSpace(form+" as "+x.Header.Get("Content-Type"))] = true
	}
	for _, sign := range []string{"goroutine ", "Traceback (most recent", "\tat java.", "SQLSTATE", "/usr/src/", "panic:"} {
		if bytes.Contains(x.Body, []byte(sign)) {
			r.leaks[fmt.Sprintf("%q with %s", sign, http.StatusText(x.Status))] = true
		}
	}
}

var refusals = conformance.Check{
	ID:          "chatlayer.schema.refusals",
	Level:       conformance.Info,
	Requirement: "CHL-ERR-1",
	Title:       "Which form refusals have.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"refusals": 1},
	NoMutant:    "records only",
	Watch:       func() conformance.Watcher { return &refusalWatch{} },
	Run:         kit.WithoutPlanted(refusalForms),
}

// refusalForms records them.
func refusalForms(_ context.Context, p *kit.Probe) {
	r, _ := p.Watcher().(*refusalWatch)
	p.Saw("refusals", r.n)
	p.Record("bodies of refusals: %s; traces of the inside: %s", kit.Joined(slices.Sorted(maps.Keys(r.media))),
		kit.Joined(slices.Sorted(maps.Keys(r.leaks))))
}

var uniqueIDs = conformance.Check{
	ID:          "chatlayer.schema.unique-ids",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-15",
	Also:        []string{"CHL-TRK-17"},
	Title:       "No two events have one id.",
	Operations:  kit.AllLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"events": 2},
	Run:         kit.WithPlanted(runUniqueIDs),
}

// runUniqueIDs wants the planted events in one version of a bot to have an id of their own each. Others' events are left alone: what
// a second event with the same id does nobody documents.
func runUniqueIDs(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		w := p.SharedWalk(ctx, op)
		type owned struct{ bot, version, id string }
		first := map[owned]*kit.RunEvent{}
		for _, page := range w.Pages {
			for _, e := range page.Events {
				k := p.Identify(e)
				if k == nil || !k.Owned || e.ID == "" {
					continue
				}
				p.Saw("events", 1)
				at := owned{k.Bot, k.Version, e.ID}
				if other := first[at]; other != nil && other != k {
					p.Fail(conformance.Failure{
						Message:   kit.Called(op) + ": two events of one version of a bot have one id",
						Expected:  "an id that no other event there has",
						Got:       "id " + kit.Quoted(e.ID) + " for " + other.Label() + " and " + k.Label(),
						Exchanges: []*exchange.Exchange{page.X}, Symptoms: append(kit.OtherIDs(), kit.LostEvents(k)...),
					})
				}
				first[at] = k
			}
		}
	}
	if !slices.ContainsFunc(p.Planted, func(k *kit.RunEvent) bool { return k.Listed.ID != "" }) {
		p.NotApplicable("no list shows the id of an event")
	}
}
