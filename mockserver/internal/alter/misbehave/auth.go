package misbehave

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func auth() []Misbehaviour {
	return area("auth",
		breaks("auth.post-list-open", 1, "Lists by POST need no credentials.", "CHL-AUTH-1 CHL-AUTH-8", open(alter.ListByPost)),
		breaks("auth.head-open", 3, "HEAD requests need no credentials.", "CHL-AUTH-8",
			letIn(func(c *pipeline.Call) bool { return c.Method == http.MethodHead }, anyone)),
		breaks("auth.any-basic", 1, "Any Basic credentials pass, as long as neither part is empty.", "CHL-AUTH-8 CHL-AUTH-9",
			letIn(alter.ForChatlayer, func(_ string, got string) bool { return got != "" && got != ":" })),
		breaks("auth.secret-of-any-token", 2, "The secret of one token passes with the id of another.", "CHL-AUTH-8 CHL-AUTH-3",
			secretOfAny),
		breaks("auth.secret-longer", 3, "A secret followed by more characters passes.", "CHL-AUTH-8 CHL-AUTH-3",
			pairs(func(id, secret, gotID, gotSecret string) bool {
				return id == gotID && strings.HasPrefix(gotSecret, secret)
			})),
		breaks("auth.secret-any-case", 2, "A secret passes in upper case as well as in lower case.", "CHL-AUTH-8 CHL-AUTH-3",
			pairs(func(id, secret, gotID, gotSecret string) bool {
				return id == gotID && strings.EqualFold(secret, gotSecret)
			})),
		breaks("auth.empty-secret", 3, "A token's id passes with an empty secret.", "CHL-AUTH-8 CHL-AUTH-3",
			pairs(func(id, _, gotID, gotSecret string) bool { return id == gotID && gotSecret == "" })),
		breaks("auth.last-colon", 3, "Credentials are split at their last colon, so a secret that contains a colon is refused.",
			"CHL-AUTH-3", lastColon),
		breaks("auth.is-400", 2, "Missing or wrong credentials are answered with 400 instead of 401.", "CHL-AUTH-9",
			unauthorizedIs(http.StatusBadRequest)),
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

func lastColon(p *pipeline.Pipeline) {
	refuseSome(p, http.StatusUnauthorized, func(c *pipeline.Call) bool {
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
