package auth

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// Checks are about credentials that only this API has; the others are the protocol's.
func Checks() []conformance.Check {
	return []conformance.Check{
		colonInSecret,
	}
}

var colonInSecret = conformance.Check{
	ID:          "chatlayer.auth.colon-in-secret",
	Level:       conformance.Must,
	Requirement: "CHL-ACC-12",
	Also:        []string{"CHL-AUTH-3"},
	Title:       "A secret may hold a colon: the pair is split at its first one.",
	Operations:  []string{kit.Get},
	Floor:       map[string]int{"answers": 1},
	Run:         kit.WithoutPlanted(runColonInSecret),
}

// runColonInSecret lists with the other credentials if their secret holds a colon, and else with the target's own.
func runColonInSecret(ctx context.Context, p *kit.Probe) {
	query := kit.Query{Bot: p.OtherBot, Start: kit.Bound(p.Base), End: kit.Bound(p.Base.Add(time.Second)), Size: 1}
	authorization := p.OtherAuth
	if !colon(p.OtherBasic) {
		if !colon(p.Basic) {
			p.NotApplicable("no secret that was given holds a colon; give credentials whose secret does")
		}
		query.Bot, authorization = p.Bot, p.Auth
	}
	r := p.Request(query)
	r.Authorization = authorization
	x := p.Do(ctx, r)
	if x.Err != nil || x.Busy() || x.Failed() {
		p.Inconclusive("the way to the target failed: %s", kit.Gist(x))
	}
	p.Saw("answers", 1)
	if x.Status == http.StatusUnauthorized || x.Status == http.StatusForbidden {
		p.Fail(conformance.Failure{
			Message:  "credentials whose secret holds a colon are refused",
			Expected: "the id is what comes before the first colon, the secret what comes after it",
			Got:      kit.Gist(x), Exchanges: []*exchange.Exchange{x}, Symptoms: []conformance.Symptom{protocol.Refused()},
		})
	}
}

// colon reports whether the secret of ID:SECRET holds one, too.
func colon(credentials string) bool { return strings.Count(credentials, ":") > 1 }
