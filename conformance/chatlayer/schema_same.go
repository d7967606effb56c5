package chatlayer

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// sameEverywhere asks every list once more and compares how each event of the seed was shown all through the run. Members that nobody
// documents may differ, and what is absent, null or empty is the same.
func sameEverywhere(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		p.WholeWalk(ctx, p.s.all(op))
	}
	seed := map[*Known]bool{}
	for _, k := range p.s.seed {
		seed[k] = true
	}
	type sight struct {
		e  Event
		x  *wire.Exchange
		by string
	}
	first := map[*Known]sight{}
	for _, a := range p.answers() {
		for _, e := range a.Events {
			k := p.s.identify(e)
			if !seed[k] {
				continue
			}
			now := sight{e, a.x, called(a.q.Op)}
			before, seen := first[k]
			if !seen {
				first[k] = now
				continue
			}
			p.Saw("second looks", 1)
			if before.e.text == e.text {
				continue
			}
			was, is := members(before.e), members(e)
			if name := differing(was, is); name != "" {
				p.Fail(conformance.Finding{
					Message:  fmt.Sprintf("an event is not shown the same each time: %s of %s differs between %s and %s", name, k.Tag, before.by, now.by),
					Expected: name + " " + was[name], Got: name + " " + is[name], Exchanges: []*wire.Exchange{before.x, a.x},
				})
			}
		}
	}
}

// members returns the documented members of an event in a form that can be compared.
func members(e Event) map[string]string {
	m := map[string]string{"timestamp": e.At.Format(time.RFC3339Nano)}
	for _, name := range textMembers() {
		if name != "timestamp" && e.has(name) {
			var text any
			_ = json.Unmarshal(e.Raw[name], &text) // what does not read as JSON was no page
			m[name] = fmt.Sprint(text)
		}
	}
	for name, value := range e.Attributes {
		m["attributes."+name] = value
	}
	return m
}

// differing names a member that is not the same, "" if all are.
func differing(a, b map[string]string) string {
	for _, m := range []map[string]string{a, b} {
		for _, name := range slices.Sorted(maps.Keys(m)) {
			if a[name] != b[name] {
				return name
			}
		}
	}
	return ""
}

// emptyLists asks for what no event can match.
func emptyLists(ctx context.Context, p *probe) {
	from := p.s.base.Add(-3 * time.Hour)
	for _, op := range p.everyList() {
		q := Query{Op: op, Start: bound(from), End: bound(from.Add(time.Hour)), User: p.s.names.of("nobody"), Size: 100}
		if plain := (Query{Op: op, Start: q.Start, End: q.End, Size: 100}); p.emptyList(ctx, plain) {
			continue
		}
		if !p.emptyList(ctx, q) {
			p.Failf("%s shows events of a user whom nobody has", called(op))
		}
	}
}

// emptyList reports whether a list is empty; anything but a page fails the check.
func (p *probe) emptyList(ctx context.Context, q Query) bool {
	w := p.WholeWalk(ctx, q)
	if len(w.Events()) > 0 {
		return false
	}
	p.Saw("empty lists", 1)
	return true
}

// openShapes records what the documents leave open: members that they do not name, members that are missing, the order.
func openShapes(_ context.Context, p *probe) {
	documented := append(textMembers(), "attributes")
	extra, there := map[string]bool{}, map[string]bool{}
	ascending, descending, longest := 0, 0, 0
	for _, a := range p.answers() {
		if a.q.Size == 0 {
			longest = max(longest, len(a.Events))
		}
		for i, e := range a.Events {
			p.Saw("events", 1)
			for name := range e.Raw {
				there[name] = true
				if !slices.Contains(documented, name) {
					extra[name] = true
				}
			}
			if i > 0 && e.At.After(a.Events[i-1].At) {
				ascending++
			}
			if i > 0 && e.At.Before(a.Events[i-1].At) {
				descending++
			}
		}
	}
	order := "neither ascending nor descending"
	switch {
	case descending == 0:
		order = "ascending"
	case ascending == 0:
		order = "descending"
	}
	missing := slices.DeleteFunc(documented, func(name string) bool { return there[name] })
	p.Record("other members: %s; members never shown: %s; order by timestamp: %s; longest page without page_size: %d",
		listed(slices.Sorted(maps.Keys(extra))), listed(missing), order, longest)
}

// refusals records the form of refusals and what in them looks like a leak.
func refusals(_ context.Context, p *probe) {
	media, leaks := map[string]bool{}, map[string]bool{}
	for _, x := range p.Traffic() {
		if x.Err != nil || x.Status < 400 || x.Busy() {
			continue
		}
		p.Saw("refusals", 1)
		form := "no JSON"
		if json.Valid(x.Body) && len(x.Body) > 0 {
			form = "JSON"
		}
		media[strings.TrimSpace(form+" as "+x.Header.Get("Content-Type"))] = true
		for _, sign := range []string{"goroutine ", "Traceback (most recent", "\tat java.", "SQLSTATE", "/usr/src/", "panic:"} {
			if strings.Contains(string(x.Body), sign) {
				leaks[fmt.Sprintf("%q with %s", sign, http.StatusText(x.Status))] = true
			}
		}
	}
	p.Record("bodies of refusals: %s; traces of the inside: %s", listed(slices.Sorted(maps.Keys(media))), listed(slices.Sorted(maps.Keys(leaks))))
}
