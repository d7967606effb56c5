package events

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// Kept are the checks of what comes back of an event's own texts.
func Kept() []conformance.Check {
	return []conformance.Check{kindAnswered, typeKept, referenceKept, longTextWhole}
}

// PropertiesKept are the checks of what becomes of properties.
func PropertiesKept() []conformance.Check {
	return []conformance.Check{propertiesKept, emptyValuesKept, sameReference}
}

var kindAnswered = conformance.Check{
	ID:          "inkeep.events.kind-answered",
	Level:       conformance.Must,
	Requirement: "INK-SCH-3",
	Also:        []string{"INK-SCH-4", "INK-SCH-5", "INK-SCH-6"},
	Title:       "The answer is about the same kind of thing and has its reference.",
	Floor:       map[string]int{"events": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, kind := range kit.Kinds() {
			got := a.Accept(ctx, "an event about a "+string(kind), func() kit.Draft { return a.Event(kind) })
			if got.Event["entityType"] != string(kind) {
				a.FailChanged(got, "the answer is about another kind of thing", `entityType "`+string(kind)+`"`,
					"entityType "+kit.Brief(got.Event["entityType"]))
			}
			if _, isText := got.Event[kind.ReferenceName()].(string); !isText {
				a.FailWith(got, "the answer lacks the reference of its kind", kind.ReferenceName()+", a text",
					kit.Brief(got.Event[kind.ReferenceName()]))
			}
		}
	}),
}

// texts are what a careless server changes: case, spaces, forms of one letter, what looks like something else.
func texts(mark string) []string {
	return []string{
		"MiXed CaSe " + mark, " leading and trailing " + mark + " ", "inner   spaces " + mark, "café (one) and cafe\u0301 (two) " + mark,
		"日本語 🎈 עברית " + mark, `quote " slash \ and / colon: dot. ` + mark, "<b>&amp;</b> %20 + " + mark,
		"line\nbreak,\r\nanother\tand tab " + mark,
		strings.Repeat("long ", 100) + mark, "how, why, and " + mark + "?!", `"` + mark + `"`,
	}
}

var typeKept = conformance.Check{
	ID:          "inkeep.events.type-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-13",
	Title:       "type comes back as it was sent.",
	Floor:       map[string]int{"texts": 13},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for i := range texts("") {
			kind := kit.Kinds()[i%3]
			textKept(ctx, a, "type", func() kit.Draft { return a.Event(kind).With("type", texts(a.Mark())[i]) })
		}
		for _, text := range lookAlikes()[:2] {
			textKept(ctx, a, "type", func() kit.Draft { return a.Message().With("type", text) })
		}
	}),
}

// lookAlikes are texts that look like something else.
func lookAlikes() []string {
	return []string{"null", "00042", "true", "1e3", "5F2C9A10-7B3E-4D81-9C46-0A1B2C3D4E5F", "5f2c9a107b3e4d819c460a1b2c3d4e5f"}
}

// referenceKept tries every text as a query, which people write, and some as ids of either kind.
var referenceKept = conformance.Check{
	ID:          "inkeep.events.reference-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-14",
	Title:       "The reference comes back as it was sent.",
	Floor:       map[string]int{"texts": 35},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		keep := func(kind api.EntityType, text func() string) {
			textKept(ctx, a, kind.ReferenceName(), func() kit.Draft { return a.Event(kind).With(kind.ReferenceName(), text()) })
		}
		for i := range texts("") {
			for _, kind := range kit.Kinds() {
				if kind == api.EntitySearch || i < 2 || kind == kit.Kinds()[i%2] {
					keep(kind, func() string { return texts(a.Mark())[i] })
				}
			}
		}
		for i, text := range lookAlikes() {
			keep(api.EntitySearch, func() string { return text })
			keep(kit.Kinds()[i%2], func() string { return text })
		}
	}),
}

// textKept wants a text back; an event that is refused for its text shows nothing.
func textKept(ctx context.Context, a *kit.Asker, name string, next func() kit.Draft) {
	got := a.Log(ctx, next)
	a.Saw("texts", 1)
	if sent := got.Draft.Text(name); got.Good() && got.Event[name] != sent {
		a.FailEcho(got, name, name+" does not come back as it was sent")
	}
}

var longTextWhole = conformance.Check{
	ID:          "inkeep.events.long-text-whole",
	Level:       conformance.Should,
	Requirement: "INK-SCH-14",
	Also:        []string{"INK-SCH-13"},
	Title:       "A long type or reference comes back whole or is refused.",
	Floor:       map[string]int{"long texts": 5},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		long := strings.Repeat("0123456789abcdef", 640) // 10,240 bytes
		for _, kind := range kit.Kinds() {
			longKept(ctx, a, kind.ReferenceName(),
				func() kit.Draft { return a.Event(kind).With(kind.ReferenceName(), a.Mark()+long+"end") })
		}
		longKept(ctx, a, "type", func() kit.Draft { return a.Message().With("type", a.Mark()+long+"end") })
		longKept(ctx, a, "searchQuery", func() kit.Draft {
			return a.Event(api.EntitySearch).With("searchQuery", a.Mark()+strings.Repeat(long, 7)+"end")
		})
	}),
}

