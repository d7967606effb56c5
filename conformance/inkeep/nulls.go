package inkeep

import (
	"cmp"
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// nulls are the checks of what becomes of null. Elsewhere a member that is null may be missing from an answer.
func nulls() []conformance.Check {
	return []conformance.Check{nullsKept, nullOrigin}
}

// nullProperties hold null in every place: in objects at several depths, and first, last and alone in lists.
func nullProperties() map[string]any {
	one := json.Number("1")
	deepest := map[string]any{"none": nil, "list": []any{map[string]any{"none": nil}}}
	return map[string]any{
		"none": nil, "page": "/docs", "inner": map[string]any{"none": nil, "deep": map[string]any{"none": nil, "n": one, "deeper": deepest}}, "only": map[string]any{"none": nil},
		"between": []any{"a", nil, "b"}, "first": []any{nil, one}, "last": []any{one, nil}, "alone": []any{nil},
		"objects": []any{map[string]any{"none": nil, "n": one}, nil}, "lists": []any{[]any{nil, "x"}, []any{}, nil},
	}
}

// nullsKept leaves the known user properties alone: each of them may be null or missing by itself.
var nullsKept = conformance.Check{
	ID:          "inkeep.events.nulls-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-21",
	Also:        []string{"INK-PROP-1", "INK-PROP-6"},
	Title:       "A null within properties comes back as null, in objects and lists at any depth.",
	Floor:       map[string]int{"events": 3},
	Run: with(func(ctx context.Context, a *asker) {
		sent := nullProperties()
		for _, kind := range kinds() {
			got := a.echoed(ctx, func() draft { return a.event(kind).with("properties", sent).with("userProperties", sent) })
			for _, name := range []string{"properties", "userProperties"} {
				value, _ := got.sent.value(name)
				strict := comparison{foreign: a.foreign(got.sent.body()), nulls: true}
				if wrong := strict.difference("/"+name, value, got.event[name]); wrong != "" {
					a.failNulls(got, name, wrong)
				}
			}
		}
	}),
}

// failNulls names the cause by what came back of this member: that a null is missing is no fault elsewhere.
func (a *asker) failNulls(got *answer, name, wrong string) {
	sent, _ := got.sent.value(name)
	like := cmp.Or(a.likely(got), looksLike(sent, got.event[name]))
	a.Fail(conformance.Failure{
		Message: "a null in " + name + " does not come back: " + wrong, Expected: brief(sent), Got: brief(got.event[name]), LooksLike: like,
		Exchanges: []*exchange.Exchange{got.Exchange},
	})
}

var nullOrigin = conformance.Check{
	ID:          "inkeep.events.null-origin",
	Level:       conformance.Should,
	Requirement: "INK-SCH-22",
	Also:        []string{"INK-EVT-11", "INK-EVT-12", "INK-SCH-8", "INK-SCH-9"},
	Title:       "A project and an integration that are sent as null do not come back as empty texts, nor those that are sent as numbers or in each other's place.",
	Floor:       map[string]int{"events": 2},
	Run: with(func(ctx context.Context, a *asker) {
		for _, kind := range kinds()[:2] {
			got := a.echoed(ctx, func() draft { return a.event(kind).with("projectId", nil).with("integrationId", nil) })
			for _, name := range []string{"projectId", "integrationId"} {
				if got.event[name] == "" {
					a.Fail(conformance.Failure{
						Message: name + " was sent as null and comes back as an empty text", Expected: "null, or the one of the key", Got: `""`,
						LooksLike: "nulls become empty texts", Exchanges: []*exchange.Exchange{got.Exchange},
					})
				}
			}
		}
		a.ownOrigin(ctx)
	}),
}

// ownOrigin gives a project and an integration that look like numbers. A server may refuse them or have others in their place.
func (a *asker) ownOrigin(ctx context.Context) {
	got := a.observe(ctx, a.event(kinds()[2]).with("projectId", "00042").with("integrationId", "4711"))
	if !got.good() || got.event == nil {
		return
	}
	for _, m := range []member{{"projectId", "4711"}, {"integrationId", "00042"}} { // each with what was sent for the other
		_, isText := got.event[m.name].(string)
		if got.event[m.name] != nil && !isText || got.event[m.name] == m.value {
			a.failEcho(got, m.name, m.name+" was sent as a text of digits and comes back as what it is not")
		}
	}
}
