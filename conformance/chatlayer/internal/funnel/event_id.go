package funnel

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// open is what nobody documents of an event_id.
const open = "be event_id an event's name or the id of its definition, and nobody says what it is"

// ofPlanted is a funnel of two listed events, or of one if no other has another name, by their names.
func ofPlanted(p *kit.Probe) funnel {
	var f funnel
	for _, k := range p.Planted {
		if k.Event == "" || slices.Contains(f.steps, k.Event) {
			continue
		}
		if f.steps = append(f.steps, k.Event); len(f.steps) == 2 {
			return f
		}
		f.from, f.to = k.Moment().Add(-time.Minute), k.Moment().Add(time.Minute)
	}
	if f.steps == nil {
		p.NotApplicable("no listed event has a name")
	}
	return f
}

// settled asks for a funnel by the names of events and, if that is refused or counts nobody, by the ids of their definitions. It returns
// the one that counts somebody, or else one that is not refused. It does not end the check.
func settled(ctx context.Context, p *kit.Probe, named funnel) (funnel, kit.Reply) {
	got := kit.ReadReply(p.Do(ctx, named.request(p)))
	if counts(got, named) {
		return named, got
	}
	ids := definedAs(ctx, p, named.steps)
	if ids == nil {
		return named, got
	}
	f := named
	f.steps = nil
	for _, name := range named.steps {
		f.steps = append(f.steps, ids[name])
	}
	if byID := kit.ReadReply(p.Do(ctx, f.request(p))); counts(byID, f) || got.X.Refused() && !byID.X.Refused() {
		return f, byID
	}
	return named, got
}

// counts reports whether an answer to a funnel counts somebody at its first step.
func counts(got kit.Reply, f funnel) bool {
	all, problem := read(got, f)
	return problem == "" && slices.ContainsFunc(all, func(c cohort) bool { return c.counts[0] > 0 })
}

// definedAs are the ids of the definitions of events, by their names; nil if not all have one.
func definedAs(ctx context.Context, p *kit.Probe, names []string) map[string]string {
	list, _, _ := p.TryDefinitions(ctx, kit.DefinitionQuery{Size: 100})
	ids := map[string]string{}
	for _, d := range list {
		if d.ID != "" && slices.Contains(names, d.Event) {
			ids[d.Event] = d.ID
		}
	}
	if len(ids) < len(names) {
		return nil
	}
	return ids
}

// undecided is why a funnel that was answered so cannot be judged; empty if it can.
func undecided(x *exchange.Exchange) string {
	why := kit.Unoffered(x)
	if why == "" && x.Refused() && !x.Busy() {
		why = "a funnel is refused, " + open + ": " + kit.Gist(x)
	}
	return why
}
