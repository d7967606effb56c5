package schema

import (
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// Mistyped are the checks of members of a wrong type in answers.
func Mistyped() []conformance.Check {
	return []conformance.Check{mistypedUserProperties}
}

// userTexts are the known user properties that are texts, userKeys those that may be numbers too. All may be null.
func userTexts() []string {
	return []string{"identificationType", "supportAgentName", "supportAgentEmail", "userType"}
}

func userKeys() []string { return []string{"id", "userId"} }

// mistypedUserProperties leaves it to the target whether it refuses such events: nobody says. But what it answers has the
// types of the contract, whatever came in.
var mistypedUserProperties = conformance.Check{
	ID:          "inkeep.schema.mistyped-user-properties",
	Level:       conformance.Should,
	Requirement: "INK-PROP-13",
	Also: []string{
		"INK-PROP-2", "INK-PROP-3", "INK-PROP-4", "INK-PROP-5", "INK-PROP-7", "INK-PROP-8", "INK-SCH-11", "INK-SCH-7",
		"INK-SCH-8", "INK-SCH-9",
	},
	Title: "A known user property, or a member of the event, of a wrong type is refused, or does not come back with that type.",
	Floor: map[string]int{"events": 20},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		for _, name := range userKeys() {
			for i, value := range []any{true, []any{"u-1"}, map[string]any{"key": "u-1"}} {
				mistype(ctx, a, kit.Kinds()[i], name, value, "a text, a number or null")
			}
		}
		for _, name := range userTexts() {
			for i, value := range []any{json.Number("5"), true, []any{"x"}} {
				mistype(ctx, a, kit.Kinds()[i], name, value, "a text or null")
			}
		}
		for _, m := range []kit.Member{
			{Name: "id", Value: json.Number("5")},
			{Name: "type", Value: true},
			{Name: "projectId", Value: json.Number("5")},
			{Name: "integrationId", Value: false},
		} {
			got := a.Ask(ctx, func() kit.Post { return kit.Post{Event: a.Message().With(m.Name, m.Value), Hostile: true} })
			if wrong := a.Violations(got); got.Status == 200 && wrong != "" {
				a.FailWith(got, m.Name+" of a wrong type is accepted, with an answer that breaks the contract: "+wrong,
					"a refusal, or an answer of the right types", got.Shown())
			}
			a.Saw("events", 1)
		}
	}),
}

func mistype(ctx context.Context, a *kit.Asker, kind api.EntityType, name string, value any, right string) {
	user := map[string]any{name: value}
	got := a.Ask(ctx, func() kit.Post { return kit.Post{Event: a.Event(kind).With("userProperties", user), Hostile: true} })
	if back := got.Event["userProperties"]; got.Good() && !userFits(back) {
		a.FailWith(got, "a user property of a wrong type is accepted and comes back with a wrong type: "+kit.Brief(user),
			"a refusal, or userProperties whose "+name+" is "+right, kit.Brief(back))
	}
	a.Saw("events", 1)
}

// userFits reports whether userProperties of an answer have the types of the contract.
func userFits(back any) bool {
	user, isObject := back.(map[string]any)
	if !isObject {
		return back == nil
	}
	for _, name := range append(userKeys(), userTexts()...) {
		switch user[name].(type) {
		case nil, string:
		case json.Number:
			if name != "id" && name != "userId" {
				return false
			}
		default:
			return false
		}
	}
	return true
}
