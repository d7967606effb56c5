package schema

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/spec"
)

// camel spells a name the way other encoders do.
func camel(name string) string {
	words := strings.Split(name, "_")
	for i := range words[1:] {
		words[i+1] = strings.ToUpper(words[i+1][:1]) + words[i+1][1:]
	}
	return strings.Join(words, "")
}

// misnamed finds a member that stands under another spelling of its name and not under its own.
func misnamed(members map[string]json.RawMessage, name string) (other string) {
	if _, there := members[name]; there {
		return ""
	}
	for candidate := range members {
		if candidate == camel(name) && candidate != name || strings.EqualFold(candidate, name) ||
			strings.ReplaceAll(candidate, "-", "_") == name {
			return candidate
		}
	}
	return ""
}

var page = conformance.Check{
	ID:          "chatlayer.schema.page",
	Level:       conformance.Must,
	Requirement: "CHL-SCH-6",
	Also:        []string{"CHL-PAGE-9", "CHL-OPS-10", "CHL-TEAM-1", "CHL-TEAM-2", "CHL-TEAM-3", "CHL-TEAM-4"},
	Title:       "Every list is an object with the array events and the string next_page_token.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 1},
	Watch:       kit.EveryPage(kit.Stateless(pageShape)),
	Run:         kit.WithoutPlanted(kit.ReportWatch),
}

// pageShape looks at every answer of a list: an object with the array events and the string next_page_token, either of
// which may be absent or empty. Null is for another check.
func pageShape(a kit.Answer, _ kit.Count) *conformance.Failure {
	if got := misshapen(a); got != "" {
		return &conformance.Failure{
			Message:  kit.Called(a.Asked.Op) + ": an answer is no page",
			Expected: "an object with the array events and the string next_page_token",
			Got:      got, Symptoms: kit.NoPage(a.Asked, a.Problem),
		}
	}
	return nil
}

func misshapen(a kit.Answer) string {
	switch {
	case a.Unread:
		return ""
	case a.Problem != "":
		return a.Problem
	}
	body, _ := a.Exchange.Plain() // read before
	members, _ := kit.ReadObject(body)
	if raw := members["next_page_token"]; raw != nil && raw[0] != '"' && string(raw) != "null" {
		return "next_page_token is " + string(raw)
	}
	for _, name := range []string{"events", "next_page_token"} {
		if other := misnamed(members, name); other != "" {
			return fmt.Sprintf("%s is called %s", name, other)
		}
	}
	if _, there := members["events"]; there {
		return ""
	}
	if name := eventsIn(members, 3); name != "" {
		return "the array of events is called " + name
	}
	return ""
}

// eventsIn names the member that looks like an array of events, in the object or in those that it holds down to a depth.
func eventsIn(members map[string]json.RawMessage, depth int) string {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if looksLikeEvents(members[name]) {
			return name
		}
		inner, err := kit.ReadObject(members[name])
		if err != nil || depth == 1 {
			continue
		}
		if deeper := eventsIn(inner, depth-1); deeper != "" {
			return name + "." + deeper
		}
	}
	return ""
}

// looksLikeEvents reports whether a value is an array of objects that have several members of an event.
func looksLikeEvents(raw json.RawMessage) bool {
	list, _, err := kit.ReadArray(raw, 1)
	if err != nil || len(list) == 0 {
		return false
	}
	first, _ := kit.ReadObject(list[0]) // what is no object has no members
	n := 0
	for _, name := range kit.TextMembers() {
		if _, there := first[name]; there {
			n++
		}
	}
	return n >= 3
}

var memberNames = conformance.Check{
	ID:          "chatlayer.schema.member-names",
	Level:       conformance.Must,
	Requirement: "CHL-JSON-1",
	Also:        []string{"CHL-SCH-1", "CHL-SCH-5"},
	Title:       "The members of events have the documented names, letter for letter.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Watch:       runMemberNames(),
	Run:         kit.WithoutPlanted(kit.ReportWatch),
}

// runMemberNames looks for members of events under another spelling of their names. Members that nobody documents are allowed.
func runMemberNames() func() conformance.Watcher {
	names := append(kit.TextMembers(), "attributes")
	return kit.EveryEvent(kit.OtherName, "the names "+strings.Join(names, ", "),
		kit.Stateless(func(_ kit.Answer, e kit.Event, _ kit.Count) string {
			for _, name := range names {
				if other := misnamed(e.Raw, name); other != "" {
					return fmt.Sprintf("%s is called %s", name, other)
				}
			}
			return ""
		}))
}

