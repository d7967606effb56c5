package events

import (
	"cmp"
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Nulls are the checks of what becomes of null. Elsewhere a member that is null may be missing from an answer.
func Nulls() []conformance.Check {
	return []conformance.Check{nullsKept, nullOrigin}
}

// nullProperties hold null in every place: in objects at several depths, and first, last and alone in lists.
func nullProperties() map[string]any {
	one := json.Number("1")
	deepest := map[string]any{"none": nil, "list": []any{map[string]any{"none": nil}}}
	return map[string]any{
		"none": nil, "page": "/docs", "only": map[string]any{"none": nil},
		"inner":   map[string]any{"none": nil, "deep": map[string]any{"none": nil, "n": one, "deeper": deepest}},
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
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		sent := nullProperties()
		for _, kind := range kit.Kinds() {
			got := a.Echoed(ctx, func() kit.Draft { return a.Event(kind).With("properties", sent).With("userProperties", sent) })
			for _, name := range []string{"properties", "userProperties"} {
				value, _ := got.Draft.Value(name)
				strict := kit.Comparison{Foreign: a.Foreign(got.Draft.Body()), Nulls: true}
				if wrong := strict.Difference("/"+name, value, got.Event[name]); wrong != "" {
					failNulls(a, got, name, wrong)
				}
			}
		}
	}),
}

// failNulls names the cause by what came back of this member: that a null is missing is no mistake elsewhere.
func failNulls(a *kit.Asker, got *kit.Answer, name, wrong string) {
	sent, _ := got.Draft.Value(name)
	like := cmp.Or(a.Likely(got), kit.LooksLike(sent, got.Event[name]))
	a.Fail(conformance.Failure{
		Message: "a null in " + name + " does not come back: " + wrong, Expected: kit.Brief(sent), Got: kit.Brief(got.Event[name]),
		LooksLike: like,
		Exchanges: []*exchange.Exchange{got.Exchange},
	})
}

var nullOrigin = conformance.Check{
	ID:          "inkeep.events.null-origin",
	Level:       conformance.Should,
	Requirement: "INK-SCH-22",
	Also:        []string{"INK-EVT-11", "INK-EVT-12", "INK-SCH-8", "INK-SCH-9"},
	Title: "A project and an integration that are sent as null do not come back as empty texts, nor those that are sent as " +
		"numbers or in each other's place.",
	Floor: map[string]int{"events": 2},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, kind := range kit.Kinds()[:2] {
			got := a.Echoed(ctx, func() kit.Draft { return a.Event(kind).With("projectId", nil).With("integrationId", nil) })
			for _, name := range []string{"projectId", "integrationId"} {
				if got.Event[name] == "" {
					a.Fail(conformance.Failure{
						Message: name + " was sent as null and comes back as an empty text", Expected: "null, or the one of the key",
						Got:       `""`,
						LooksLike: "nulls become empty texts", Exchanges: []*exchange.Exchange{got.Exchange},
					})
				}
			}
		}
		ownOrigin(ctx, a)
	}),
}

// ownOrigin gives a project and an integration that look like numbers. A server may refuse them or have others in their place.
func ownOrigin(ctx context.Context, a *kit.Asker) {
	got := a.Observe(ctx, a.Event(kit.Kinds()[2]).With("projectId", "00042").With("integrationId", "4711"))
	if !got.Good() || got.Event == nil {
		return
	}
	for _, m := range []kit.Member{
		{Name: "projectId", Value: "4711"},
		{Name: "integrationId", Value: "00042"},
	} { // each with what was sent for the other
		_, isText := got.Event[m.Name].(string)
		if got.Event[m.Name] != nil && !isText || got.Event[m.Name] == m.Value {
			a.FailEcho(got, m.Name, m.Name+" was sent as a text of digits and comes back as what it is not")
		}
	}
}
