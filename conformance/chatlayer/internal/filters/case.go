package filters

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

var letterCase = conformance.Check{
	ID:          "chatlayer.filters.letter-case",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Values that differ in the case of their letters are kept apart.",
	Operations:  append(kit.TrackAndLists(), kit.Team),
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         kit.WithPlanted(runLetterCase),
}

// runLetterCase asks every filter for the twins of each kind, one right after the other, and a team's list for its users.
func runLetterCase(ctx context.Context, p *kit.Probe) {
	p, own, open := settledValues(ctx, p, "letters in another case", 32, p.CaseTwins())
	for twins := range slices.Chunk(own, 2) {
		for _, f := range kit.AllFilters() {
			caseMatters(ctx, p, open.On(kit.Get), f, twins, own)
			caseMatters(ctx, p, open.On(kit.Post), f, twins, own)
		}
		if slices.Contains(p.EveryList(), kit.Team) {
			caseMatters(ctx, p, open.On(kit.Team), kit.ByUser, twins[:1], own)
		}
	}
}

// caseMatters asks for the twins by one filter.
func caseMatters(ctx context.Context, p *kit.Probe, q kit.Query, f kit.PlainFilter, twins, own []*kit.RunEvent) {
	for _, k := range twins {
		w := p.MustWalk(ctx, f.AddTo(q, f.Sent(k.Sent)))
		exactCase(p, w, f, f.Sent(k.Sent), own)
		if f.Shown != nil && q.Op != kit.Team { // what these show is for other checks
			p.Hold(ctx, w, own, "letters in another case in "+f.Name+" ("+q.Op+")")
		}
		p.Saw("values", 1)
	}
}

// exactCase fails the check if a list that was asked for a value shows an event of the check's own that has it in another case.
// What every target must do takes the two for the same.
func exactCase(p *kit.Probe, w kit.Walk, f kit.PlainFilter, asked string, own []*kit.RunEvent) {
	for _, e := range w.Events() {
		k := p.Identify(e)
		if k == nil || !slices.Contains(own, k) || f.Sent(k.Sent) == asked || !strings.EqualFold(f.Sent(k.Sent), asked) {
			continue
		}
		like, d := kit.CaseFolded, p.Compare(w, nil)
		if !d.None() {
			like = "" // whatever lets other events through lets these through, too
		}
		if f.Shown != nil {
			like = cmp.Or(p.KeptOtherwise(f.Name, f.Sent(k.Sent), f.Shown(e)), like)
		}
		f := conformance.Failure{
			Message:  fmt.Sprintf("%s (%s) finds a value in another case of letters", f.Name, w.Query.Op),
			Expected: "events with " + f.Name + " " + kit.Quoted(asked) + " alone", Got: "an event with " + kit.Quoted(f.Sent(k.Sent)),
			LooksLike: like, Symptoms: d.Symptoms(), Exchanges: kit.LastOf(w, 1),
		}
		if v := p.Sight(w, own, d); v != nil && d.None() {
			f.Observed = v
		}
		p.Fail(f)
	}
}
