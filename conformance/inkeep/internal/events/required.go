package events

import (
	"context"
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// Required are the checks of events that lack what they need.
func Required() []conformance.Check {
	return []conformance.Check{
		noType,
		noReference,
		referenceOfAnother,
		bodyMissing,
		requiredNotText,
		refusalStatus,
		refusalNoServerError,
	}
}

var noType = conformance.Check{
	ID:          "inkeep.events.type-missing",
	Level:       conformance.Must,
	Requirement: "INK-EVT-2",
	Also:        []string{"INK-BODY-8"},
	Title:       "An event without type is refused, whatever it is about.",
	Floor:       map[string]int{"refusals": 3},
	Run:         kit.With(kit.Refused(typeMissing)),
}

var noReference = conformance.Check{
	ID:          "inkeep.events.reference-missing",
	Level:       conformance.Must,
	Requirement: "INK-BODY-8",
	Also:        []string{"INK-EVT-4", "INK-EVT-5", "INK-EVT-6"},
	Title:       "An event without the reference of its kind is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run:         kit.With(kit.Refused(referenceMissing)),
}

func typeMissing(a *kit.Asker) []kit.Wrong {
	return ofEveryKind("it has no type", func(kind api.EntityType) kit.Draft { return a.Event(kind).Without("type") })
}

func referenceMissing(a *kit.Asker) []kit.Wrong {
	return ofEveryKind("it has no reference", func(kind api.EntityType) kit.Draft { return a.Event(kind).Without(kind.ReferenceName()) })
}

var referenceOfAnother = conformance.Check{
	ID:          "inkeep.events.reference-of-another-kind",
	Level:       conformance.Must,
	Requirement: "INK-BODY-8",
	Also:        []string{"INK-BODY-5", "INK-EVT-4", "INK-EVT-5", "INK-EVT-6"},
	Title:       "The reference of another kind does not stand in for the own one.",
	Floor:       map[string]int{"refusals": 3},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		return ofEveryKind("it has only the references of other kinds", func(kind api.EntityType) kit.Draft {
			d := a.Event(kind)
			for _, other := range kit.Kinds() {
				d = d.With(other.ReferenceName(), a.Mark())
			}
			return d.Without(kind.ReferenceName())
		})
	})),
}

var bodyMissing = conformance.Check{
	ID:          "inkeep.events.body-missing",
	Level:       conformance.Must,
	Requirement: "INK-BODY-1",
	Also:        []string{"INK-BODY-7", "INK-BODY-8"},
	Title:       "A request without an event is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		for _, p := range []struct {
			what, text string
			header     http.Header
		}{
			{"no body", "", nil}, {"no body and no type", "", http.Header{"Content-Type": nil}}, {"an empty object", "{}", nil},
		} {
			got := a.Ask(ctx, func() kit.Post {
				return kit.Post{Text: []byte(p.text), Header: p.header, Hostile: true, Meta: kit.Refusal{}}
			})
			if got.Good() {
				a.FailWith(got, "a request with "+p.what+" is accepted", "a refusal, 400 or 422", got.Shown())
			}
			a.Saw("refusals", 1)
		}
	}),
}

func ofEveryKind(what string, event func(api.EntityType) kit.Draft) []kit.Wrong {
	var list []kit.Wrong
	for _, kind := range kit.Kinds() {
		list = append(list, kit.Wrong{What: what + " and is about a " + string(kind), Event: func() kit.Draft { return event(kind) }})
	}
	return list
}

var requiredNotText = conformance.Check{
	ID:          "inkeep.events.required-not-text",
	Level:       conformance.Must,
	Requirement: "INK-BODY-8",
	Also:        []string{"INK-EVT-2", "INK-EVT-4", "INK-EVT-5", "INK-EVT-6"},
	Title:       "null, lists and objects are refused where a text is required.",
	Floor:       map[string]int{"refusals": 12},
	Run: kit.With(kit.Refused(func(a *kit.Asker) []kit.Wrong {
		list := kit.SetTo(a.Message, "type", nil, []any{"copied"}, map[string]any{"name": "copied"})
		for _, kind := range kit.Kinds() {
			list = append(list, kit.SetTo(func() kit.Draft { return a.Event(kind) }, kind.ReferenceName(), nil, []any{"m-1"},
				map[string]any{"id": "m-1"})...)
		}
		return list
	})),
}

// refusalSamples are wrong events of several sorts.
func refusalSamples(a *kit.Asker) []kit.Wrong {
	return []kit.Wrong{
		typeMissing(a)[0], referenceMissing(a)[1], kit.SetTo(a.Message, "entityType", "feedback")[0],
		kit.SetTo(a.Message, "id", "")[0],
	}
}

var refusalStatus = conformance.Check{
	ID:          "inkeep.events.refusal-status",
	Level:       conformance.Should,
	Requirement: "INK-BODY-7",
	Also:        []string{"INK-BODY-8", "INK-ERR-15"},
	Title:       "An event that breaks the contract gets 400 or 422.",
	Floor:       map[string]int{"refusals": 4},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		for _, w := range refusalSamples(a) {
			got := a.Strange(ctx, func() kit.Post { return kit.Post{Event: w.Event(), Hostile: true, Meta: kit.Refusal{}} })
			turned := got.Refused() || got.Status >= 300 && got.Status < 400 // a redirection takes no event either
			if turned && got.Status != 400 && got.Status != 422 {
				a.FailWith(got, "an event is refused with another status than those listed for it, although "+w.What, "400 or 422",
					got.Shown())
			}
			a.Saw("refusals", 1)
		}
	}),
}

// refusalNoServerError looks at every refusal of a wrong event of the run. A server error may be an accident, so each is asked again.
var refusalNoServerError = conformance.Check{
	ID:          "inkeep.events.refusal-no-fault",
	Level:       conformance.Should,
	Requirement: "INK-CLI-2",
	Title:       "An event that lacks its reference is refused, and not with a server error.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"refusals": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.NeedControl()
		away := func() []*exchange.Exchange {
			return slices.DeleteFunc(slices.Clone(a.Exchanges()), func(x *exchange.Exchange) bool { return !kit.Misstated(x) })
		}
		all := away()
		if len(all) < 3 && ctx.Err() == nil {
			for _, wrong := range referenceMissing(a) {
				a.Ask(ctx, func() kit.Post { return kit.Post{Event: wrong.Event(), Hostile: true, Meta: kit.Refusal{}} })
			}
			all = away()
		}
		a.Saw("refusals", len(all))
		failed := 0
		for _, x := range all {
			if !x.Failed() || x.Sent() != len(x.Request.Body) {
				continue
			}
			if failed++; protocol.FailsAgain(func() *exchange.Exchange { return a.Do(ctx, x.Request) }) {
				got := kit.NewAnswer(nil, x)
				a.FailWith(got, "an event that breaks the contract makes the server fail each time", "a refusal, 400 or 422", got.Shown())
			}
		}
		if failed > 0 {
			a.Record("server errors that did not come again: %s", english.Count(failed, "refusal"))
		}
	}),
}
