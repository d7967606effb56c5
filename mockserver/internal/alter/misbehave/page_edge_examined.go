//go:build examination

package misbehave

import (
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedPageEdges() []Misbehaviour {
	return area("paging",
		breaks("page.repeats-last-by-post", 3, "By POST the last event of a page is the first of the next.", "CHL-PAGE-10",
			repeatLast(alter.On(alter.ListByPost))),
		breaks("page.repeats-last-in-teams", 3, "In a team's list the last event of a page is the first of the next.", "CHL-PAGE-10",
			repeatLast(alter.On(alter.ListOfTeam))),
		breaks("page.skips-first-by-get", 3, "By GET the first event behind each page edge is skipped.", "CHL-PAGE-10",
			skipFirst(alter.Both(alter.Later, alter.On(alter.ListByGet)))),
		breaks("page.skips-first-when-filtered", 4, "With event given, the first event behind each page edge is skipped.", "CHL-PAGE-10",
			skipFirst(alter.Both(alter.Later, alter.Asking("event", "")))),
		breaks("page.skips-on-third", 4, "The first event of the third page is skipped.", "CHL-PAGE-10", skipOnThird),
		breaks("page.wraps-around", 2, "The last page is filled up with the first events of the walk.", "CHL-PAGE-10", wrapAround),
		breaks("page.two-pages", 2, "A walk ends after two pages.", "CHL-PAGE-10", endAfter(2)),
		breaks("page.last-in-walk-lost", 3, "The last event of a walk of several pages is lost.", "CHL-PAGE-10",
			alter.AfterPage(func(l *chatlayersteps.Lookup, page *chatlayersteps.Page) {
				if alter.Later(l) && page.Next == "" && len(page.Events) > 0 {
					page.Events = page.Events[:len(page.Events)-1]
				}
			})),
	)
}

func skipOnThird(p *pipeline.Pipeline) {
	numbered(func(number int, _ *chatlayersteps.Lookup, page *chatlayersteps.Page) {
		if number == 3 && len(page.Events) > 0 {
			page.Events = page.Events[1:]
		}
	})(p)
}

func wrapAround(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		page, err := next(l)
		if err != nil || l.First() || page.Next != "" {
			return page, err
		}
		all, err := next.All(l)
		page.Events = append(page.Events, all[:min(len(all), l.Query.Limit-len(page.Events))]...)
		return page, err
	})(p)
}
