package auth

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// Keys are the checks of who may log events.
func Keys() []conformance.Check {
	return []conformance.Check{keyNeeded, status401, eitherKey, eitherKeyKept}
}

var keyNeeded = conformance.Check{
	ID:          "inkeep.auth.key-needed",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-3",
	Also:        []string{"INK-AUTH-12"},
	Title:       "Events of every kind need a key.",
	Floor:       map[string]int{"refusals": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		for _, kind := range kit.Kinds() {
			got := a.Ask(ctx, func() kit.Post {
				return kit.Post{Event: a.Event(kind), NoAuth: true, Hostile: true, Meta: kit.Refusal{Stranger: true}}
			})
			if got.Good() {
				letIn(ctx, a, got, "an event about a "+string(kind)+" is accepted without a key")
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
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		key := a.Bearer
		list := []kit.Post{{NoAuth: true}}
		for _, value := range []string{
			"Bearer", "Bearer no-such-key-" + a.Mark(), "Bearer constructor", "Bearer " + key + "x",
			"Bearer " + key[:len(key)-1],
		} {
			list = append(list, kit.Post{Auth: value})
		}
		for _, p := range list {
			p.Event, p.Hostile, p.Meta = a.Message(), true, kit.Refusal{Stranger: true}
			if got := a.Strange(ctx, func() kit.Post { return p }); got.Status != 401 {
				letIn(ctx, a, got, "an event without a valid key is not answered with 401")
			}
			a.Saw("refusals", 1)
		}
	}),
}

// letIn ends the check: a stranger was not answered with 401, and may have got in.
func letIn(ctx context.Context, a *kit.Asker, got *kit.Answer, message string) {
	f := conformance.Failure{
		Message: message, Expected: "401", Got: got.Shown(), Symptoms: got.Unreadable(),
		Exchanges: []*exchange.Exchange{got.Exchange},
	}
	if got.Good() {
		f.Symptoms = protocol.Strangers()
	} else if again := a.Do(ctx, got.Request); again.Status == http.StatusUnauthorized { // it was another's refusal
		f.Symptoms = []conformance.Symptom{protocol.Refused()}
	}
	a.Fail(f)
}

var eitherKey = conformance.Check{
	ID:          "inkeep.auth.either-key",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-2",
	Also:        []string{"INK-CLI-4"},
	Title:       "The keys of a Web and of an API integration both work.",
	Needs:       []conformance.Capability{kit.NamedOtherKey},
	Floor:       map[string]int{"events": 6},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, key := range []string{a.Bearer, a.OtherBearer} {
			for _, kind := range kit.Kinds() {
				a.AcceptAs(ctx, "an event about a "+string(kind)+" with one of the two keys", func() kit.Post {
					return kit.Post{Event: a.Event(kind), Auth: "Bearer " + key}
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
	Needs:       []conformance.Capability{kit.NamedOtherKey},
	Floor:       map[string]int{"events": 4},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		full := func(kind api.EntityType) kit.Draft {
			return a.Event(kind).With("createdAt", "2026-01-14T09:26:53.589Z").With("properties", kit.EveryForm()).
				With("userProperties", kit.EveryForm())
		}
		for _, kind := range kit.Kinds() {
			if wrong := missed(a.Session, a.Echoed(ctx, func() kit.Draft { return full(kind) })); wrong != "" {
				a.NotApplicable("an event about a %s with the first key does not come back as it was sent: %s; mend that first", kind,
					wrong)
			}
			got := a.LogAs(ctx, func() kit.Post { return kit.Post{Event: full(kind), Auth: "Bearer " + a.OtherBearer} })
			if wrong := missed(a.Session, got); got.Good() && got.Event != nil && wrong != "" {
				a.FailChanged(got, "an event with the second key does not come back as it was sent: "+wrong,
					kit.Brief(json.RawMessage(got.Draft.Body())), got.Shown())
			}
			a.Saw("events", 1)
		}
	}),
}

// missed is Misfit that wants what is null within properties back too.
func missed(s *kit.Session, got *kit.Answer) string {
	wrong := s.Misfit(got)
	strict := kit.Comparison{Foreign: s.Foreign(got.Draft.Body()), Nulls: true}
	for _, name := range []string{"properties", "userProperties"} {
		sent, _ := got.Draft.Value(name)
		wrong = cmp.Or(wrong, strict.Difference("/"+name, sent, got.Event[name]))
	}
	return wrong
}
