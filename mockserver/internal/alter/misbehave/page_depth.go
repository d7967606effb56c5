package misbehave

import (
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
)

// pageDepths go wrong only after many pages, where a filter and a later page meet, or where a page is exactly full.
func pageDepths() []Misbehaviour {
	const walks = "CHL-PAGE-10"
	return area("paging",
		breaks("page.fifty-pages", 4, "The list ends after fifty pages, although there are more events.", walks, endAfter(50)),
		breaks("page.behind-150-is-nothing", 3, "After its first 150 events, a list is empty.", walks,
			shallow(150, func(_ []event) (chatlayersteps.Page, error) {
				return chatlayersteps.Page{Events: []event{}}, nil
			})),
		breaks("page.full-last-loses-last", 4, "If the last page is exactly full, its last event is missing.", walks,
			alter.AfterPage(func(l *chatlayersteps.Lookup, page *chatlayersteps.Page) {
				if n := len(page.Events); alter.Later(l) && page.Next == "" && n == l.Query.Limit {
					page.Events = page.Events[:n-1]
				}
			})),
	)
}

// shallow answers pages that begin behind the deepest event of their list in another way.
func shallow(deepest int, behind func(all []event) (chatlayersteps.Page, error)) alter.Decorator {
	return alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		page, err := next(l)
		if err != nil || l.First() || len(page.Events) == 0 {
			return page, err
		}
		all, err := next.All(l)
		if err != nil || len(all) <= deepest {
			return page, err
		}
		if chatlayersteps.PositionOf(page.Events[0]).Compare(chatlayersteps.PositionOf(all[deepest-1])) > 0 {
			return behind(all)
		}
		return page, nil
	})
}
