package misbehave

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const largest = 100 // events on a page

func pageSizes() []Mutant {
	return area("paging",
		mutant("page.size-ignored", 1, "page_size is ignored: every page holds up to 100 events.", "CHL-PAGE-1",
			alter.BeforeQuery(func(l *pipeline.Lookup) { l.Query.Limit = largest })),
		mutant("page.size-ignored-in-teams", 3, "A team's list ignores page_size.", "CHL-PAGE-1",
			alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), func(l *pipeline.Lookup) { l.Query.Limit = largest }))),
		mutant("page.size-ignored-later", 3, "From page two on, page_size is ignored.", "CHL-PAGE-1",
			alter.BeforeQuery(alter.When(alter.Later, func(l *pipeline.Lookup) { l.Query.Limit = largest }))),
		mutant("page.one-too-many", 1, "A page holds one event more than page_size.", "CHL-PAGE-1",
			alter.BeforeQuery(func(l *pipeline.Lookup) { l.Query.Limit++ })),
		mutant("page.one-too-many-later", 3, "From page two on, a page holds one event more than page_size.", "CHL-PAGE-1",
			alter.BeforeQuery(alter.When(alter.Later, func(l *pipeline.Lookup) { l.Query.Limit++ }))),
		mutant("page.one-gives-two", 3, "With page_size 1 a page holds two events.", "CHL-PAGE-1",
			alter.BeforeQuery(alter.When(alter.Sized(1), func(l *pipeline.Lookup) { l.Query.Limit = 2 }))),
		mutant("page.over-hundred-refused", 1, "A page_size above 100 is refused with 400.", "CHL-PAGE-3", alter.AfterDecode(func(c *pipeline.Call) error {
			if sent(c) > largest {
				return alter.Refuse(http.StatusBadRequest, "page_size: expected at most 100; ask for less")
			}
			return nil
		})),
		mutant("page.over-hundred-ends-walk", 2, "A page_size above 100 gives one page of 50 and no token.", "CHL-PAGE-3 CHL-PAGE-10",
			alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
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
		mutant("page.over-hundred-obeyed", 2, "A page_size above 100 is obeyed.", "CHL-PAGE-2 CHL-PAGE-3", alter.BeforeQuery(func(l *pipeline.Lookup) {
			l.Query.Limit = max(l.Query.Limit, int(sent(l.Call)))
		})),
		mutant("page.over-hundred-obeyed-by-post", 3, "POST obeys a page_size above 100, GET does not.", "CHL-PAGE-2 CHL-PAGE-3",
			alter.BeforeQuery(alter.When(alter.On(alter.ListByPost), func(l *pipeline.Lookup) { l.Query.Limit = max(l.Query.Limit, int(sent(l.Call))) }))),
		mutant("page.over-hundred-obeyed-with-event", 4, "With event given a page_size above 100 is obeyed.", "CHL-PAGE-2 CHL-PAGE-3",
			alter.BeforeQuery(alter.When(alter.Asking(byEvent, ""), func(l *pipeline.Lookup) { l.Query.Limit = max(l.Query.Limit, int(sent(l.Call))) }))),
		mutant("page.over-hundred-obeyed-later", 4, "From page two on a page_size above 100 is obeyed.", "CHL-PAGE-2 CHL-PAGE-3",
			alter.BeforeQuery(alter.When(alter.Later, func(l *pipeline.Lookup) { l.Query.Limit = max(l.Query.Limit, int(sent(l.Call))) }))),
		mutant("page.size-overflows", 3, "A page_size above 32767 gives an empty list.", "CHL-PAGE-3 CHL-PAGE-10",
			alter.BeforeQuery(alter.When(func(l *pipeline.Lookup) bool { return sent(l.Call) > 32767 }, nothing))),
		mutant("page.default-is-all", 2, "Without page_size everything comes on one page.", "CHL-PAGE-2",
			alter.BeforeQuery(alter.When(func(l *pipeline.Lookup) bool { return sent(l.Call) == 0 }, func(l *pipeline.Lookup) { l.Query.Limit = 1 << 20 }))),
		mutant("page.negative-is-all", 3, "A negative page_size gives everything on one page.", "CHL-PAGE-2", negativeIsAll(alter.ListByGet, alter.ListByPost, alter.ListOfTeam)),
		mutant("page.negative-is-all-by-post", 4, "By POST a negative page_size gives everything on one page.", "CHL-PAGE-2", negativeIsAll(alter.ListByPost)),
		mutant("page.hundredth-lost", 4, "On pages of 100 the last event is lost.", "CHL-PAGE-10", alter.AfterPage(func(_ *pipeline.Lookup, page *pipeline.Page) {
			if len(page.Events) == largest {
				page.Events = page.Events[:largest-1]
			}
		})),
		mutant("page.fifty-ends-walk", 4, "A page of exactly 50 events has no token.", "CHL-PAGE-10", alter.AfterPage(func(_ *pipeline.Lookup, page *pipeline.Page) {
			if len(page.Events) == 50 {
				page.Next = ""
			}
		})),
		mutant("page.one-repeats", 4, "With page_size 1 every third page repeats the one before.", "CHL-PAGE-10", everyThirdRepeats),
	)
}

// sent is the page_size that was sent, zero if none was.
func sent(c *pipeline.Call) int64 {
	switch n := c.Args()["page_size"].(type) {
	case int64:
		return n
	case interface{ Int64() (int64, error) }:
		size, _ := n.Int64()
		return size
	default:
		return 0
	}
}

// negativeIsAll puts a size that nobody sends in the place of one that the contract refuses.
func negativeIsAll(operations ...string) alter.Decorator {
	const all = 1 << 30
	return alter.Together(
		alter.ChangeSent(func(c *pipeline.Call) {
			size, _ := alter.Argument(c, "page_size")
			if alter.Tree(c.Sent) != nil {
				size = fmt.Sprint(alter.Tree(c.Sent)["page_size"])
			}
			if !c.Is(operations...) || !strings.HasPrefix(size, "-") {
				return
			}
			if c.Is(alter.ListByPost) {
				changeBody(c, func(body map[string]any) { body["page_size"] = all })
				return
			}
			alter.SetArgument(c, "page_size", strconv.Itoa(all))
		}),
		alter.BeforeQuery(alter.When(func(l *pipeline.Lookup) bool { return sent(l.Call) == all }, func(l *pipeline.Lookup) { l.Query.Limit = all })),
	)
}

// everyThirdRepeats goes by the place of the event in the whole walk, not by the order of the calls.
func everyThirdRepeats(p *pipeline.Pipeline) {
	alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
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