var memberTypes = conformance.Check{
	ID:          "chatlayer.schema.member-types",
	Level:       conformance.Must,
	Requirement: "CHL-SCH-2",
	Also:        []string{"CHL-SCH-4", "CHL-SCH-5"},
	Title:       "The members of events are strings.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Watch:       kit.AsideToo(runMemberTypes()),
	Run:         kit.WithoutPlanted(kit.ReportWatch),
}

// runMemberTypes looks at the types of the members that are strings.
func runMemberTypes() func() conformance.Watcher {
	return kit.EveryEvent("a member of an event is no string", "strings",
		kit.Stateless(func(_ kit.Answer, e kit.Event, _ kit.Count) string {
			for _, name := range kit.TextMembers() {
				if e.Has(name) && e.Raw[name][0] != '"' {
					return fmt.Sprintf("%s is %s", name, kit.ShortJSON(e.Raw[name]))
				}
			}
			return ""
		}))
}

var attributes = conformance.Check{
	ID:          "chatlayer.schema.attributes",
	Level:       conformance.Must,
	Requirement: "CHL-SCH-3",
	Also:        []string{"CHL-SCH-7", "CHL-SCH-5"},
	Title:       "Attributes is an object whose values are strings.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"attributes": 1},
	Watch:       kit.AsideToo(attributeTypes()),
	Run:         kit.WithoutPlanted(kit.ReportWatch),
}

// attributeTypes looks at attributes: an object of strings.
func attributeTypes() func() conformance.Watcher {
	return kit.EveryEvent("attributes is no object of strings", "an object whose values are all strings",
		kit.Stateless(func(_ kit.Answer, e kit.Event, saw kit.Count) string {
			if !e.Has("attributes") {
				return ""
			}
			saw("attributes", 1)
			values, err := kit.ReadObject(e.Raw["attributes"])
			if err != nil {
				return "attributes is " + kit.ShortJSON(e.Raw["attributes"])
			}
			for name, value := range values {
				if value[0] != '"' {
					return fmt.Sprintf("the attribute %q is %s", name, kit.ShortJSON(value))
				}
			}
			return ""
		}))
}

var timestamp = conformance.Check{
	ID:          "chatlayer.schema.timestamp",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-16",
	Also:        []string{"CHL-SCH-4", "CHL-JSON-4"},
	Title:       "Timestamp is a date-time of RFC 3339.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"timestamps": 1},
	Watch:       timestamps(),
	Run:         kit.WithoutPlanted(kit.ReportWatch),
}

// timestamps wants strict RFC 3339.
func timestamps() func() conformance.Watcher {
	return kit.EveryEvent("a timestamp is no date-time of RFC 3339", "such as 2026-01-15T10:00:00Z",
		kit.Stateless(func(_ kit.Answer, e kit.Event, saw kit.Count) string {
			if !e.Has("timestamp") {
				return ""
			}
			saw("timestamps", 1)
			if _, err := spec.ParseDateTime(e.Timestamp); err != nil {
				return "timestamp is " + kit.ShortJSON(e.Raw["timestamp"])
			}
			return ""
		}))
}

var timestampUniform = conformance.Check{
	ID:          "chatlayer.schema.timestamp-uniform",
	Level:       conformance.Info,
	Requirement: "CHL-TIME-18",
	Title:       "Whether timestamps sort as text.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"timestamps": 2},
	NoMutant:    "records only",
	Watch:       uniformTimestamps(),
	Run:         kit.WithoutPlanted(tellUniform),
}

// tellUniform tells whether a timestamp was of another form than the others.
func tellUniform(ctx context.Context, p *kit.Probe) {
	kit.ReportWatch(ctx, p)
	p.Record("timestamps sort as text: all have as many digits behind the second, and Z")
}

// uniformTimestamps looks for one precision, and Z, so that timestamps sort as text.
func uniformTimestamps() func() conformance.Watcher {
	return kit.EveryEvent("timestamps do not sort as text", "the same number of digits in all of them, and Z",
		func() func(kit.Answer, kit.Event, kit.Count) string {
			digits := -1
			return func(_ kit.Answer, e kit.Event, saw kit.Count) string {
				if e.At.IsZero() {
					return ""
				}
				saw("timestamps", 1)
				n := kit.FractionDigits(e.Timestamp)
				if digits < 0 {
					digits = n
				}
				switch {
				case n != digits:
					return fmt.Sprintf("%s has %d digits behind the second, others have %d", e.Timestamp, n, digits)
				case !strings.HasSuffix(e.Timestamp, "Z"):
					return e.Timestamp + " does not end in Z"
				default:
					return ""
				}
			}
		})
}
