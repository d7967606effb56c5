package events

import (
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// UserProperties are the checks of userProperties that the contract describes.
func UserProperties() []conformance.Check {
	return []conformance.Check{userPropertiesAccepted, userPropertiesKept, userNumbersKept}
}

// users are values of userProperties: the known members with every type that they may have, and further ones. As in properties, names and
// texts are ordinary ones.
func users() []map[string]any {
	return []map[string]any{
		{"id": "u-2048", "identificationType": "COOKIED", "userId": "4711", "supportAgentName": "Ines Duarte"},
		{"id": json.Number("4711"), "userId": json.Number("815"), "identificationType": "SSO", "userType": "beta"},
		{"id": json.Number("-7.25"), "userId": json.Number("0")},
		{"supportAgentEmail": "ines.duarte@support.example", "userType": "member", "userId": "a-4711"},
		{"id": nil, "identificationType": nil, "userId": nil, "supportAgentName": nil, "supportAgentEmail": nil, "userType": nil},
		{
			"id": "u-1", "plan": "pro", "seats": json.Number("12"), "trial": false, "tags": []any{"a", "b"},
			"company": map[string]any{"name": "Duarte", "size": json.Number("3")},
		},
	}
}

var userPropertiesAccepted = conformance.Check{
	ID:          "inkeep.events.user-properties-accepted",
	Level:       conformance.Must,
	Requirement: "INK-PROP-2",
	Also:        []string{"INK-PROP-3", "INK-PROP-4", "INK-PROP-5", "INK-PROP-6", "INK-PROP-7", "INK-PROP-8", "INK-EVT-14"},
	Title:       "userProperties may have the known members, of all their types, and others.",
	Floor:       map[string]int{"events": 6},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, u := range users() {
			a.Accept(ctx, "an event with the userProperties "+kit.Brief(u),
				func() kit.Draft { return a.Message().With("userProperties", u) })
		}
	}),
}

var userPropertiesKept = conformance.Check{
	ID:          "inkeep.events.user-properties-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-16",
	Title:       "userProperties come back as they were sent, known members and others.",
	Floor:       map[string]int{"events": 6},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for i, u := range users() {
			kind := kit.Kinds()[i%3]
			a.Kept(ctx, "userProperties", func() kit.Draft { return a.Event(kind).With("userProperties", u) })
		}
	}),
}

var userNumbersKept = conformance.Check{
	ID:          "inkeep.events.user-numbers-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-17",
	Title:       "A number in userProperties comes back as a number, a text as a text.",
	Floor:       map[string]int{"events": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, u := range []map[string]any{
			{"id": json.Number("0"), "userId": json.Number("0")},
			{"id": "4711", "userId": "0"},
			{"id": json.Number("0.25"), "userId": json.Number("4.5")},
		} {
			a.Kept(ctx, "userProperties", func() kit.Draft { return a.Message().With("userProperties", u) })
		}
	}),
}