func longKept(ctx context.Context, a *kit.Asker, name string, next func() kit.Draft) {
	got := a.Log(ctx, next)
	back, _ := got.Event[name].(string)
	if sent := got.Draft.Text(name); got.Good() && back != sent {
		a.FailEcho(got, name, "a long "+name+" is accepted and does not come back whole: "+kit.Brief(len(back))+" of "+kit.Brief(len(sent))+
			" bytes")
	}
	a.Saw("long texts", 1)
}

var propertiesKept = conformance.Check{
	ID:          "inkeep.events.properties-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Also:        []string{"INK-PROP-1"},
	Title:       "Properties come back as they were sent, at any depth.",
	Floor:       map[string]int{"events": 6},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for i, p := range append(plainProperties(), namedAsMembers()) {
			kind := kit.Kinds()[i%3]
			a.Kept(ctx, "properties", func() kit.Draft { return a.Event(kind).With("properties", p) })
		}
	}),
}

// namedAsMembers are properties, and properties of these, with names that mean something elsewhere.
func namedAsMembers() map[string]any {
	return map[string]any{
		"id": "mine", "type": "mine", "createdAt": "mine", "userId": json.Number("7"), "_type": "mine", "entityType": "search",
		"inner": map[string]any{
			"id": "mine", "_id": "mine", "type": "mine", "createdAt": "mine",
			"properties": map[string]any{"userId": json.Number("7")},
		},
	}
}

var emptyValuesKept = conformance.Check{
	ID:          "inkeep.events.empty-values-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Also:        []string{"INK-SCH-16"},
	Title:       "Empty texts, lists and objects in properties come back.",
	Floor:       map[string]int{"events": 2},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		inner := map[string]any{
			"text": "", "list": []any{""}, "object": map[string]any{},
			"deep": map[string]any{"text": "", "list": []any{}, "object": map[string]any{}},
		}
		empty := map[string]any{
			"text": "", "list": []any{}, "object": map[string]any{}, "zero": json.Number("0"), "false": false, "inner": inner,
			"lists": []any{"", []any{}, map[string]any{}, []any{[]any{}}, map[string]any{"text": ""}},
		}
		for _, name := range []string{"properties", "userProperties"} {
			a.Kept(ctx, name, func() kit.Draft { return a.Message().With(name, empty) })
		}
		none := map[string]any{} // which may come back as null, but as nothing else: the checks of all answers look
		a.Echoed(ctx, func() kit.Draft { return a.Message().With("properties", none).With("userProperties", none) })
	}),
}

// sameReference logs four events about each kind of thing: each after the first has another type, another reference, or other
// properties. All bodies are equally long. Each answer is about its own event.
var sameReference = conformance.Check{
	ID:          "inkeep.events.same-reference",
	Level:       conformance.Should,
	Requirement: "INK-SCH-13",
	Also:        []string{"INK-SCH-14", "INK-ID-8"},
	Title:       "Events that differ in their type, their reference or their properties alone are events of their own.",
	Floor:       map[string]int{"events": 12},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, kind := range kit.Kinds() {
			first := a.Echoed(ctx, func() kit.Draft {
				return a.Event(kind).With(kind.ReferenceName(), a.Mark()).With("createdAt", "2026-01-14T09:26:53.589Z").
					With("properties", map[string]any{"page": a.Mark()})
			})
			for _, name := range []string{"type", kind.ReferenceName(), "properties"} {
				other := a.Echoed(ctx, func() kit.Draft { return first.Draft.With(name, like(a.Session, name)) })
				other.Before = first
				if differs(a.Session, other, name) && !differs(a.Session, first, name) {
					a.FailEcho(other, name, "the answer to a second event is about another event, from which it differs in its "+name)
				}
				if other.Event["id"] == first.Event["id"] {
					a.SameID(first, other)
				}
			}
		}
	}),
}

// like returns a type, a reference or properties as the first event has them.
func like(s *kit.Session, name string) any {
	switch name {
	case "type":
		return "check_" + s.Mark()
	case "properties":
		return map[string]any{"page": s.Mark()}
	default:
		return s.Mark()
	}
}

// differs reports whether a member that was sent came back changed.
func differs(s *kit.Session, got *kit.Answer, name string) bool {
	_, wrong := s.Cause(got, name)
	return wrong
}
