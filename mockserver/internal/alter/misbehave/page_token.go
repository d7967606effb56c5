package misbehave

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func pageTokens() []Misbehaviour {
	return area("paging",
		breaks("page.bad-token-is-500", 3, "An invented page_token is answered with 500.", "CHL-ROB-1 CHL-PAGE-20",
			onBadToken(func(chatlayersteps.List, *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
				return chatlayersteps.Page{}, alter.Refuse(http.StatusInternalServerError, "unexpected token")
			})),
		breaks("page.token-not-decoded", 3,
			"Tokens hold + and /, and one in the query is compared before it is decoded.",
			"CHL-PAGE-6 CHL-HTTP-10", alter.Together(plusAndSlash, undecodedToken)),
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

// suffixed are tokens with characters behind them that a URL has to encode.
type suffixed struct {
	chatlayersteps.Tokens
	suffix string
}

func (s suffixed) Encode(q pagetoken.Query, at eventstore.Position) string {
	return s.Tokens.Encode(q, at) + s.suffix
}

func (s suffixed) Decode(q pagetoken.Query, token string) (eventstore.Position, error) {
	plain, ours := strings.CutSuffix(token, s.suffix)
	if !ours {
		return eventstore.Position{}, pagetoken.ErrMalformed
	}
	return s.Tokens.Decode(q, plain)
}

func plusAndSlash(p *pipeline.Pipeline) {
	steps := chatlayersteps.Of(p)
	steps.Tokens = suffixed{steps.Tokens, "/+A"}
}

func undecodedToken(p *pipeline.Pipeline) {
	alter.AfterDecode(func(c *pipeline.Call) error {
		for pair := range strings.SplitSeq(c.RawQuery, "&") {
			name, raw, _ := strings.Cut(pair, "=")
			if decoded, err := url.QueryUnescape(name); err == nil && decoded == "page_token" && alter.IsList(c) && !c.Body.Given() {
				c.Params.Map()["page_token"] = raw
			}
		}
		return nil
	})(p)
}
