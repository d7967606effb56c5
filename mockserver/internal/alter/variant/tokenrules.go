package variant

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func tokenRules() []Variant {
	return []Variant{
		legal("L10", "token.keeps-own-filters",
			"A page token goes on with the version, range and filters it was given for, whatever the call says.",
			ownFilters),
		legal("", "token.takes-new-filters", "A page token is a place in the order; the range and filters of the call hold.", unbound),
		legal("", "token.bound-to-size", "A page token is refused when page_size changes.",
			tied(func(c *pipeline.Call) string { return rawNumber(c, "page_size") })),
		legal("", "token.get-and-post-apart", "A page token of GET is refused by POST, and the other way round.", tied(method)),
	}
}

// method is the method of a call, HEAD being a kind of GET.
func method(c *pipeline.Call) string {
	if c.Method == http.MethodHead {
		return http.MethodGet
	}
	return c.Method
}

// tied makes tokens that are refused when something about the call differs.
func tied(to func(*pipeline.Call) string) alter.Decorator {
	return tokens(
		func(c *pipeline.Call, own string) string { return own + "." + to(c) },
		func(c *pipeline.Call, token string) (string, bool) { return strings.CutSuffix(token, "."+to(c)) },
	)
}

// ownFilters remembers what each token was given for. A token stays good for the bot or team, and the caller, it
// was given for, and for no other.
func ownFilters(p *pipeline.Pipeline) {
	given := alter.NewMemory[chatlayersteps.Lookup]()
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if was, there := given.Get(l.Token); there {
			if was.Team != l.Team || was.Bound.Kind != l.Bound.Kind || was.Bound.Arguments[0] != l.Bound.Arguments[0] {
				return chatlayersteps.Page{}, pagetoken.ErrMalformed
			}
			was.Query.Limit = l.Query.Limit
			l.Query, l.Bound = was.Query, was.Bound
		}
		page, err := next(l)
		if page.Next != "" {
			given.Put(page.Next, chatlayersteps.Lookup{Team: l.Team, Query: l.Query, Bound: l.Bound})
		}
		return page, err
	})(p)
}

// unbound binds tokens to nothing but the operation and the bot or team.
func unbound(p *pipeline.Pipeline) {
	steps := chatlayersteps.Of(p)
	steps.Tokens = loose{steps.Tokens}
}

type loose struct{ chatlayersteps.Tokens }

func (t loose) Encode(q pagetoken.Query, after eventstore.Position) string {
	return t.Tokens.Encode(scope(q), after)
}

func (t loose) Decode(q pagetoken.Query, token string) (eventstore.Position, error) {
	return t.Tokens.Decode(scope(q), token)
}

// scope keeps the first argument, which is the bot or the team.
func scope(q pagetoken.Query) pagetoken.Query {
	return pagetoken.Query{Kind: q.Kind, Arguments: q.Arguments[:1]}
}
