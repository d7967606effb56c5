package events

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Odd are the checks of what comes back of properties that few clients send. All of it may be refused: how long, how deep
// and how many they may be is not said.
func Odd() []conformance.Check {
	return []conformance.Check{oddPropertiesKept, oddUserPropertiesKept, propertiesApart}
}

var oddPropertiesKept = conformance.Check{
	ID:          "inkeep.events.odd-properties-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Also:        []string{"INK-PROP-1"},
	Title:       "Properties with unusual names, numbers, sizes, depths and lists come back as they were sent or are refused.",
	Floor:       map[string]int{"events": 15},
	Run:         kit.With(oddKept("properties", oddProperties)),
}

var oddUserPropertiesKept = conformance.Check{
	ID:          "inkeep.events.odd-user-properties-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-16",
	Also:        []string{"INK-PROP-6"},
	Title:       "userProperties with unusual members come back as they were sent or are refused.",
	Floor:       map[string]int{"events": 5},
	Run:         kit.With(oddKept("userProperties", oddUserProperties)),
}

func oddProperties() []map[string]any {
	deep, many := any("deep"), map[string]any{}
	for i := range 24 {
		deep = map[string]any{"level" + strconv.Itoa(i): deep}
		if i%4 == 3 {
			deep = []any{deep}
		}
	}
	for i := range 120 {
		many[fmt.Sprintf("member %03d", i)] = i
	}
	return []map[string]any{
		{"größe": "naïve café", "emoji 🎈": "日本語, עברית, ไทย"},
		{"marks": "two\nlines, tab\t, quote \", slash \\, <b>&amp;</b>"},
		{"a.b": "dotted", "$set": "dollar", "_id": "under", "0": "zero", "two words": "s", "Case": "upper", "case": "lower"},
		{"": "no name", "inner": map[string]any{"": map[string]any{"": "none either"}}},
		{"__proto__": map[string]any{"text": "own"}, "inner": map[string]any{"__proto__": "text", "kept": "s"}},
		{
			"constructor": "text", "toString": "s", "hasOwnProperty": json.Number("1"), "length": json.Number("0"),
			"inner": map[string]any{"constructor": map[string]any{"prototype": "s"}},
		},
		{
			"whole": json.Number("1.0"), "large": json.Number("1e21"), "below zero": json.Number("-0"), "tiny": json.Number("1E-9"),
			"tenth": json.Number("0.1"),
		},
		{
			"top": json.Number("9007199254740991"), "bottom": json.Number("-9007199254740991"), "half": json.Number("4294967296.5"),
			"word": json.Number("2147483648"),
		},
		{strings.Repeat("a long name, ", 20): "s"},
		{
			"twice": []any{"b", "a", "b"}, "same": []any{json.Number("3"), json.Number("1"), json.Number("3")}, "one": []any{"only"},
			"rows": map[string]any{"0": "first", "1": "second"}, "lists": []any{[]any{}, []any{[]any{}}},
		},
		{"deep": deep},
		many,
		{"text": strings.Repeat("a longer text, ", 4_700)}, // above 64 kB
		{
			"json": `{"text":"s"}`, "list": "[1]", "quoted": `"s"`, "date": "2026-01-14", "link": "https://docs.example/a?b=c&d=%2F#e",
			"hex": "0x1F", "e": "12e4",
		},
		{
			"control": "a\u0001b\u001fc\u007fd", "ends": "one\r\ntwo\rthree\n", "spaces": " \u00a0around\u2003 \t",
			"separators": "a\u2028b\u2029c",
			"unseen":     "a\u200bb\u200dc\ufeffd", "composed": "cafe\u0301 ﬁ ①", "inner": []any{map[string]any{"text": " both ends "}},
		},
	}
}

func oddUserProperties() []map[string]any {
	return []map[string]any{
		{
			"id": "0", "plan": "", "flags": []any{},
			"address": map[string]any{"town": map[string]any{"district": map[string]any{"name": "Nørrebro"}}}, "a.b": "dotted",
			"Id": "other",
		},
		{"userId": "ünï-cödé", "userType": "beta tester (2026)", "company": map[string]any{"name": "Ørsted & Co"}},
		{"id": "cafe\u0301", "userId": "00042", "supportAgentName": " Ines  Duarte ", "userType": "Member", "note": "null"},
		{
			"id": "u-1", "": "no name", "__proto__": map[string]any{"text": "own"}, "constructor": "s", "toString": "s",
			"hasOwnProperty": "s",
		},
		{"id": strings.Repeat("u", 300), "note": strings.Repeat("a longer text, ", 400)},
	}
}

// oddKept sends each of the values as a member of an event, and records what is refused.
func oddKept(name string, values func() []map[string]any) func(context.Context, *kit.Asker) {
	return func(ctx context.Context, a *kit.Asker) {
		var refused []string
		for i, value := range values() {
			kind := kit.Kinds()[i%3]
			got := a.Log(ctx, func() kit.Draft { return a.Event(kind).With(name, value) })
			if wrong := a.Changed(got, name); got.Good() && wrong != "" {
				a.FailEcho(got, name, name+" do not come back as they were sent: "+wrong)
			}
			if got.Refused() {
				refused = append(refused, kit.Brief(value))
			}
			a.Saw("events", 1)
		}
		if len(refused) > 0 {
			a.Record("%d of %d are refused, such as %s", len(refused), len(values()), refused[0])
		}
	}
}

// propertiesApart gives the two objects members of the same names and the names of the event's own, each with a text of its own.
var propertiesApart = conformance.Check{
	ID:          "inkeep.events.properties-apart",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Also:        []string{"INK-SCH-13", "INK-SCH-14", "INK-SCH-16"},
	Title:       "Properties, userProperties and the members of the event do not mix.",
	Floor:       map[string]int{"events": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, kind := range kit.Kinds() {
			var mine, theirs string
			got := a.Echoed(ctx, func() kit.Draft {
				mine, theirs = a.Mark(), a.Mark()
				own := map[string]any{"id": mine, "type": mine, "messageId": mine, "searchQuery": mine, "both": mine, "mine": mine}
				user := map[string]any{"id": theirs, "userId": theirs, "both": theirs, "theirs": theirs}
				return a.Event(kind).With("properties", own).With("userProperties", user)
			})
			if wrong := a.Misfit(got); wrong != "" {
				a.FailChanged(got, "members of one name get mixed up: "+wrong, kit.Brief(json.RawMessage(got.Draft.Body())), got.Shown())
			}
			for _, foreign := range []struct{ in, text string }{{"properties", theirs}, {"userProperties", mine}} {
				if strings.Contains(string(kit.Encode(got.Event[foreign.in])), foreign.text) {
					a.FailEcho(got, foreign.in, foreign.in+" come back with members of the other object")
				}
			}
			if id := got.Member("id"); id == mine || id == theirs {
				a.FailWith(got, "the event has an id that was sent for something else", "an id of its own", kit.Brief(id))
			}
		}
	}),
}
