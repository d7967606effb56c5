package inkeep

import (
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

func keys() []conformance.Check {
	return []conformance.Check{keyNeeded, status401, eitherKey, eitherKeyKept}
}

var keyNeeded = conformance.Check{
	ID:          "inkeep.auth.key-needed",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-3",
	Also:        []string{"INK-AUTH-12"},
	Title:       "Events of every kind need a key.",
	Floor:       map[string]int{"refusals": 3},
	Run: with(func(ctx context.Context, a *asker) {
		a.needControl()
		for _, kind := range kinds() {
			got := a.ask(ctx, func() post {
				return post{event: a.event(kind), noAuth: true, hostile: true, meta: refusal{stranger: true}}
			})
			if got.good() {
				a.letIn(got, "an event about a "+string(kind)+" is accepted without a key")
			}
			a.Saw("refusals", 1)
		}
	}),
}

// status401 presents no key, an empty one, two that nobody has, one of which objects of JavaScript inherit, and two that are almost right.
var status401 = conformance.Check{
	ID:          "inkeep.auth.status-401",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-13",
	Also:        []string{"INK-AUTH-12", "INK-ERR-10"},
	Title:       "A missing, malformed or unknown key is answered with 401.",
	Floor:       map[string]int{"refusals": 6},
	Run: with(func(ctx context.Context, a *asker) {
		a.needControl()
		key := a.Target().Bearer
		list := []post{{noAuth: true}}
		for _, value := range []string{"Bearer", "Bearer no-such-key-" + a.mark(), "Bearer constructor", "Bearer " + key + "x", "Bearer " + key[:len(key)-1]} {
			list = append(list, post{auth: value})
		}
		for _, p := range list {
			p.event, p.hostile, p.meta = a.message(), true, refusal{stranger: true}
			if got := a.strange(ctx, func() post { return p }); got.Status != 401 {
				a.letIn(got, "an event without a valid key is not answered with 401")
			}
			a.Saw("refusals", 1)
		}
	}),
}

// letIn ends the check: a stranger was not answered with 401, and may have got in.
func (a *asker) letIn(got *answer, message string) {
	f := conformance.Failure{Message: message, Expected: "401", Got: got.got(), Symptoms: got.unreadable(), Exchanges: []*exchange.Exchange{got.Exchange}}
	if got.good() {
		f.Symptoms = protocol.Strangers()
	}
	a.Fail(f)
}

var eitherKey = conformance.Check{
	ID:          "inkeep.auth.either-key",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-2",
	Also:        []string{"INK-CLI-4"},
	Title:       "The keys of a Web and of an API integration both work.",
	Needs:       []conformance.Capability{conformance.OtherKey},
	Floor:       map[string]int{"events": 6},
	Run: with(func(ctx context.Context, a *asker) {
		for _, key := range []string{a.Target().Bearer, a.Target().OtherBearer} {
			for _, kind := range kinds() {
				a.acceptAs(ctx, "an event about a "+string(kind)+" with one of the two keys", func() post {
					return post{event: a.event(kind), auth: "Bearer " + key}
				})
			}
		}
	}),
}

// eitherKeyKept logs full events with the second key. What does not come back with the first one either is for other checks.
var eitherKeyKept = conformance.Check{
	ID:          "inkeep.auth.either-key-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Also:        []string{"INK-SCH-13", "INK-SCH-14", "INK-SCH-16", "INK-TIME-10"},
	Title:       "What is logged with the second key comes back as it does with the first.",
	Needs:       []conformance.Capability{conformance.OtherKey},
	Floor:       map[string]int{"events": 4},
	Run: with(func(ctx context.Context, a *asker) {
		full := func(kind api.EntityType) draft {
			return a.event(kind).with("createdAt", "2026-01-14T09:26:53.589Z").with("properties", everyForm()).with("userProperties", everyForm())
		}
		for _, kind := range kinds() {
			if wrong := a.missed(a.echoed(ctx, func() draft { return full(kind) })); wrong != "" {
				a.NotApplicable("an event about a %s with the first key does not come back as it was sent: %s", kind, wrong)
			}
			got := a.logAs(ctx, func() post { return post{event: full(kind), auth: "Bearer " + a.Target().OtherBearer} })
			if wrong := a.missed(got); got.good() && got.event != nil && wrong != "" {
				a.failChanged(got, "an event with the second key does not come back as it was sent: "+wrong, brief(json.RawMessage(got.sent.body())), got.got())
			}
			a.Saw("events", 1)
		}
	}),
}
