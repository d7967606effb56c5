package misbehave

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func pageTokens() []Misbehaviour {
	return area("paging",
		breaks("page.bad-token-is-500", 3, "An invented page_token is answered with 500.", "CHL-ROB-1 CHL-PAGE-20",
			onBadToken(func(chatlayersteps.List, *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
				return chatlayersteps.Page{}, alter.Refuse(http.StatusInternalServerError, "unexpected token")
			})),
		breaks("page.token-ignored-by-post", 2, "By POST, page_token is ignored: every page is the first.", "CHL-PAGE-6 CHL-PAGE-24",
			alter.BeforeQuery(alter.When(alter.On(alter.ListByPost), func(l *chatlayersteps.Lookup) { l.Token = "" }))),
	)
}

// onBadToken does a list whose token does not open.
func onBadToken(list func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error)) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			if !l.First() {
				if _, err := chatlayersteps.Of(p).Tokens.Decode(l.Bound, l.Token); err != nil {
					return list(next, l)
				}
			}
			return next(l)
		})(p)
	}
}
