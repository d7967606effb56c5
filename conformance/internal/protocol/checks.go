package protocol

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// row is a check before an API is known.
type row struct {
	id    string // without the API's name
	title string
	phase conformance.Phase
	floor map[string]int
	needs []conformance.Capability
	uses  func(Operation) bool // the operations it calls
	run   func(context.Context, *probe)
	watch func(API) conformance.Watcher // nil: nothing looks at the run while it goes on
}

// Checks returns the checks of an API, in a fixed order.
func Checks(api API) []conformance.Check {
	var checks []conformance.Check
	for _, r := range rows() {
		if rule, named := api.Rules[r.id]; named {
			checks = append(checks, r.check(api, rule))
		}
	}
	return checks
}

// Subjects returns the ids that Rules may name.
func Subjects() []string {
	var ids []string
	for _, r := range rows() {
		ids = append(ids, r.id)
	}
	return ids
}

func rows() []row {
	return slices.Concat(
		framing(), requests(), bodies(), leaks(), observed(), mediaTypes(), contents(),
		refusals(), statuses(), routes(), connections(), limits(), inputs(), texts(), robustness(), origins(),
	)
}

func (r row) check(api API, rule Rule) conformance.Check {
	c := conformance.Check{
		ID: api.Name + "." + r.id, Title: sentence(r.title), Level: rule.Level, Requirement: rule.Requirement, Also: rule.Also,
		Phase: r.phase, Floor: maps.Clone(r.floor), Needs: slices.Clone(r.needs), Unproved: rule.Unproved,
		Run: func(ctx context.Context, t *conformance.T) { r.run(ctx, &probe{T: t, api: api, uses: r.uses}) },
	}
	if r.watch != nil {
		c.Watch = func() conformance.Watcher { return r.watch(api) }
	}
	onlyWrites := true
	for _, o := range api.Operations {
		if r.uses(o) {
			c.Operations = append(c.Operations, o.ID)
			onlyWrites = onlyWrites && o.Writes
		}
	}
	if onlyWrites && !slices.Contains(c.Needs, conformance.Writes) {
		c.Needs = append(c.Needs, conformance.Writes)
	}
	return c
}

// What a check may call.
func every(Operation) bool       { return true }
func firm(o Operation) bool      { return !o.Optional }
func withBody(o Operation) bool  { return !o.Optional && o.Body != nil }
func withQuery(o Operation) bool { return !o.Optional && o.Body == nil && len(o.Query) > 0 }
func reads(o Operation) bool     { return !o.Optional && !o.Writes }

// sentence writes a title as one.
func sentence(title string) string { return strings.ToUpper(title[:1]) + title[1:] + "." }
