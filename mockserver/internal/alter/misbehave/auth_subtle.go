package misbehave

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func authSubtle() []Mutant {
	return area("auth",
		mutant("auth.connection-remembered", 4, "A connection that was authenticated once needs no credentials any more.", "CHL-AUTH-8 CHL-HTTP-2", rememberConnections),
		mutant("auth.answers-cached", 4, "Answers to GET are cached by URL alone for two seconds.", "CHL-AUTH-8 CHL-AUTH-5", cacheByURL),
		mutant("auth.trailing-slash-open", 3, "A path with a slash behind it is served without credentials.", "CHL-AUTH-8 INK-AUTH-12", slashOpen),
		mutant("auth.capitals-open", 3, "A path with a segment in capital letters is served without credentials.", "CHL-AUTH-8 INK-AUTH-12", capitalsOpen),
		mutant("auth.tenth-passes", 4, "Every tenth call with a wrong secret passes.", "CHL-AUTH-8", tenthPasses),
		mutant("auth.refused-is-stored", 4, "An event that is refused with 401 is stored all the same.", "CHL-AUTH-8 CHL-LAW-3", refusedIsStored),
		mutant("auth.inkeep-empty-key", 2, "Inkeep: an empty key passes.", "INK-AUTH-12 INK-AUTH-13",
			letIn(alter.ForInkeep, func(header, got string) bool { return header != "" && got == "" })),
		mutant("auth.inkeep-inherited-key", 4, "Inkeep: keys are looked up in an object of JavaScript, and what it inherits passes for one.", "INK-AUTH-12 INK-AUTH-13",
			letIn(alter.ForInkeep, func(_, got string) bool { return got == "constructor" || got == "toString" || got == "__proto__" })),
		mutant("auth.inkeep-unset-key", 4, "Inkeep: the words undefined and null pass for a key.", "INK-AUTH-12",
			letIn(alter.ForInkeep, func(_, got string) bool { return got == "undefined" || got == "null" })),
		mutant("auth.inkeep-pattern-key", 4, "Inkeep: keys are looked up by a pattern, and a percent sign is one for any.", "INK-AUTH-12",
			letIn(alter.ForInkeep, func(_, got string) bool { return got == "%" })),
		mutant("auth.pattern-secret", 4, "Secrets are looked up by a pattern, and a percent sign is one for any.", "CHL-AUTH-8",
			letIn(alter.ForChatlayer, func(_, got string) bool { return strings.HasSuffix(got, ":%") })),
		mutant("auth.secret-in-query", 4, "A secret that ends the text of a query and adds a condition passes.", "CHL-AUTH-8",
			letIn(alter.ForChatlayer, func(_, got string) bool { return strings.Contains(got, "' OR '") })),
		mutant("auth.inkeep-any-key", 1, "Inkeep: any key passes.", "INK-AUTH-12 INK-AUTH-13", letIn(alter.ForInkeep, func(_, got string) bool { return got != "" })),
		mutant("auth.inkeep-prefix", 3, "Inkeep: a key with more behind it passes.", "INK-AUTH-12 INK-AUTH-13", inkeepPrefix),
		mutant("auth.inkeep-web-refused", 2, "Inkeep: the key of a Web integration is refused.", "INK-AUTH-2 INK-AUTH-6", webRefused),
		mutant("auth.inkeep-is-403", 2, "Inkeep: an unknown key is answered with 403.", "INK-AUTH-13", alter.OnProblem(func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
			if alter.ForInkeep(c) && problem.Status == http.StatusUnauthorized {
				return problem.WithStatus(http.StatusForbidden)
			}
			return problem
		})),
		mutant("auth.path-beginning-open", 4, "A path that only begins like one of a list, or of Inkeep, is served like it, without credentials.",
			"CHL-AUTH-8 INK-AUTH-12", beginningOpen),
		mutant("auth.tells-tokens", 3, "A wrong secret gets 403 and an unknown token id 401.", "CHL-AUTH-9", tellTokens),
	)
}

func rememberConnections(p *pipeline.Pipeline) {
	known := alter.NewMemory[pipeline.Identity]()
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		who, err := next(c)
		name := c.API + " " + c.Remote
		if err == nil {
			known.Put(name, who)
			return who, nil
		}
		if earlier, there := known.Get(name); there && c.Header.Get("Authorization") == "" {
			return earlier, nil
		}
		return who, err
	}
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

// webRefused takes the key that is named last for that of the Web integration, as the demo set has them.
func webRefused(p *pipeline.Pipeline) {
	var keys []string
	for _, a := range p.Accepted {
		if a.API == "inkeep" {
			keys = append(keys, a.Secret)
		}
	}
	refuseSome(p, func(c *pipeline.Call) bool {
		_, got := presented(c)
		return alter.ForInkeep(c) && len(keys) > 1 && got == keys[len(keys)-1]
	})
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
