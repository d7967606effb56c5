package inkeep

import (
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

func mistyped() []conformance.Check {
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
	Also:        []string{"INK-PROP-2", "INK-PROP-3", "INK-PROP-4", "INK-PROP-5", "INK-PROP-7", "INK-PROP-8", "INK-SCH-11", "INK-SCH-7", "INK-SCH-8", "INK-SCH-9"},
	Title:       "A known user property, or a member of the event, of a wrong type is refused, or does not come back with that type.",
	Floor:       map[string]int{"events": 20},
	Run: with(func(ctx context.Context, a *asker) {
		a.needControl()
		for _, name := range userKeys() {
			for i, value := range []any{true, []any{"u-1"}, map[string]any{"key": "u-1"}} {
				a.mistype(ctx, kinds()[i], name, value, "a text, a number or null")
			}
		}
		for _, name := range userTexts() {
			for i, value := range []any{json.Number("5"), true, []any{"x"}} {
				a.mistype(ctx, kinds()[i], name, value, "a text or null")
			}
		}
		for _, m := range []member{{"id", json.Number("5")}, {"type", true}, {"projectId", json.Number("5")}, {"integrationId", false}} {
			got := a.ask(ctx, func() post { return post{event: a.message().with(m.name, m.value), hostile: true} })
			if wrong := a.violations(got); got.Status == 200 && wrong != "" {
				a.fail(got, m.name+" of a wrong type is accepted, with an answer that breaks the contract: "+wrong, "a refusal, or an answer of the right types", got.got())
			}
			a.Saw("events", 1)
		}
	}),
}

func (a *asker) mistype(ctx context.Context, kind api.EntityType, name string, value any, right string) {
	user := map[string]any{name: value}
	got := a.ask(ctx, func() post { return post{event: a.event(kind).with("userProperties", user), hostile: true} })
	if back := got.event["userProperties"]; got.good() && !userFits(back) {
		a.fail(got, "a user property of a wrong type is accepted and comes back with a wrong type: "+brief(user),
			"a refusal, or userProperties whose "+name+" is "+right, brief(back))
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
