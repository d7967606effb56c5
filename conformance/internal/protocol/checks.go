package protocol

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// check is one before an API is known.
type check struct {
	id    string // without the API's name
	title string
	phase conformance.Phase
	floor map[string]int
	other bool                 // it needs the credentials of somebody else
	uses  func(Operation) bool // the operations it calls
	run   func(context.Context, *probe)
	watch func(API) conformance.Watcher // nil: nothing looks at the run while it goes on
}

// Checks returns the checks of an API, in a fixed order.
func Checks(api API) []conformance.Check {
	var checks []conformance.Check
	for _, c := range all() {
		if rule, named := api.Rules[c.id]; named {
			checks = append(checks, c.of(api, rule))
		}
	}
	return checks
}

// Subjects returns the ids that Rules may name.
func Subjects() []string {
	var ids []string
	for _, c := range all() {
		ids = append(ids, c.id)
	}
	return ids
}

func all() []check {
	return slices.Concat(
		framing(), requests(), bodies(), leaks(), observed(), mediaTypes(), contents(),
		refusals(), statuses(), routes(), connections(), limits(), inputs(), texts(), robustness(), origins(),
	)
}

// of is the check for an API.
func (c check) of(api API, rule Rule) conformance.Check {
	made := conformance.Check{
		ID: api.Name + "." + c.id, Title: sentence(c.title), Level: rule.Level, Requirement: rule.Requirement, Also: rule.Also,
		Phase: c.phase, Floor: maps.Clone(c.floor), NoMutant: rule.NoMutant,
		Run: func(ctx context.Context, t *conformance.T) { c.run(ctx, &probe{T: t, api: api, uses: c.uses}) },
	}
	if c.other {
		made.Needs = append(made.Needs, api.Other)
	}
	if c.watch != nil {
		made.Watch = func() conformance.Watcher { return c.watch(api) }
	}
	onlyWrites := true
	for _, o := range api.Operations {
		if c.uses(o) {
			made.Operations = append(made.Operations, o.ID)
			onlyWrites = onlyWrites && o.Writes
		}
	}
	if onlyWrites && !slices.Contains(made.Needs, conformance.Writes) {
		made.Needs = append(made.Needs, conformance.Writes)
	}
	return made
}

// What a check may call.
func every(Operation) bool       { return true }
func firm(o Operation) bool      { return !o.Optional }
func withBody(o Operation) bool  { return !o.Optional && o.Body != nil }
func withQuery(o Operation) bool { return !o.Optional && o.Body == nil && len(o.Query) > 0 }
func reads(o Operation) bool     { return !o.Optional && !o.Writes }

// sentence writes a title as one.
func sentence(title string) string { return strings.ToUpper(title[:1]) + title[1:] + "." }
