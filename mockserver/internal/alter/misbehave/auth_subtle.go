package misbehave

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func authSubtle() []Misbehaviour {
	return area("auth",
		breaks("auth.connection-remembered", 4,
			"Once a request on a connection had good credentials, the next ones on it need none.",
			"CHL-AUTH-8 CHL-HTTP-2", rememberConnections),
		breaks("auth.answers-cached", 4,
			"Answers to GET are cached by URL alone for two seconds, so other callers get them without credentials.",
			"CHL-AUTH-8 CHL-AUTH-5", cacheByURL),
		breaks("auth.trailing-slash-open", 3, "A path with a slash at its end needs no credentials.", "CHL-AUTH-8 INK-AUTH-12", slashOpen),
		breaks("auth.refused-is-stored", 4, "An event that is refused with 401 is stored all the same.", "CHL-LAW-3 CHL-AUTH-8",
			refusedIsStored),
		breaks("auth.inkeep-empty-key", 2, "Inkeep: an empty key passes.", "INK-AUTH-12 INK-AUTH-13",
			letIn(alter.ForInkeep, func(header, got string) bool { return header != "" && got == "" })),
		breaks("auth.secret-in-query", 4, "A secret such as ' OR '1'='1 passes: SQL injection.", "CHL-AUTH-8",
			letIn(alter.ForChatlayer, func(_, got string) bool { return strings.Contains(got, "' OR '") })),
		breaks("auth.inkeep-any-key", 1, "Inkeep: any key passes.", "INK-AUTH-12 INK-AUTH-13",
			letIn(alter.ForInkeep, func(_, got string) bool { return got != "" })),
		breaks("auth.inkeep-web-refused", 2, "Inkeep: the key of a web integration is refused with 403.", "INK-AUTH-2 INK-AUTH-6",
			webRefused),
		breaks("auth.inkeep-is-403", 2, "Inkeep: an unknown key is answered with 403 instead of 401.", "INK-AUTH-13",
			alter.OnProblem(func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
				if alter.ForInkeep(c) && problem.Status == http.StatusUnauthorized {
					return problem.WithStatus(http.StatusForbidden)
				}
				return problem
			})),
		breaks("auth.path-beginning-open", 4,
			"A path that only begins like that of a list or of Inkeep's events is served as such, without credentials.",
			"CHL-AUTH-8 INK-AUTH-12", beginningOpen),
	)
}

func rememberConnections(p *pipeline.Pipeline) {
	logins := alter.NewMemory[pipeline.Identity]()
	next := p.Authenticate
	p.Authenticate = func(c *pipeline.Call) (pipeline.Identity, error) {
		who, err := next(c)
		name := c.API + " " + c.Remote
		if err == nil {
			logins.Put(name, who)
			return who, nil
		}
		if earlier, there := logins.Get(name); there && c.Header.Get("Authorization") == "" {
			return earlier, nil
		}
		return who, err
	}
}

// webRefused takes the key that is named last for that of the Web integration, as the demo set has them.
func webRefused(p *pipeline.Pipeline) {
	var keys []string
	for _, a := range p.Accepted {
		if a.API == "inkeep" {
			keys = append(keys, a.Secret)
		}
	}
	refuseSome(p, http.StatusForbidden, func(c *pipeline.Call) bool {
		_, got := presented(c)
		return alter.ForInkeep(c) && len(keys) > 1 && got == keys[len(keys)-1]
	})
}
