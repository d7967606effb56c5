package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// caseTwins are pairs of values that differ in the case of their letters alone: names, ids of 24 hex digits and UUIDs.
func (p *probe) caseTwins() []string {
	hex := fmt.Sprintf("5ca1ab1e%016x", digest("hex "+p.Run()))
	h := fmt.Sprintf("%016x%016x", digest("uuid "+p.Run()), digest("more "+p.Run()))
	uuid := fmt.Sprintf("c0ffee%s-%s-4%s-a%s-%s", h[:2], h[2:6], h[6:9], h[9:12], h[12:24])
	return []string{p.s.names.of("Mia"), p.s.names.of("mia"), hex, strings.ToUpper(hex), uuid, strings.ToUpper(uuid)}
}

// letterCase asks every filter for each of the twins, one by GET and the other by POST, and a team's list for its users.
func letterCase(ctx context.Context, p *probe) {
	p, own, open := p.settledValues(ctx, "letters in another case", 32, p.caseTwins())
	for i, k := range own {
		for j, f := range allFields() {
			q := f.with(open, f.of(k.Sent)).on([]string{get, post}[(i+j)%2])
			w := p.WholeWalk(ctx, q)
			p.exactCase(w, f, f.of(k.Sent), own)
			if f.name != byCampaign().name { // whether that means the id that a track gives is for another check
				p.Hold(ctx, w, own, "letters in another case in "+f.name+" ("+q.Op+")")
			}
			p.Saw("values", 1)
		}
		if i%2 == 1 && slices.Contains(p.everyList(), team) {
			p.exactCase(p.WholeWalk(ctx, byUser().with(open, k.User).on(team)), byUser(), k.User, own)
		}
	}
}

// exactCase fails the check if a list that was asked for a value shows an event of the check's own that has it in another case.
// What every target must do takes the two for the same.
func (p *probe) exactCase(w Walk, f filterField, asked string, own []*Known) {
	for _, e := range w.Events() {
		k := p.s.identify(e)
		if k == nil || !slices.Contains(own, k) || f.of(k.Sent) == asked || !strings.EqualFold(f.of(k.Sent), asked) {
			continue
		}
		p.Fail(conformance.Failure{
			Message:  fmt.Sprintf("%s (%s) finds a value in another case of letters", f.name, w.Query.Op),
			Expected: "events with " + f.name + " " + quoted(asked) + " alone", Got: "an event with " + quoted(f.of(k.Sent)),
			LooksLike: "letter case folded", Exchanges: lastOf(w, 1),
		})
	}
}
