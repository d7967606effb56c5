//go:build examination

package variant

import (
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedTokenRules() []Variant {
	return []Variant{
		legal("", "token.names-the-list", "A page token alone names the list that goes on, whatever bot of the team the call is for.",
			namesTheList),
	}
}

// namesTheList remembers what each token was given for, as a cursor on the server does. A token stays the caller's team's.
func namesTheList(p *pipeline.Pipeline) {
	given := alter.NewMemory[chatlayersteps.Lookup]()
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if was, there := given.Get(l.Token); there {
			if was.Team != l.Team {
				return chatlayersteps.Page{}, pagetoken.ErrMalformed
			}
			was.Query.Limit = l.Query.Limit
			l.Bots, l.Query, l.Bound = was.Bots, was.Query, was.Bound
		}
		page, err := next(l)
		if page.Next != "" {
			given.Put(page.Next, chatlayersteps.Lookup{Team: l.Team, Bots: l.Bots, Query: l.Query, Bound: l.Bound})
		}
		return page, err
	})(p)
}
