//go:build examination

package misbehave

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedAuthSubtle() []Misbehaviour {
	return area("auth",
		breaks("auth.capitals-open", 3, "A path with a segment in capital letters is served without credentials.", "CHL-AUTH-8 INK-AUTH-12",
			capitalsOpen),
		breaks("auth.tenth-passes", 4, "Every tenth call with a wrong secret passes.", "CHL-AUTH-8", tenthPasses),
		breaks("auth.inkeep-inherited-key", 4,
			"Inkeep: keys are looked up in an object of JavaScript, and what it inherits passes for one.",
			"INK-AUTH-12 INK-AUTH-13",
			letIn(alter.ForInkeep, func(_, got string) bool { return got == "constructor" || got == "toString" || got == "__proto__" })),
		breaks("auth.inkeep-unset-key", 4, "Inkeep: the words undefined and null pass for a key.", "INK-AUTH-12",
			letIn(alter.ForInkeep, func(_, got string) bool { return got == "undefined" || got == "null" })),
		breaks("auth.inkeep-pattern-key", 4, "Inkeep: keys are looked up by a pattern, and a percent sign is one for any.", "INK-AUTH-12",
			letIn(alter.ForInkeep, func(_, got string) bool { return got == "%" })),
		breaks("auth.pattern-secret", 4, "Secrets are looked up by a pattern, and a percent sign is one for any.", "CHL-AUTH-8",
			letIn(alter.ForChatlayer, func(_, got string) bool { return strings.HasSuffix(got, ":%") })),
		breaks("auth.inkeep-prefix", 3, "Inkeep: a key with more behind it passes.", "INK-AUTH-12 INK-AUTH-13", inkeepPrefix),
		breaks("auth.tells-tokens", 3, "A wrong secret gets 403 and an unknown token id 401.", "CHL-AUTH-9", tellTokens),
	)
}

func tenthPasses(p *pipeline.Pipeline) {
	wrong := alter.NewCounter()
	letIn(alter.ForChatlayer, func(_, got string) bool { return strings.Contains(got, ":") && wrong.Next("")%10 == 0 })(p)
}

func inkeepPrefix(p *pipeline.Pipeline) {
	letIn(alter.ForInkeep, func(_, got string) bool {
		for _, a := range p.Accepted {
			if a.API == "inkeep" && strings.HasPrefix(got, a.Secret) {
				return true
			}
		}
		return false
	})(p)
}

func tellTokens(p *pipeline.Pipeline) {
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		who, err := next(c)
		_, got := presentedRaw(c)
		id, _, _ := strings.Cut(got, ":")
		for _, a := range p.Accepted {
			if err != nil && alter.ForChatlayer(c) && strings.HasPrefix(a.Secret, id+":") {
				return who, alter.Refuse(http.StatusForbidden, "wrong secret")
			}
		}
		return who, err
	}
}
