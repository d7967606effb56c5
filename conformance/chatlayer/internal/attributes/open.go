package attributes

import (
	"context"
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// What nobody documents about attribute filters. It is recorded, unless the target breaks.

var severalValues = conformance.Check{
	ID:          "chatlayer.attributes.several-values",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-6",
	Title:       "How several values of one filter combine.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"answers": 1},
	NoMutant:    records,
	Run:         attributed(runSeveralValues),
}

// runSeveralValues records how the values of one filter combine.
func runSeveralValues(ctx context.Context, p *kit.Probe, word string) {
	w := p.Walk(ctx, withFilters(p.ListSample(), kit.Filter{Key: "colour", Operator: word, Value: []string{"red", "blue"}}))
	p.Saw("answers", 1)
	if !w.Ended {
		p.Record("several values are answered with status %d", w.Last().X.Status)
		return
	}
	colours := map[string]int{}
	for k := range p.Seen(w) {
		colours[k.Attributes["colour"]]++
	}
	p.Record("values red and blue list %d red, %d blue and %s", colours["red"], colours["blue"], english.Count(colours[""], "other event"))
}

var negation = conformance.Check{
	ID:          "chatlayer.attributes.negation",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Title:       "Which words mean inequality, and what they do with events that lack the attribute.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"answers": 1},
	NoMutant:    records,
	Run:         attributed(runNegation),
}

// runNegation records which words for inequality the target takes, and what becomes of events that lack the attribute.
func runNegation(ctx context.Context, p *kit.Probe, _ string) {
	var words []string
	for _, word := range []string{"neq", "!=", "ne", "not_equals", "<>", "not_in", "isNot"} {
		w := p.Walk(ctx, withFilters(p.ListSample(), kit.OneValue("colour", word, "red")))
		p.Saw("answers", 1)
		if last := w.Last(); !w.Ended {
			words = append(words, fmt.Sprintf("%s: status %d", word, last.X.Status))
			continue
		}
		colours := map[string]int{}
		for k := range p.Seen(w) {
			colours[k.Attributes["colour"]]++
		}
		words = append(words, fmt.Sprintf("%s: %d red, %d blue, %d without", word, colours["red"], colours["blue"], colours[""]))
	}
	p.Record("not red: %s", strings.Join(words, "; "))
}

func withFilters(q kit.Query, filters ...kit.Filter) kit.Query {
	q.Op, q.Filters = kit.Post, filters
	return q
}

var incomplete = conformance.Check{
	ID:          "chatlayer.attributes.incomplete",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-8",
	Also:        []string{"CHL-ATTR-9", "CHL-ATTR-10"},
	Title:       "What filters without a key, an operator or values give.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"answers": 1},
	NoMutant:    records,
	Run:         attributed(incompleteFilters),
}

// incompleteFilters records what filters give that lack a part.
func incompleteFilters(ctx context.Context, p *kit.Probe, word string) {
	text := escapeJSON(word)
	recordAnswers(ctx, p, map[string]string{
		"no key": `{"operator":` + text + `,"value":["red"]}`, "no operator": `{"key":"colour","value":["red"]}`,
		"no value": `{"key":"colour","operator":` + text + `}`, "empty value": `{"key":"colour","operator":` + text + `,"value":[]}`,
		"empty filter": `{}`, "a text for value": `{"key":"colour","operator":` + text + `,"value":"red"}`,
	}, []string{"no key", "no operator", "no value", "empty value", "empty filter", "a text for value"})
}

// recordAnswers asks with filters as they stand and records the answers.
func recordAnswers(ctx context.Context, p *kit.Probe, filters map[string]string, order []string) {
	var words []string
	for _, name := range order {
		r := p.Request(p.ListSample())
		r.Body = append(r.Body[:len(r.Body)-1:len(r.Body)-1], []byte(`,"filters":[`+filters[name]+`]}`)...)
		r.Hostile = true
		_, answer := p.OddAnswer(ctx, r)
		words = append(words, name+": "+answer)
		p.Saw("answers", 1)
	}
	p.Record("%s", strings.Join(words, "; "))
}

func escapeJSON(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

var many = conformance.Check{
	ID:          "chatlayer.attributes.many",
	Level:       conformance.Should,
	Requirement: "CHL-ATTR-12",
	Also:        []string{"CHL-OPS-2"},
	Title:       "Very many filters and very long values are answered rightly or refused.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"answers": 2},
	Run:         attributed(manyFilters),
}

// manyFilters sends far more filters, and longer values, than people do: the answer is right, or a refusal.
func manyFilters(ctx context.Context, p *kit.Probe, word string) {
	red := kit.OneValue("colour", word, "red")
	many := make([]kit.Filter, 200)
	for i := range many {
		many[i] = red
	}
	one := ripeAttributes(ctx, p, p.MustWalk(ctx, withFilters(p.ListSample(), red)), p.Planted, []kit.Filter{red})
	if w, refused := orRefused(ctx, p, p.ListSample(), many...); !refused {
		w = ripeAttributes(ctx, p, w, p.Planted, []kit.Filter{red})
		likeWide(p, one, w, p.PlantedIn(p.Seen(one)), "200 equal attribute filters")
	}
	long := kit.OneValue("colour", word, strings.Repeat("red", 3500))
	if w, refused := orRefused(ctx, p, p.ListSample(), long); !refused {
		noneKnown(p, w, "an attribute filter with a value of ten thousand characters")
	}
	p.Saw("answers", 2)
}
