//go:build examination

package misbehave

import (
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedPageTokens() []Misbehaviour {
	return area("paging",
		breaks("page.token-ignored-in-teams", 2, "A team's list ignores page_token.", "CHL-PAGE-6 CHL-PAGE-24",
			alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), func(l *chatlayersteps.Lookup) { l.Token = "" }))),
		breaks("page.token-bot-wins", 4, "The bot in a token wins over the bot in the path.", "CHL-FLT-7 CHL-AUTH-5", tokenBotWins),
		breaks("page.token-is-number", 2, "next_page_token is a JSON number.", "CHL-PAGE-9", numberTokens),
		breaks("page.token-cut", 3, "A token longer than 80 characters is given out cut.", "CHL-PAGE-6",
			alter.AfterPage(func(_ *chatlayersteps.Lookup, page *chatlayersteps.Page) {
				page.Next = page.Next[:min(len(page.Next), 80)]
			})),
	)
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
