package events

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// Accepted are the checks of the events that every server must accept.
func Accepted() []conformance.Check {
	return []conformance.Check{
		messageAccepted,
		conversationAccepted,
		searchAccepted,
		sampleAccepted,
		nullsAccepted,
		typeFree,
		propertiesAccepted,
		bareClient,
		sdkHeaders,
	}
}

var messageAccepted = conformance.Check{
	ID:          "inkeep.events.message-accepted",
	Level:       conformance.Must,
	Requirement: "INK-EVT-4",
	Also:        []string{"INK-BASE-1", "INK-BASE-2", "INK-AUTH-1", "INK-BODY-2", "INK-BODY-5"},
	Title:       "An event about a message is accepted.",
	Floor:       map[string]int{"events": 1},
	Run:         kit.With(kindAccepted(api.EntityMessage)),
}

var conversationAccepted = conformance.Check{
	ID:          "inkeep.events.conversation-accepted",
	Level:       conformance.Must,
	Requirement: "INK-EVT-5",
	Also:        []string{"INK-BODY-5"},
	Title:       "An event about a conversation is accepted.",
	Floor:       map[string]int{"events": 1},
	Run:         kit.With(kindAccepted(api.EntityConversation)),
}

var searchAccepted = conformance.Check{
	ID:          "inkeep.events.search-accepted",
	Level:       conformance.Must,
	Requirement: "INK-EVT-6",
	Also:        []string{"INK-BODY-5"},
	Title:       "An event about a search is accepted.",
	Floor:       map[string]int{"events": 1},
	Run:         kit.With(kindAccepted(api.EntitySearch)),
}

func kindAccepted(kind api.EntityType) func(context.Context, *kit.Asker) {
	return func(ctx context.Context, a *kit.Asker) {
		a.Accept(ctx, "an event about a "+string(kind), func() kit.Draft { return a.Event(kind) })
	}
}

// sample is an event with every member. Its project and integration are those of the key: what becomes of others is not
// said.
func sample(a *kit.Asker) kit.Draft {
	return a.Message().With("id", a.ULID()).With("createdAt", "2019-08-24T14:15:22Z").
		With("projectId", a.Project).With("integrationId", a.Integration).With("properties", map[string]any{}).
		With("userProperties", map[string]any{
			"id": "string", "identificationType": "COOKIED", "userId": "string",
			"supportAgentName": "string",
		})
}

// sampleAccepted forgives a server that is choosy about ids.
var sampleAccepted = conformance.Check{
	ID:          "inkeep.events.sample-accepted",
	Level:       conformance.Must,
	Requirement: "INK-EVT-15",
	Also:        []string{"INK-EVT-8", "INK-EVT-11", "INK-EVT-12", "INK-EVT-14"},
	Title:       "The sample request of the reference, with every member, is accepted.",
	Floor:       map[string]int{"events": 1},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		if got := a.Log(ctx, func() kit.Draft { return sample(a) }); got.Good() {
			a.Saw("events", 1)
			return
		}
		a.Accept(ctx, "an event with every member", func() kit.Draft { return sample(a).Without("id") })
		a.Record("it is accepted without its id only")
	}),
}

// nullsAccepted tries all nulls at once, and one after the other only to tell which is refused.
var nullsAccepted = conformance.Check{
	ID:          "inkeep.events.nulls-accepted",
	Level:       conformance.Must,
	Requirement: "INK-EVT-13",
	Also:        []string{"INK-TIME-3", "INK-EVT-11", "INK-EVT-12", "INK-EVT-14"},
	Title:       "Members that may be null may be null.",
	Floor:       map[string]int{"events": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		names := []string{"createdAt", "projectId", "integrationId", "properties", "userProperties"}
		all := func() kit.Draft {
			d := a.Message()
			for _, name := range names {
				d = d.With(name, nil)
			}
			return d
		}
		if got := a.Log(ctx, all); !got.Good() {
			for _, name := range names {
				a.Accept(ctx, "an event whose "+name+" is null", func() kit.Draft { return a.Message().With(name, nil) })
			}
		}
		for _, kind := range kit.Kinds() {
			a.Accept(ctx, "an event with five nulls", func() kit.Draft {
				return all().Without("messageId").With("entityType", string(kind)).With(kind.ReferenceName(), a.Mark())
			})
		}
	}),
}

