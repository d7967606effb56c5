package attributes

import (
	"context"
	"maps"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// meetsFilter reports whether attributes meet a filter of equality with one value. Like the plain filters it leaves the case of a
// value to the target.
func meetsFilter(f kit.Filter, attributes map[string]string, loose bool) bool {
	value, there := attributes[f.Key]
	return there && (value == f.Value[0] || loose && strings.EqualFold(value, f.Value[0]))
}

func haveAll(filters []kit.Filter, attributes map[string]string, loose bool) bool {
	for _, f := range filters {
		if !meetsFilter(f, attributes, loose) {
			return false
		}
	}
	return true
}

// compareAttributes holds a walk to the model, with attribute filters that mean equality and combine with and.
func compareAttributes(p *kit.Probe, w kit.Walk, planted []*kit.RunEvent, filters []kit.Filter) (d kit.Difference, matching, others int) {
	d = p.Compare(w, nil)
	seen := map[*kit.RunEvent]bool{}
	for _, e := range w.Events() {
		k := p.Identify(e)
		attributes, shown := e.Attributes, e.Has("attributes")
		if k != nil && k.Owned {
			attributes, shown = k.Attributes, true
			seen[k] = true
		}
		if shown && !haveAll(filters, attributes, true) {
			d.Extra, d.Why = append(d.Extra, e), append(d.Why, "its attributes do not meet the filters")
		}
	}
	q := p.WithDefaults(w.Query)
	from, to := kit.Instants(q)
	for _, k := range planted {
		switch {
		case !k.Matches(q, from, to):
		case !haveAll(filters, k.Attributes, false):
			others++
		default:
			matching++
			if !seen[k] {
				d.Missing = append(d.Missing, k)
			}
		}
	}
	return d, matching, others
}

// filteredExactly asks with attribute filters and fails the check unless exactly the events that meet all of them come back.
func filteredExactly(ctx context.Context, p *kit.Probe, q kit.Query, about string, filters ...kit.Filter) kit.Walk {
	q.Op, q.Filters = kit.Post, filters
	return holdAttributes(ctx, p, p.MustWalk(ctx, q), p.Planted, about, filters)
}

// ripeAttributes walks again as long as events are missing that are younger than the settle time: what attribute filters look
// things up in may learn of an event later than any other list does, and how much later nobody documents.
func ripeAttributes(ctx context.Context, p *kit.Probe, w kit.Walk, planted []*kit.RunEvent, filters []kit.Filter) kit.Walk {
	for pause := kit.ShortestPause; ; pause = min(kit.LongestPause, pause*3/2) {
		d, _, _ := compareAttributes(p, w, planted, filters)
		if !p.Young(d.Missing) || p.Clock.Sleep(ctx, pause) != nil {
			return w
		}
		again, refused := orRefused(ctx, p, w.Query, w.Query.Filters...)
		if refused {
			return w
		}
		w = again
	}
}

// holdAttributes fails the check unless a walk shows exactly the run's events that meet the filters, by the time that the last
// of them has to be there. It returns the walk that it judged.
func holdAttributes(ctx context.Context, p *kit.Probe, w kit.Walk, planted []*kit.RunEvent, about string, filters []kit.Filter) kit.Walk {
	w = ripeAttributes(ctx, p, w, planted, filters)
	d, matching, others := compareAttributes(p, w, planted, filters)
	p.Saw("matching", matching)
	p.Saw("others", others)
	if d.None() {
		return w
	}
	f := conformance.Failure{
		Message: about + ": " + d.String(),
		Expected: p.PlantedEvents(matching) + ", each once, and nothing else that does not match " +
			p.WithDefaults(w.Query).Describe(),
		Got:       w.Size() + ": " + p.Details(d),
		Symptoms:  d.Symptoms(),
		Exchanges: kit.LastOf(w, 2),
	}
	if len(w.Pages) > 1 {
		f.Pictures = append(f.Pictures, p.Strip(w, d))
	}
	p.Fail(f)
	return w
}

// orRefused walks with attribute filters that a target may refuse.
func orRefused(ctx context.Context, p *kit.Probe, q kit.Query, filters ...kit.Filter) (w kit.Walk, refused bool) {
	q.Op, q.Filters = kit.Post, filters
	w = p.Walk(ctx, q)
	if len(w.Pages) == 1 && w.Last().Declined() {
		return w, true
	}
	p.MustBePage(w.Last())
	if !w.Ended {
		p.Inconclusive("a walk did not end: %s", w.Why)
	}
	return w, false
}

// noneKnown fails the check if a walk shows an event of this run.
func noneKnown(p *kit.Probe, w kit.Walk, about string) {
	for k := range maps.Keys(p.Seen(w)) {
		p.Fail(conformance.Failure{
			Message: about + " brings events that do not meet it", Expected: "no event of this run, or a refusal",
			Got: p.PlantedEvents(len(p.Seen(w))) + ", such as " + k.Label(), Exchanges: kit.LastOf(w, 1),
			Symptoms: kit.Unmet(),
		})
	}
}
