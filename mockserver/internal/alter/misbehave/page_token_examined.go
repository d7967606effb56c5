//go:build examination

package misbehave

import (
	"net/url"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedPageTokens() []Misbehaviour {
	return area("paging",
		breaks("page.token-ignored-in-teams", 2, "A team's list ignores page_token.", "CHL-PAGE-6 CHL-PAGE-24",
			alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), func(l *chatlayersteps.Lookup) { l.Token = "" }))),
		breaks("page.token-not-decoded", 3,
			"Tokens hold + and /, and one in the query is compared before it is decoded.",
			"CHL-PAGE-6 CHL-HTTP-10", alter.Together(plusAndSlash, undecodedToken)),
		breaks("page.token-bot-wins", 4, "The bot in a token wins over the bot in the path.", "CHL-FLT-7 CHL-AUTH-5", tokenBotWins),
		breaks("page.token-is-number", 2, "next_page_token is a JSON number.", "CHL-PAGE-9", numberTokens),
		breaks("page.token-cut", 3, "A token longer than 80 characters is given out cut.", "CHL-PAGE-6",
			alter.AfterPage(func(_ *chatlayersteps.Lookup, page *chatlayersteps.Page) {
				page.Next = page.Next[:min(len(page.Next), 80)]
			})),
	)
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

func tokenBotWins(p *pipeline.Pipeline) {
	given := alter.NewMemory[chatlayersteps.Lookup]()
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if from, known := given.Get(l.Token); known && l.Call.Is(alter.ListByGet, alter.ListByPost) {
			l.Bots, l.Asked, l.Team, l.Bound = from.Bots, from.Asked, from.Team, from.Bound
		}
		page, err := next(l)
		if page.Next != "" {
			given.Put(page.Next, *l)
		}
		return page, err
	})(p)
}

// numberTokens leaves the walk possible for clients that send the digits back.
func numberTokens(p *pipeline.Pipeline) {
	tokens := alter.NewMemory[string]()
	alter.Together(
		alter.BeforeQuery(func(l *chatlayersteps.Lookup) {
			if token, known := tokens.Get(l.Token); known {
				l.Token = token
			}
		}),
		alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
			if token := alter.Text(o, "next_page_token"); token != "" {
				digits := alter.Hash(token) % 1_000_000_007
				tokens.Put(decimal(digits), token)
				o["next_page_token"] = digits
			}
		}, alter.ListByGet, alter.ListByPost, alter.ListOfTeam),
	)(p)
}
