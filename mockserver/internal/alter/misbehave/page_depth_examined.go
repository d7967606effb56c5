//go:build examination

package misbehave

import (
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedPageDepths() []Misbehaviour {
	const walks = "CHL-PAGE-10"
	return area("paging",
		breaks("page.restarts-after-50", 4, "The page behind the fiftieth is the first again.", walks, fromPage(51, alter.Always, restart)),
		breaks("page.thirtieth-loses-first", 4, "The first event of the thirtieth page is lost.", walks,
			numbered(func(number int, _ *chatlayersteps.Lookup, page *chatlayersteps.Page) {
				if number == 30 && len(page.Events) > 0 {
					page.Events = page.Events[1:]
				}
			})),
		breaks("page.size-lost-from-twentieth", 4, "From the twentieth page on page_size is lost.", "CHL-PAGE-1",
			fromPage(20, alter.Always, func(l *chatlayersteps.Lookup) { l.Query.Limit = largest })),
		breaks("filter.lost-from-third-by-post", 4, "By POST the filters are lost from the third page on.", "CHL-FLT-1 CHL-FLT-2 CHL-FLT-3",
			fromPage(3, alter.On(alter.ListByPost), unfiltered)),
		breaks("filter.lost-from-twentieth", 4, "The filters are lost from the twentieth page on.", "CHL-FLT-1 CHL-FLT-2 CHL-FLT-3",
			fromPage(20, alter.Always, unfiltered)),
		breaks("filter.version-lost-from-fourth-by-post", 4, "By POST version is lost from the fourth page on.", "CHL-FLT-7",
			fromPage(4, alter.On(alter.ListByPost), ignoring(byVersion))),
		breaks("filter.version-lost-from-thirtieth", 4, "version is lost from the thirtieth page on.", "CHL-FLT-7",
			fromPage(30, alter.Always, ignoring(byVersion))),
		breaks("list.end-lost-from-fourth", 4, "end_time is lost from the fourth page on.", "CHL-TIME-2",
			fromPage(4, alter.Always, endless)),
		breaks("list.end-lost-from-twentieth", 4, "end_time is lost from the twentieth page on.", "CHL-TIME-2",
			fromPage(20, alter.Always, endless)),
		breaks("page.behind-150-is-refused", 3, "A page behind the first 150 events of a list is refused.", "CHL-PAGE-6 CHL-PAGE-10",
			shallow(150, func(_ []event) (chatlayersteps.Page, error) {
				return chatlayersteps.Page{}, alter.Refuse(http.StatusBadRequest, "page_token: result window is too large")
			})),
		breaks("page.behind-500-is-nothing", 4, "Behind the first 500 events of a list nothing comes.", walks,
			shallow(500, func(_ []event) (chatlayersteps.Page, error) {
				return chatlayersteps.Page{Events: []event{}}, nil
			})),
		breaks("page.full-last-is-error", 4, "A last page that is exactly full has a token, which is refused.", "CHL-PAGE-6 CHL-PAGE-10",
			fullLast(func(*chatlayersteps.Lookup, string) (chatlayersteps.Page, error) {
				return chatlayersteps.Page{}, alter.Refuse(http.StatusBadRequest, "page_token: out of range")
			})),
		breaks("page.full-last-comes-again", 4, "A last page that is exactly full has a token, which leads to it again.", walks,
			fullLastAgain),
		breaks("page.hundreds-lose-last", 4, "Of exactly 100, 200 or more hundreds of events the last is lost.", walks,
			loseLastOfHundreds(alter.Always)),
		breaks("page.two-hundred-loses-last-by-post", 4, "By POST, of exactly 200 or more hundreds of events the last is lost.", walks,
			loseLastOfHundreds(alter.Both(alter.On(alter.ListByPost), alter.Later))),
	)
}

// onPageNumber tells decorators on which page of its walk a lookup is, counted from one, before the store is asked.
func onPageNumber(list func(number int, next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error)) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		numbers := alter.NewMemory[int]()
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			number, _ := numbers.Get(l.Token)
			number++
			page, err := list(number, next, l)
			if page.Next != "" {
				numbers.Put(page.Next, number)
			}
			return page, err
		})(p)
	}
}

// fromPage changes lists from a page of their walk on.
func fromPage(n int, holds func(*chatlayersteps.Lookup) bool, change func(*chatlayersteps.Lookup)) alter.Decorator {
	return onPageNumber(func(number int, next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if number >= n && holds(l) {
			change(l)
		}
		return next(l)
	})
}

func restart(l *chatlayersteps.Lookup) { l.Token = "" }

func endless(l *chatlayersteps.Lookup) { l.Query.End = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC) }

// fullLast gives last pages that are exactly full a token and answers what it leads to.
func fullLast(answer func(l *chatlayersteps.Lookup, token string) (chatlayersteps.Page, error)) alter.Decorator {
	return alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if token, full := strings.CutPrefix(l.Token, ownToken); full {
			return answer(l, token)
		}
		page, err := next(l)
		if err == nil && page.Next == "" && len(page.Events) == l.Query.Limit {
			page.Next = ownToken + l.Token
		}
		return page, err
	})
}

func fullLastAgain(p *pipeline.Pipeline) {
	plain := chatlayersteps.Of(p).List
	fullLast(func(l *chatlayersteps.Lookup, token string) (chatlayersteps.Page, error) {
		l.Token = token
		return plain(l)
	})(p)
}

func loseLastOfHundreds(holds func(*chatlayersteps.Lookup) bool) alter.Decorator {
	return alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		page, err := next(l)
		if err != nil || page.Next != "" || len(page.Events) == 0 || !holds(l) {
			return page, err
		}
		if all, err := next.All(l); err == nil && len(all)%100 == 0 {
			page.Events = page.Events[:len(page.Events)-1]
		}
		return page, nil
	})
}
