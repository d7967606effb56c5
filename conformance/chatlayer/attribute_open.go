package chatlayer

import (
	"context"
	"fmt"
	"strings"
)

// What nobody documents about attribute filters. It is recorded, unless the target breaks.

// severalValues records how the values of one filter combine.
func severalValues(ctx context.Context, p *probe, word string) {
	w := p.Walk(ctx, p.withFilters(p.sample(), Filter{Key: "colour", Operator: word, Value: []string{"red", "blue"}}))
	p.Saw("answers", 1)
	if !w.Ended {
		p.Record("several values are answered with status %d", w.Last().X.Status)
		return
	}
	colours := map[string]int{}
	for k := range p.seen(w) {
		colours[k.Attributes["colour"]]++
	}
	p.Record("values red and blue list %d red, %d blue and %d other events", colours["red"], colours["blue"], colours[""])
}

// negation records which words for inequality the target takes, and what becomes of events that lack the attribute.
func negation(ctx context.Context, p *probe, _ string) {
	var words []string
	for _, word := range []string{"neq", "!=", "ne", "not_equals", "<>", "not_in", "isNot"} {
		w := p.Walk(ctx, p.withFilters(p.sample(), oneValue("colour", word, "red")))
		p.Saw("answers", 1)
		if last := w.Last(); !w.Ended {
			words = append(words, fmt.Sprintf("%s: status %d", word, last.X.Status))
			continue
		}
		colours := map[string]int{}
		for k := range p.seen(w) {
			colours[k.Attributes["colour"]]++
		}
		words = append(words, fmt.Sprintf("%s: %d red, %d blue, %d without", word, colours["red"], colours["blue"], colours[""]))
	}
	p.Record("not red: %s", strings.Join(words, "; "))
}

func (p *probe) withFilters(q Query, filters ...Filter) Query {
	q.Op, q.Filters = post, filters
	return q
}

// incompleteFilters records what filters give that lack a part.
func incompleteFilters(ctx context.Context, p *probe, word string) {
	text := escapeJSON(word)
	p.records(ctx, map[string]string{
		"no key": `{"operator":` + text + `,"value":["red"]}`, "no operator": `{"key":"colour","value":["red"]}`,
		"no value": `{"key":"colour","operator":` + text + `}`, "empty value": `{"key":"colour","operator":` + text + `,"value":[]}`,
		"empty filter": `{}`, "a text for value": `{"key":"colour","operator":` + text + `,"value":"red"}`,
	}, []string{"no key", "no operator", "no value", "empty value", "empty filter", "a text for value"})
}

// records asks with filters as they stand and records the answers.
func (p *probe) records(ctx context.Context, filters map[string]string, order []string) {
	var words []string
	for _, name := range order {
		r := p.s.request(p.sample())
		r.Body = append(r.Body[:len(r.Body)-1:len(r.Body)-1], []byte(`,"filters":[`+filters[name]+`]}`)...)
		r.Hostile = true
		_, answer := p.oddAnswer(ctx, r)
		words = append(words, name+": "+answer)
		p.Saw("answers", 1)
	}
	p.Record("%s", strings.Join(words, "; "))
}

func escapeJSON(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// manyFilters sends far more filters, and longer values, than people do: the answer is right, or a refusal.
func manyFilters(ctx context.Context, p *probe, word string) {
	red := oneValue("colour", word, "red")
	many := make([]Filter, 200)
	for i := range many {
		many[i] = red
	}
	one := p.ripeAttributes(ctx, p.WholeWalk(ctx, p.withFilters(p.sample(), red)), p.s.seed, []Filter{red})
	if w, refused := p.orRefused(ctx, p.sample(), many...); !refused {
		w = p.ripeAttributes(ctx, w, p.s.seed, []Filter{red})
		p.likeWide(one, w, p.liveOf(p.seen(one)), "200 equal attribute filters")
	}
	long := oneValue("colour", word, strings.Repeat("red", 3500))
	if w, refused := p.orRefused(ctx, p.sample(), long); !refused {
		p.noneKnown(w, "an attribute filter with a value of ten thousand characters")
	}
	p.Saw("answers", 2)
}
