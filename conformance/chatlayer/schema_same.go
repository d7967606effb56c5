package chatlayer

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
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// looks watches how each event of the run is shown, and keeps the first difference of each.
type looks struct {
	first  map[*Known]look
	second map[*Known]int
	other  map[*Known]*conformance.Failure
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
		l.first, l.second, l.other = map[*Known]look{}, map[*Known]int{}, map[*Known]*conformance.Failure{}
	}
	a, ok := answerOf(x)
	if !ok {
		return
	}
	brief := x.Brief()
	for _, e := range a.Events {
		k := a.s.identify(e)
		if k == nil {
			continue
		}
		before, seen := l.first[k]
		if !seen {
			l.first[k] = look{members(e), e.text, brief, called(a.q.Op)}
			continue
		}
		l.second[k]++
		if before.text == e.text || l.other[k] != nil {
			continue
		}
		is := members(e)
		if name := contrary(before.members, is); name != "" {
			l.other[k] = &conformance.Failure{
				Message: fmt.Sprintf("an event is not shown the same each time: %s of %s differs between %s and %s", name, k.Tag, before.by,
					called(a.q.Op)),
				Expected: name + " " + before.members[name], Got: name + " " + is[name], Exchanges: []*exchange.Exchange{before.x, brief},
				Symptoms: unsteady(name),
			}
		}
	}
}

var schemaSameEverywhere = conformance.Check{
	ID:          "chatlayer.schema.same-everywhere",
	Level:       conformance.Must,
	Requirement: "CHL-LAW-5",
	Also:        []string{"CHL-SCH-1", "CHL-SCH-5"},
	Title:       "What two answers show of an event is the same.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"second looks": 1},
	Watch:       func() conformance.Watcher { return &looks{} },
	Run:         with(sameEverywhere),
}

// sameEverywhere asks every list once more and compares how each event of the seed was shown all through the run.
func sameEverywhere(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		p.WholeWalk(ctx, p.s.all(op))
	}
	l, _ := p.Watcher().(*looks)
	for _, k := range p.s.seed {
		p.Saw("second looks", l.second[k])
	}
	for _, k := range p.s.seed {
		if l.other[k] != nil && !k.double.Load() {
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
	Operations:  listing(),
	Floor:       map[string]int{"empty lists": 2},
	Run:         bare(emptyLists),
}

// emptyLists asks for what no event can match.
func emptyLists(ctx context.Context, p *probe) {
	from := p.s.base.Add(-3 * time.Hour)
	for _, op := range p.everyList() {
		q := Query{Op: op, Start: bound(from), End: bound(from.Add(time.Hour)), User: p.s.names.of("nobody"), Size: 100}
		if plain := (Query{Op: op, Start: q.Start, End: q.End, Size: 100}); listIsEmpty(ctx, p, plain) {
			continue
		}
		if !listIsEmpty(ctx, p, q) {
			p.Failf("%s shows events of a user whom nobody has", called(op))
		}
	}
}

// listIsEmpty reports whether a list is empty; anything but a page fails the check.
func listIsEmpty(ctx context.Context, p *probe, q Query) bool {
	w := p.WholeWalk(ctx, q)
	if len(w.Events()) > 0 {
		return false
	}
	p.Saw("empty lists", 1)
	return true
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
	a, ok := answerOf(x)
	if !ok {
		return
	}
	s.answers++
	if a.q.Size == 0 {
		s.longest = max(s.longest, a.held())
	}
	for i, e := range a.Events {
		s.events++
		for name := range e.Raw {
			if len(s.there) < mostNoted {
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

var schemaDialect = conformance.Check{
	ID:          "chatlayer.schema.dialect",
	Level:       conformance.Info,
	Requirement: "CHL-JSON-6",
	Also:        []string{"CHL-PAGE-12", "CHL-PAGE-13"},
	Title:       "Which members and which order lists have.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 1},
	Unproved:    "records only",
	Watch:       func() conformance.Watcher { return &shapes{} },
	Run:         bare(openShapes),
}

// openShapes records what the documents leave open.
func openShapes(_ context.Context, p *probe) {
	s, _ := p.Watcher().(*shapes)
	p.Saw("answers", s.answers)
	p.Saw("events", s.events)
	documented := append(textMembers(), "attributes")
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
		listed(extra), listed(missing), order, s.longest)
}

// refusals watches the form of refusals and what in them looks like a leak.
type refusals struct {
	n            int
	media, leaks map[string]bool
}

// See looks at one answer.
func (r *refusals) See(x *exchange.Exchange) {
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
	if len(r.media) < mostNoted {
		r.media[strings.TrimSpace(form+" as "+x.Header.Get("Content-Type"))] = true
	}
	for _, sign := range []string{"goroutine ", "Traceback (most recent", "\tat java.", "SQLSTATE", "/usr/src/", "panic:"} {
		if bytes.Contains(x.Body, []byte(sign)) {
			r.leaks[fmt.Sprintf("%q with %s", sign, http.StatusText(x.Status))] = true
		}
	}
}

var schemaRefusals = conformance.Check{
	ID:          "chatlayer.schema.refusals",
	Level:       conformance.Info,
	Requirement: "CHL-ERR-1",
	Title:       "Which form refusals have.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"refusals": 1},
	Unproved:    "records only",
	Watch:       func() conformance.Watcher { return &refusals{} },
	Run:         bare(refusalForms),
}

// refusalForms records them.
func refusalForms(_ context.Context, p *probe) {
	r, _ := p.Watcher().(*refusals)
	p.Saw("refusals", r.n)
	p.Record("bodies of refusals: %s; traces of the inside: %s", listed(slices.Sorted(maps.Keys(r.media))),
		listed(slices.Sorted(maps.Keys(r.leaks))))
}

var schemaUniqueIDs = conformance.Check{
	ID:          "chatlayer.schema.unique-ids",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-15",
	Also:        []string{"CHL-TRK-17"},
	Title:       "No two events have one id.",
	Operations:  listing(),
	Needs:       []conformance.Capability{conformance.Writes},
	Floor:       map[string]int{"events": 2},
	Run:         with(uniqueIDs),
}

// uniqueIDs wants the events of the seed in one version of a bot to have an id of their own each. Others' events are left alone: what
// a second event with the same id does nobody documents.
func uniqueIDs(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		w := p.wholeSeed(ctx, op)
		type owned struct{ bot, version, id string }
		first := map[owned]*Known{}
		for _, page := range w.Pages {
			for _, e := range page.Events {
				k := p.s.identify(e)
				if k == nil || !k.Owned || e.ID == "" {
					continue
				}
				p.Saw("events", 1)
				at := owned{k.Bot, k.Version, e.ID}
				if other := first[at]; other != nil && other != k {
					p.Fail(conformance.Failure{
						Message: called(op) + ": two events of one version of a bot have one id", Expected: "an id that no other event there has",
						Got: "id " + quoted(e.ID) + " for " + other.label() + " and " + k.label(), Exchanges: []*exchange.Exchange{page.X},
					})
				}
				first[at] = k
			}
		}
	}
	if !slices.ContainsFunc(p.s.seed, func(k *Known) bool { return k.Listed.ID != "" }) {
		p.NotApplicable("no list shows the id of an event")
	}
}
