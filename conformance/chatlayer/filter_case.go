package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

var filterLetterCase = conformance.Check{
	ID:          "chatlayer.filters.letter-case",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Values that differ in the case of their letters are kept apart.",
	Operations:  append(tracked(), team),
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         with(letterCase),
}

// letterCase asks every filter for the twins of each kind, one right after the other, and a team's list for its users.
func letterCase(ctx context.Context, p *probe) {
	p, own, open := settledValues(ctx, p, "letters in another case", 32, p.caseTwins())
	kind := 0
	for twins := range slices.Chunk(own, 2) {
		for j, f := range allFilters() {
			caseMatters(ctx, p, open.on([]string{get, post}[(kind+j)%2]), f, twins, own)
		}
		if slices.Contains(p.everyList(), team) {
			caseMatters(ctx, p, open.on(team), byUser, twins[:1], own)
		}
		kind++
	}
}

// caseMatters asks for the twins by one filter.
func caseMatters(ctx context.Context, p *probe, q Query, f filter, twins, own []*Known) {
	for _, k := range twins {
		w := p.WholeWalk(ctx, f.with(q, f.sent(k.Sent)))
		exactCase(p, w, f, f.sent(k.Sent), own)
		if f.shown != nil && q.Op != team { // what these show is for other checks
			p.Hold(ctx, w, own, "letters in another case in "+f.name+" ("+q.Op+")")
		}
		p.Saw("values", 1)
	}
}

// exactCase fails the check if a list that was asked for a value shows an event of the check's own that has it in another case.
// What every target must do takes the two for the same.
func exactCase(p *probe, w Walk, f filter, asked string, own []*Known) {
	for _, e := range w.Events() {
		k := p.s.identify(e)
		if k == nil || !slices.Contains(own, k) || f.sent(k.Sent) == asked || !strings.EqualFold(f.sent(k.Sent), asked) {
			continue
		}
		like, d := caseFolded, p.s.compare(w, nil)
		if !d.none() {
			like = "" // whatever lets other events through lets these through, too
		}
		f := conformance.Failure{
			Message:  fmt.Sprintf("%s (%s) finds a value in another case of letters", f.name, w.Query.Op),
			Expected: "events with " + f.name + " " + quoted(asked) + " alone", Got: "an event with " + quoted(f.sent(k.Sent)),
			LooksLike: like, Symptoms: d.symptoms(), Exchanges: lastOf(w, 1),
		}
		if v := p.s.sight(w, own, d); v != nil && d.none() {
			f.Observed = v
		}
		p.Fail(f)
	}
}
