package inkeep

import (
	"context"
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

func required() []conformance.Check {
	return []conformance.Check{
		noType,
		noReference,
		referenceOfAnother,
		bodyMissing,
		requiredNotText,
		refusalStatus,
		refusalNoFault,
	}
}

var noType = conformance.Check{
	ID:          "inkeep.events.type-missing",
	Level:       conformance.Must,
	Requirement: "INK-EVT-2",
	Also:        []string{"INK-BODY-8"},
	Title:       "An event without type is refused, whatever it is about.",
	Floor:       map[string]int{"refusals": 3},
	Run:         with(refused(typeMissing)),
}

var noReference = conformance.Check{
	ID:          "inkeep.events.reference-missing",
	Level:       conformance.Must,
	Requirement: "INK-BODY-8",
	Also:        []string{"INK-EVT-4", "INK-EVT-5", "INK-EVT-6"},
	Title:       "An event without the reference of its kind is refused.",
	Floor:       map[string]int{"refusals": 3},
	Run:         with(refused(referenceMissing)),
}

func typeMissing(a *asker) []wrong {
	return ofEveryKind("it has no type", func(kind api.EntityType) draft { return a.event(kind).without("type") })
}

func referenceMissing(a *asker) []wrong {
	return ofEveryKind("it has no reference", func(kind api.EntityType) draft { return a.event(kind).without(kind.ReferenceName()) })
}

var referenceOfAnother = conformance.Check{
	ID:          "inkeep.events.reference-of-another-kind",
	Level:       conformance.Must,
	Requirement: "INK-BODY-8",
	Also:        []string{"INK-BODY-5", "INK-EVT-4", "INK-EVT-5", "INK-EVT-6"},
	Title:       "The reference of another kind does not stand in for the own one.",
	Floor:       map[string]int{"refusals": 3},
	Run: with(refused(func(a *asker) []wrong {
		return ofEveryKind("it has only the references of other kinds", func(kind api.EntityType) draft {
			d := a.event(kind)
			for _, other := range kinds() {
				d = d.with(other.ReferenceName(), a.mark())
			}
			return d.without(kind.ReferenceName())
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
	Run: with(func(ctx context.Context, a *asker) {
		a.needControl()
		for _, p := range []struct {
			what, text string
			header     http.Header
		}{
			{"no body", "", nil}, {"no body and no type", "", http.Header{"Content-Type": nil}}, {"an empty object", "{}", nil},
		} {
			got := a.ask(ctx, func() post { return post{text: []byte(p.text), header: p.header, hostile: true, meta: refusal{}} })
			if got.good() {
				a.fail(got, "a request with "+p.what+" is accepted", "a refusal, 400 or 422", got.got())
			}
			a.Saw("refusals", 1)
		}
	}),
}

func ofEveryKind(what string, event func(api.EntityType) draft) []wrong {
	var list []wrong
	for _, kind := range kinds() {
		list = append(list, wrong{what + " and is about a " + string(kind), func() draft { return event(kind) }})
	}
	return list
}

// setTo gives wrong events, each with one member of one value.
func setTo(base func() draft, name string, values ...any) []wrong {
	var list []wrong
	for _, v := range values {
		list = append(list, wrong{"its " + name + " is " + brief(v), func() draft { return base().with(name, v) }})
	}
	return list
}

// setInTurn does so on events of the three kinds by turns, for a server may look at one kind less closely.
func (a *asker) setInTurn(name string, values ...any) []wrong {
	var list []wrong
	for i, v := range values {
		list = append(list, setTo(func() draft { return a.event(kinds()[i%3]) }, name, v)...)
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
	Run: with(refused(func(a *asker) []wrong {
		list := setTo(a.message, "type", nil, []any{"copied"}, map[string]any{"name": "copied"})
		for _, kind := range kinds() {
			list = append(list, setTo(func() draft { return a.event(kind) }, kind.ReferenceName(), nil, []any{"m-1"}, map[string]any{"id": "m-1"})...)
		}
		return list
	})),
}

// refusalSamples are wrong events of several sorts.
func refusalSamples(a *asker) []wrong {
	return []wrong{typeMissing(a)[0], referenceMissing(a)[1], setTo(a.message, "entityType", "feedback")[0], setTo(a.message, "id", "")[0]}
}

var refusalStatus = conformance.Check{
	ID:          "inkeep.events.refusal-status",
	Level:       conformance.Should,
	Requirement: "INK-BODY-7",
	Also:        []string{"INK-BODY-8", "INK-ERR-15"},
	Title:       "An event that breaks the contract gets 400 or 422.",
	Floor:       map[string]int{"refusals": 4},
	Run: with(func(ctx context.Context, a *asker) {
		a.needControl()
		for _, w := range refusalSamples(a) {
			got := a.strange(ctx, func() post { return post{event: w.event(), hostile: true, meta: refusal{}} })
			turned := got.Refused() || got.Status >= 300 && got.Status < 400 // a redirection takes no event either
			if turned && got.Status != 400 && got.Status != 422 {
				a.fail(got, "an event is refused with another status than those listed for it, although "+w.what, "400 or 422", got.got())
			}
			a.Saw("refusals", 1)
		}
	}),
}

// refusalNoFault looks at every refusal of a wrong event of the run. A fault of the server may be an accident, so each is asked again.
var refusalNoFault = conformance.Check{
	ID:          "inkeep.events.refusal-no-fault",
	Level:       conformance.Should,
	Requirement: "INK-CLI-2",
	Title:       "An event that lacks its reference is refused, and is not a fault of the server.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"refusals": 3},
	Run: with(func(ctx context.Context, a *asker) {
		a.needControl()
		away := func() []*exchange.Exchange {
			return slices.DeleteFunc(slices.Clone(a.T.Traffic()), func(x *exchange.Exchange) bool { return !misstated(x) })
		}
		all := away()
		if len(all) < 3 && ctx.Err() == nil {
			for _, wrong := range referenceMissing(a) {
				a.ask(ctx, func() post { return post{event: wrong.event(), hostile: true, meta: refusal{}} })
			}
			all = away()
		}
		a.Saw("refusals", len(all))
		faults := 0
		for _, x := range all {
			if !x.Failed() || x.Sent() != len(x.Request.Body) {
				continue
			}
			if faults++; a.failsAgain(ctx, x.Request) {
				got := newAnswer(nil, x)
				a.fail(got, "an event that breaks the contract makes the server fail each time", "a refusal, 400 or 422", got.got())
			}
		}
		if faults > 0 {
			a.Record("%d refusals were faults of the server that did not come again", faults)
		}
	}),
}

func (a *asker) failsAgain(ctx context.Context, r exchange.Request) bool {
	for range tries - 1 {
		if !a.Do(ctx, r).Failed() {
			return false
		}
	}
	return true
}
