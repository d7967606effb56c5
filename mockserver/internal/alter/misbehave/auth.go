package misbehave

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func auth() []Mutant {
	return area("auth",
		mutant("auth.post-list-open", 1, "Lists by POST are served without credentials.", "CHL-AUTH-1 CHL-AUTH-8", open(alter.ListByPost)),
		mutant("auth.team-list-open", 2, "Team lists are served without credentials.", "CHL-AUTH-1 CHL-AUTH-8", open(alter.ListOfTeam)),
		mutant("auth.track-open", 2, "Events are tracked without credentials.", "CHL-AUTH-1 CHL-AUTH-8", open(alter.TrackEvent)),
		mutant("auth.echo-open", 2, "Echo is served without credentials.", "CHL-AUTH-2 CHL-AUTH-8", open(alter.Echo)),
		mutant("auth.head-open", 3, "HEAD is served without credentials.", "CHL-AUTH-8", letIn(func(c *pipeline.Call) bool { return c.Method == http.MethodHead }, anyone)),
		mutant("auth.any-basic", 1, "Any Basic credentials that are not empty pass.", "CHL-AUTH-8 CHL-AUTH-9",
			letIn(alter.ForChatlayer, func(_ string, got string) bool { return got != "" && got != ":" })),
		mutant("auth.secret-unchecked", 2, "Only the token's id is checked, never its secret.", "CHL-AUTH-3 CHL-AUTH-8", pairs(func(id, _, gotID, _ string) bool { return id == gotID })),
		mutant("auth.secret-of-any-token", 2, "A secret is good with the id of any token.", "CHL-AUTH-3 CHL-AUTH-8", secretOfAny),
		mutant("auth.secret-prefix", 3, "A part of the secret from its start is enough.", "CHL-AUTH-3 CHL-AUTH-8", pairs(func(id, secret, gotID, gotSecret string) bool {
			return id == gotID && gotSecret != "" && strings.HasPrefix(secret, gotSecret)
		})),
		mutant("auth.secret-longer", 3, "A secret with more behind it passes.", "CHL-AUTH-3 CHL-AUTH-8", pairs(func(id, secret, gotID, gotSecret string) bool {
			return id == gotID && strings.HasPrefix(gotSecret, secret)
		})),
		mutant("auth.secret-any-case", 2, "The case of a secret is ignored.", "CHL-AUTH-3 CHL-AUTH-8", pairs(func(id, secret, gotID, gotSecret string) bool {
			return id == gotID && strings.EqualFold(secret, gotSecret)
		})),
		mutant("auth.spaces-trimmed", 4, "Spaces around a secret are ignored.", "CHL-AUTH-3 CHL-AUTH-8 CHL-ACC-6", pairs(func(id, secret, gotID, gotSecret string) bool {
			return id == gotID && secret == strings.TrimSpace(gotSecret)
		})),
		mutant("auth.empty-secret", 3, "A token's id with an empty secret passes.", "CHL-AUTH-3 CHL-AUTH-8", pairs(func(id, _, gotID, gotSecret string) bool { return id == gotID && gotSecret == "" })),
		mutant("auth.bearer-pair", 3, "The pair passes as a bearer key by itself, of whatever secret.", "CHL-AUTH-8", bearerPair),
		mutant("auth.last-colon", 3, "The pair is split at its last colon.", "CHL-AUTH-3", lastColon),
		mutant("auth.is-400", 2, "Missing or wrong credentials are answered with 400.", "CHL-AUTH-9", unauthorizedIs(http.StatusBadRequest)),
		mutant("auth.is-500", 2, "Missing or wrong credentials are answered with 500.", "CHL-AUTH-9 CHL-ROB-1", unauthorizedIs(http.StatusInternalServerError)),
	)
}

func secretOfAny(p *pipeline.Pipeline) {
	pairs(func(_, secret, gotID, gotSecret string) bool {
		for _, a := range p.Accepted {
			if id, _, _ := strings.Cut(a.Secret, ":"); id == gotID {
				return secret == gotSecret
			}
		}
		return false
	})(p)
}

func bearerPair(p *pipeline.Pipeline) {
	letIn(alter.ForChatlayer, func(header, _ string) bool {
		_, key, _ := strings.Cut(header, " ")
		return strings.HasPrefix(header, "Bearer ") && key != ""
	})(p)
}

func lastColon(p *pipeline.Pipeline) {
	refuseSome(p, func(c *pipeline.Call) bool {
		_, pair := presentedRaw(c)
		return alter.ForChatlayer(c) && strings.Count(pair, ":") > 1
	})
}

func withoutHeader(name string) func(*pipeline.Call, *pipeline.Problem) *pipeline.Problem {
	return func(_ *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
		again := problem.With(name, "")
		again.Header.Del(name)
		return again
	}
}

func unauthorizedIs(status int) alter.Decorator {
	return alter.OnProblem(func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
		if alter.ForChatlayer(c) && problem.Status == http.StatusUnauthorized {
			return problem.WithStatus(status)
		}
		return problem
	})
}
