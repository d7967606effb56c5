//go:build examination

package misbehave

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedPageSizes() []Misbehaviour {
	return area("paging",
		breaks("page.size-ignored-in-teams", 3, "A team's list ignores page_size.", "CHL-PAGE-1",
			alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), func(l *chatlayersteps.Lookup) { l.Query.Limit = largest }))),
		breaks("page.over-hundred-ends-walk", 2, "A page_size above 100 gives one page of 50 and no token.", "CHL-PAGE-3 CHL-PAGE-10",
			alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
				over := sent(l.Call) > largest
				if over {
					l.Query.Limit = 50
				}
				page, err := next(l)
				if over {
					page.Next = ""
				}
				return page, err
			})),
		breaks(
			"page.over-hundred-obeyed-with-event",
			4,
			"With event given a page_size above 100 is obeyed.",
			"CHL-PAGE-2 CHL-PAGE-3", alter.BeforeQuery(
				alter.When(alter.Asking(byEvent, ""), sizeObeyed),
			),
		),
		breaks("page.over-hundred-obeyed-later", 4, "From page two on a page_size above 100 is obeyed.", "CHL-PAGE-2 CHL-PAGE-3",
			alter.BeforeQuery(alter.When(alter.Later, sizeObeyed))),
		breaks("page.size-overflows", 3, "A page_size above 32767 gives an empty list.", "CHL-PAGE-3 CHL-PAGE-10",
			alter.BeforeQuery(alter.When(func(l *chatlayersteps.Lookup) bool { return sent(l.Call) > 32767 }, nothing))),
		breaks("page.hundredth-lost", 4, "On pages of 100 the last event is lost.", "CHL-PAGE-10",
			alter.AfterPage(func(_ *chatlayersteps.Lookup, page *chatlayersteps.Page) {
				if len(page.Events) == largest {
					page.Events = page.Events[:largest-1]
				}
			})),
		breaks("page.fifty-ends-walk", 4, "A page of exactly 50 events has no token.", "CHL-PAGE-10",
			alter.AfterPage(func(_ *chatlayersteps.Lookup, page *chatlayersteps.Page) {
				if len(page.Events) == 50 {
					page.Next = ""
				}
			})),
		breaks("page.one-repeats", 4, "With page_size 1 every third page repeats the one before.", "CHL-PAGE-10", everyThirdRepeats),
	)
}

// everyThirdRepeats goes by the place of the event in the whole walk, not by the order of the calls.
func everyThirdRepeats(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		page, err := next(l)
		if err != nil || l.Query.Limit != 1 || l.First() || len(page.Events) == 0 {
			return page, err
		}
		all, err := next.All(l)
		at := slices.IndexFunc(all, func(e event) bool { return e.ID == page.Events[0].ID })
		if at > 0 && at%3 == 2 {
			page.Events = []event{all[at-1]}
		}
		return page, err
	})(p)
}
