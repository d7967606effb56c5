package chatlayer

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// authChecks are about credentials that only this API has; the others are the protocol's.
func authChecks() []conformance.Check {
	return []conformance.Check{
		authColonInSecret,
	}
}

var authColonInSecret = conformance.Check{
	ID:          "chatlayer.auth.colon-in-secret",
	Level:       conformance.Must,
	Requirement: "CHL-ACC-12",
	Also:        []string{"CHL-AUTH-3"},
	Title:       "A secret may hold a colon: the pair is split at its first one.",
	Operations:  []string{get},
	Needs:       []conformance.Capability{conformance.OtherTeam},
	Floor:       map[string]int{"answers": 1},
	Run:         bare(colonInSecret),
}

// colonInSecret lists with the other credentials, if their secret holds a colon: those of the target itself have passed already.
func colonInSecret(ctx context.Context, p *probe) {
	if _, secret, _ := strings.Cut(p.Target().OtherBasic, ":"); !strings.Contains(secret, ":") {
		p.NotApplicable("no secret that was given holds a colon; give credentials whose secret does")
	}
	r := p.s.request(Query{Bot: p.Target().OtherBot, Start: bound(p.s.base), End: bound(p.s.base.Add(time.Second)), Size: 1})
	r.Authorization = p.s.other
	x := p.Do(ctx, r)
	if x.Err != nil || x.Busy() || x.Failed() {
		p.Inconclusive("the way to the target failed: %s", gist(x))
	}
	p.Saw("answers", 1)
	if x.Status == http.StatusUnauthorized || x.Status == http.StatusForbidden {
		p.Fail(conformance.Failure{
			Message:  "credentials whose secret holds a colon are refused",
			Expected: "the id is what comes before the first colon, the secret what comes after it",
			Got:      gist(x), Exchanges: []*exchange.Exchange{x},
		})
	}
}
