package chatlayer

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
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

var schemaPage = conformance.Check{
	ID:          "chatlayer.schema.page",
	Level:       conformance.Must,
	Requirement: "CHL-SCH-6",
	Also:        []string{"CHL-PAGE-9", "CHL-OPS-10", "CHL-TEAM-1", "CHL-TEAM-2", "CHL-TEAM-3", "CHL-TEAM-4"},
	Title:       "Every list is an object with the array events and the string next_page_token.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 1},
	Watch:       everyPage(alike(pageShape)),
	Run:         bare(told),
}

// pageShape looks at every answer of a list: an object with the array events and the string next_page_token, either of
// which may be absent or empty. Null is for another check.
func pageShape(a answer, _ saw) *conformance.Failure {
	if got := shapeFault(a); got != "" {
		return &conformance.Failure{
			Message: called(a.q.Op) + ": an answer is no page", Expected: "an object with the array events and the string next_page_token", Got: got,
		}
	}
	return nil
}

func shapeFault(a answer) string {
	switch {
	case a.Unread:
		return ""
	case a.Problem != "":
		return a.Problem
	}
	body, _ := a.x.Plain() // read before
	members, _ := readObject(body)
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
		inner, err := readObject(members[name])
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
	list, _, err := readArray(raw, 1)
	if err != nil || len(list) == 0 {
		return false
	}
	first, _ := readObject(list[0]) // what is no object has no members
	n := 0
	for _, name := range textMembers() {
		if _, there := first[name]; there {
			n++
		}
	}
	return n >= 3
}

var schemaMemberNames = conformance.Check{
	ID:          "chatlayer.schema.member-names",
	Level:       conformance.Must,
	Requirement: "CHL-JSON-1",
	Also:        []string{"CHL-SCH-1", "CHL-SCH-5"},
	Title:       "The members of events have the documented names, letter for letter.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Watch:       memberNames(),
	Run:         bare(told),
}

// memberNames looks for members of events under another spelling of their names. Members that nobody documents are allowed.
func memberNames() func() conformance.Watcher {
	names := append(textMembers(), "attributes")
	return everyEvent("a member of an event has another name", "the names "+strings.Join(names, ", "),
		alike(func(_ answer, e Event, _ saw) string {
			for _, name := range names {
				if other := misnamed(e.Raw, name); other != "" {
					return fmt.Sprintf("%s is called %s", name, other)
				}
			}
			return ""
		}))
}

var schemaMemberTypes = conformance.Check{
	ID:          "chatlayer.schema.member-types",
	Level:       conformance.Must,
	Requirement: "CHL-SCH-2",
	Also:        []string{"CHL-SCH-4", "CHL-SCH-5"},
	Title:       "The members of events are strings.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"events": 1},
	Watch:       memberTypes(),
	Run:         bare(told),
}

// memberTypes looks at the types of the members that are strings.
func memberTypes() func() conformance.Watcher {
	return everyEvent("a member of an event is no string", "strings", alike(func(_ answer, e Event, _ saw) string {
		for _, name := range textMembers() {
			if e.has(name) && e.Raw[name][0] != '"' {
				return fmt.Sprintf("%s is %s", name, shortJSON(e.Raw[name]))
			}
		}
		return ""
	}))
}

var schemaAttributes = conformance.Check{
	ID:          "chatlayer.schema.attributes",
	Level:       conformance.Must,
	Requirement: "CHL-SCH-3",
	Also:        []string{"CHL-SCH-7", "CHL-SCH-5"},
	Title:       "Attributes is an object whose values are strings.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"attributes": 1},
	Watch:       attributeTypes(),
	Run:         bare(told),
}

// attributeTypes looks at attributes: an object of strings.
func attributeTypes() func() conformance.Watcher {
	return everyEvent("attributes is no object of strings", "an object whose values are all strings",
		alike(func(_ answer, e Event, saw saw) string {
			if !e.has("attributes") {
				return ""
			}
			saw("attributes", 1)
			values, err := readObject(e.Raw["attributes"])
			if err != nil {
				return "attributes is " + shortJSON(e.Raw["attributes"])
			}
			for name, value := range values {
				if value[0] != '"' {
					return fmt.Sprintf("the attribute %q is %s", name, shortJSON(value))
				}
			}
			return ""
		}))
}

var schemaTimestamp = conformance.Check{
	ID:          "chatlayer.schema.timestamp",
	Level:       conformance.Must,
	Requirement: "CHL-TIME-16",
	Also:        []string{"CHL-SCH-4", "CHL-JSON-4"},
	Title:       "Timestamp is a date-time of RFC 3339.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"timestamps": 1},
	Watch:       timestamps(),
	Run:         bare(told),
}

// timestamps wants strict RFC 3339.
func timestamps() func() conformance.Watcher {
	return everyEvent("a timestamp is no date-time of RFC 3339", "such as 2026-01-15T10:00:00Z",
		alike(func(_ answer, e Event, saw saw) string {
			if !e.has("timestamp") {
				return ""
			}
			saw("timestamps", 1)
			if _, err := spec.ParseDateTime(e.Timestamp); err != nil {
				return "timestamp is " + shortJSON(e.Raw["timestamp"])
			}
			return ""
		}))
}

var timestampUniform = conformance.Check{
	ID:          "chatlayer.schema.timestamp-uniform",
	Level:       conformance.Info,
	Requirement: "CHL-TIME-18",
	Title:       "Whether timestamps sort as text.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"timestamps": 2},
	Unproved:    "records only",
	Watch:       uniformTimestamps(),
	Run:         bare(tellUniform),
}

// tellUniform tells whether a timestamp was of another form than the others.
func tellUniform(ctx context.Context, p *probe) {
	told(ctx, p)
	p.Record("timestamps sort as text: all have as many digits behind the second, and Z")
}

// uniformTimestamps looks for one precision, and Z, so that timestamps sort as text.
func uniformTimestamps() func() conformance.Watcher {
	return everyEvent("timestamps do not sort as text", "the same number of digits in all of them, and Z",
		func() func(answer, Event, saw) string {
			digits := -1
			return func(_ answer, e Event, saw saw) string {
				if e.At.IsZero() {
					return ""
				}
				saw("timestamps", 1)
				n := fraction(e.Timestamp)
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
