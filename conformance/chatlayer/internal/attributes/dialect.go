package attributes

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// No document names the operators of attribute filters. So the checks try words that servers use, and take the first under
// which the target lists the events that have a value.

// equalityWords are the words to try.
func equalityWords() []string {
	return []string{"eq", "=", "==", "equals", "is", "EQ", "EQUALS", "equal", "IN", "in", "eql", "$eq", "exact", ""}
}

// dialect is what was found out about a target's operators.
type dialect struct {
	known   bool   // word means equality
	word    string // as sent
	idle    bool   // some words were answered, and always with the unfiltered list
	refused bool   // every word was refused
	broken  []*exchange.Exchange
	trouble string // why nothing could be found out; "" if something was
	proof   []*exchange.Exchange
}

// dialectOf returns what is known about the target's operators. The first check that asks has to find it out; others wait meanwhile.
func dialectOf(ctx context.Context, p *kit.Probe) dialect {
	var found dialect
	shared := kit.SharedBy[dialect](p).Get(func() *dialect {
		if found = discover(ctx, p); found.trouble != "" {
			return nil
		}
		return &found
	})
	if shared == nil {
		return found
	}
	return *shared
}

// discover tries one word after the other. It does not end the check.
func discover(ctx context.Context, p *kit.Probe) dialect {
	d, answered := dialect{idle: true, refused: true}, 0
	plain := p.Walk(ctx, p.ListSample())
	if !plain.Ended {
		return dialect{trouble: "the list by POST could not be read: " + plain.Why}
	}
	for _, word := range equalityWords() {
		q := p.ListSample()
		q.Filters = []kit.Filter{{Key: "colour", Operator: word, Value: []string{"red"}}}
		w := redWalk(ctx, p, q)
		last := w.Last()
		switch {
		case last.X.Err != nil || last.X.Busy() || ctx.Err() != nil:
			return dialect{trouble: "a list with an attribute filter could not be read: " + last.Problem}
		case last.Declined():
			continue
		case !w.Ended:
			d.idle, d.refused = false, false
			d.broken = kit.LastOf(w, 1)
			continue
		}
		d.refused = false
		d.proof = kit.LastOf(w, 1)
		if meansRed(p, w) {
			return dialect{known: true, word: word, proof: d.proof}
		}
		if word != "" { // what a filter without an operator means is another question
			d.idle = d.idle && len(kit.Unseen(p.Seen(w), p.PlantedIn(p.Seen(plain)))) == 0
			answered++
		}
	}
	d.idle = d.idle && answered > 0 && len(p.Seen(plain)) > 0
	return d
}

// redWalk walks again as long as the only thing wrong with a list of red events is that young ones are missing: they may be late
// there.
func redWalk(ctx context.Context, p *kit.Probe, q kit.Query) kit.Walk {
	for pause := kit.ShortestPause; ; pause = min(kit.LongestPause, pause*3/2) {
		w := p.Walk(ctx, q)
		missing, extra, red := redIn(p, w)
		if !w.Ended || extra > red/10 || !p.Young(missing) || p.Clock.Sleep(ctx, pause) != nil {
			return w
		}
	}
}

// meansRed reports whether a walk shows those of the planted events that are red, but for one in ten: a mistake of the list is for
// the checks to find, and must not hide what the word means.
func meansRed(p *kit.Probe, w kit.Walk) bool {
	missing, extra, red := redIn(p, w)
	return red > 0 && len(missing)+extra <= red/10
}

// redIn holds a walk to the red planted events, of which there are so many.
func redIn(p *kit.Probe, w kit.Walk) (missing []*kit.RunEvent, extra, red int) {
	seen := p.Seen(w)
	q := p.WithDefaults(w.Query)
	from, to := kit.Instants(q)
	for _, k := range p.Planted {
		is := k.Attributes["colour"] == "red"
		switch {
		case !k.Matches(q, from, to):
		case is:
			red++
			if !seen[k] {
				missing = append(missing, k)
			}
		case seen[k]:
			extra++
		}
	}
	return missing, extra, red
}

// attributed makes a check of a function that needs a word for equality. Without one the check does not apply: no document
// names one.
func attributed(run func(context.Context, *kit.Probe, string)) func(context.Context, *conformance.T) {
	return kit.WithPlanted(func(ctx context.Context, p *kit.Probe) {
		found := dialectOf(ctx, p)
		switch {
		case found.trouble != "":
			p.Inconclusive("%s", found.trouble)
		case !found.known:
			p.NotApplicable("no word was found that means equality; none is documented")
		}
		run(ctx, p, found.word)
	})
}

var equality = conformance.Check{
	ID:          "chatlayer.attributes.equality",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Also:        []string{"CHL-ATTR-1", "CHL-ATTR-2", "CHL-ATTR-3"},
	Title:       "Which word means equality, and whether exactly the events with the value are listed under it.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 10, "others": 10},
	NoMutant:    records,
	Run:         kit.WithPlanted(runEquality),
}

// runEquality looks for a word under which attribute filters work. That there is none is the target's right.
func runEquality(ctx context.Context, p *kit.Probe) {
	found := dialectOf(ctx, p)
	switch {
	case found.trouble != "":
		p.Inconclusive("%s", found.trouble)
	case found.refused:
		p.NotApplicable("all of %d words for equality were refused; no document names one", len(equalityWords()))
	case found.broken != nil:
		p.Fail(conformance.Failure{
			Message:  "a list with an attribute filter is not answered with a page",
			Expected: "status 200 with a page, or a refusal of the operator",
			Got:      kit.Gist(found.broken[0]), Exchanges: found.broken,
		})
	case found.idle:
		p.Fail(conformance.Failure{
			Message:   "attribute filters have no effect: under every operator that is not refused the unfiltered list comes back",
			Exchanges: found.proof,
			Expected:  "fewer events for a filter by colour red, or a refusal of the operator",
			Got:       "all events, under each word that is not refused",
		})
	case !found.known:
		p.NotApplicable("no word was found that means equality; none is documented")
	}
	for _, f := range []kit.Filter{
		kit.OneValue("colour", found.word, "red"),
		kit.OneValue("colour", found.word, "blue"),
		kit.OneValue("shape", found.word, "round"),
	} {
		filteredExactly(ctx, p, p.ListPlanted(kit.Post), "events by the attribute "+f.Key, f)
	}
	p.Record("%s means equality", kit.Quoted(found.word))
}
