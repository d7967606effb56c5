package values

import (
	"context"
	"fmt"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var answers = conformance.Check{
	ID:          "chatlayer.values.answers",
	Level:       conformance.Must,
	Requirement: "CHL-VAL-2",
	Also:        []string{"CHL-VAL-1", "CHL-OPS-4", "CHL-OPS-6"},
	Title:       "The values of an attribute are answered as an array of objects with a key and a value, with a query and without.",
	Operations:  []string{operation},
	Floor:       map[string]int{"answers": 2},
	Run:         kit.WithPlanted(runAnswers),
}

// runAnswers asks for the values of an attribute that listed events have.
func runAnswers(ctx context.Context, p *kit.Probe) {
	attribute, some := "", ""
	for _, k := range p.Planted {
		for key, text := range k.Listed.Attributes {
			if kit.IsPlain(kit.Sent{Version: "LIVE", Event: key, User: key}) && (attribute == "" || key < attribute) {
				attribute, some = key, text
			}
		}
	}
	if attribute == "" {
		p.NotApplicable("no listed event has an attribute with a plain name")
	}
	for _, query := range []any{nil, some} {
		got := p.Tell(ctx, question(p, p.Bot, attribute, query))
		if _, problem := read(got); problem != "" {
			p.Fail(conformance.Failure{
				Message: "the values of an attribute are not answered as the documents say: " + problem, Got: kit.Gist(got.X),
				Expected:  "status 200, with the array attributes of objects with the strings key and value",
				Exchanges: []*exchange.Exchange{got.X},
			})
		}
		p.Saw("answers", 1)
	}
}

var found = conformance.Check{
	ID:          "chatlayer.values.found",
	Level:       conformance.Should,
	Requirement: "CHL-VAL-4",
	Title:       "A value that an attribute has in a listed event is told when the query is that value.",
	Operations:  []string{"TrackEvent", operation},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 4},
	Run:         kit.WithPlanted(runFound),
}

// runFound asks for values of the planted events, and for some of an attribute that has many. How a query matches nobody documents, but
// the whole value matches in every way, if it is of letters: who looks for words finds no signs.
func runFound(ctx context.Context, p *kit.Probe) {
	names := plantedOnce(ctx, p)
	type sought struct{ attribute, text string }
	all := []sought{{names.fruit, plum}, {names.fruit, fig}, {names.music, other}}
	for _, i := range []int{0, len(p.Planted) / 2, len(p.Planted) - 1} {
		if k := p.Planted[i]; k.Listed.Attributes[kit.TagKey] == k.Tag {
			all = append(all, sought{kit.TagKey, k.Tag})
		}
	}
	told := 0
	for _, at := range all {
		var values []value
		var x *exchange.Exchange
		if !p.Await(ctx, func() bool {
			values, x = ask(ctx, p, p.Bot, at.attribute, at.text)
			return holds(values, at.text)
		}) {
			if told == 0 && len(values) == 0 {
				p.Inconclusive("no value of the run's events was told within the settle time of %s; allow more with --settle",
					p.Target().Settle)
			}
			var symptoms []conformance.Symptom
			if others, _ := ask(ctx, p, p.Bot, names.fruit, nothing); holds(others, plum) {
				symptoms = notNarrowed()
			}
			p.Fail(conformance.Failure{
				Message: "a value that an attribute has in a listed event is not told when it is asked for", Expected: kit.Quoted(at.text),
				Got: english.Count(len(values), "value") + ": " + kit.Gist(x), Exchanges: []*exchange.Exchange{x}, Symptoms: symptoms,
			})
		}
		p.Saw("values", 1)
		told++
	}
}

var own = conformance.Check{
	ID:          "chatlayer.values.own",
	Level:       conformance.Should,
	Requirement: "CHL-VAL-5",
	Title:       "The values of an attribute are those of this attribute in events of this bot, under its name.",
	Operations:  []string{"TrackEvent", operation},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"answers": 4},
	Run:         kit.WithPlanted(runOwn),
}

// runOwn asks for values of an attribute that no event has but two of the run's, with queries that match those of other attributes too, and
// for those of another bot, which has none of them.
func runOwn(ctx context.Context, p *kit.Probe) {
	names := mustTell(ctx, p)
	for _, query := range []any{nil, "", plum, other} {
		values, x := ask(ctx, p, p.Bot, names.fruit, query)
		for _, v := range values {
			if v.text != plum && v.text != fig && v.text != signs {
				strange(p, "a value is told that the attribute has in no event", v, x)
			}
			if v.key != names.fruit && v.told["key"] != nil {
				strange(p, "a value is told under another key than the attribute's name", v, x)
			}
		}
		p.Saw("answers", 1)
	}
	for _, query := range []any{nil, plum} {
		r := question(p, p.Elsewhere(), names.fruit, query)
		r.Hostile = true
		x := p.Do(ctx, r)
		values, _ := read(kit.ReadReply(x))
		for _, v := range values {
			strange(p, "a value is told of "+p.ElsewhereName()+" that an attribute has in events of the bot alone", v, x)
		}
	}
}

func strange(p *kit.Probe, message string, v value, x *exchange.Exchange) {
	p.Fail(conformance.Failure{
		Message: message, Expected: fmt.Sprintf("%q, %q or %q, or nothing", plum, fig, signs), Got: kit.ShortJSON(v.told),
		Exchanges: []*exchange.Exchange{x},
	})
}

var narrowed = conformance.Check{
	ID:          "chatlayer.values.narrowed",
	Level:       conformance.Should,
	Requirement: "CHL-VAL-6",
	Title:       "A query leaves out values that have no character in common with it.",
	Operations:  []string{"TrackEvent", operation},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"queries": 3},
	Run:         kit.WithPlanted(runNarrowed),
}

// runNarrowed asks with queries that no way to match can find in a value. None is so short that a server may find that there is nothing to
// look for yet; those of signs alone it may refuse.
func runNarrowed(ctx context.Context, p *kit.Probe) {
	names := mustTell(ctx, p)
	for _, query := range []string{plum, fig, nothing, "%%%", "___", "...", "***"} {
		got := p.Tell(ctx, question(p, p.Bot, names.fruit, query))
		if got.X.Refused() {
			continue
		}
		values := mustRead(p, got)
		for _, text := range []string{plum, fig} {
			if text != query && holds(values, text) {
				p.Fail(conformance.Failure{
					Message:  "a query does not leave out a value that has no character in common with it",
					Expected: "no " + kit.Quoted(text) + " for " + kit.Quoted(query), Got: kit.Gist(got.X),
					Exchanges: []*exchange.Exchange{got.X}, Symptoms: notNarrowed(),
				})
			}
		}
		p.Saw("queries", 1)
	}
}