var typeFree = conformance.Check{
	ID:          "inkeep.events.type-free",
	Level:       conformance.Should,
	Requirement: "INK-EVT-3",
	Also:        []string{"INK-EVT-6"},
	Title:       "type may be any name, and searchQuery any words.",
	Floor:       map[string]int{"events": 6},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, name := range []string{
			"assistant_message_copied", "Chat: Link Opened!", "größe.geändert/v2 ✓", "x",
			strings.Repeat("long_name_", 6),
		} {
			a.Accept(ctx, "an event whose type is "+kit.Brief(name), func() kit.Draft { return a.Message().With("type", name) })
		}
		const words = "¿Cómo cambio el tamaño? 文字の大きさ"
		a.Accept(ctx, "an event whose searchQuery is "+kit.Brief(words),
			func() kit.Draft { return a.Event(api.EntitySearch).With("searchQuery", words) })
	}),
}

// plainProperties are objects with values of every kind. Names and texts are ordinary ones, for what else a firewall or a store may turn
// away is not said.
func plainProperties() []map[string]any {
	return []map[string]any{
		{"page": "/docs/getting-started", "position": json.Number("3"), "shown": true, "hidden": false},
		{"list": []any{"guide", json.Number("-17"), true, []any{"inner", []any{}}, map[string]any{"k": "v"}}},
		{"nested": map[string]any{"a": map[string]any{"b": []any{map[string]any{"c": "inner"}}}}},
		{
			"rate": json.Number("0.25"), "tiny": json.Number("1.5e-7"), "large": json.Number("9007199254740991"),
			"below": json.Number("-0.5"),
		},
		{"numeral": "42", "truth": "true", "nothing": "null", "time": "2026-01-14T09:26:53+01:00", "CamelCase": "A", "snake_case": "b"},
	}
}

var propertiesAccepted = conformance.Check{
	ID:          "inkeep.events.properties-accepted",
	Level:       conformance.Must,
	Requirement: "INK-PROP-1",
	Also:        []string{"INK-EVT-13"},
	Title:       "Properties may have members of ordinary names with any JSON values.",
	Floor:       map[string]int{"events": 7},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, p := range append(plainProperties(), map[string]any{"none": nil, "list": []any{"a", nil}}, map[string]any{}) {
			a.Accept(ctx, "an event with the properties "+kit.Brief(p), func() kit.Draft { return a.Message().With("properties", p) })
		}
	}),
}

var bareClient = conformance.Check{
	ID:          "inkeep.events.bare-client",
	Level:       conformance.Should,
	Requirement: "INK-CLI-1",
	Title:       "An event without any optional member or header is accepted.",
	Floor:       map[string]int{"events": 2},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, kind := range []api.EntityType{api.EntityMessage, api.EntityConversation} {
			a.AcceptAs(ctx, "an event about a "+string(kind)+" without an Accept header", func() kit.Post {
				return kit.Post{Event: a.Event(kind), Header: http.Header{"Accept": nil}}
			})
		}
	}),
}

var sdkHeaders = conformance.Check{
	ID:          "inkeep.events.sdk-headers",
	Level:       conformance.Must,
	Requirement: "INK-SDK-1",
	Also:        []string{"INK-SDK-2"},
	Title:       "The headers that the SDK sends do no harm.",
	Floor:       map[string]int{"events": 2},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		const agent = "speakeasy-sdk/typescript 0.2.4-alpha.36 2.869.10 0.1.1 @inkeep/inkeep-analytics"
		for _, header := range []http.Header{
			{"User-Agent": {agent}},
			{"Cookie": {""}, "User-Agent": {agent}},
		} {
			a.AcceptAs(ctx, "an event with the SDK's headers", func() kit.Post { return kit.Post{Event: a.Message(), Header: header} })
		}
	}),
}
