package misbehave

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const largest = 100 // events on a page

func pageSizes() []Misbehaviour {
	return area("paging",
		breaks("page.size-ignored", 1, "Every page holds up to 100 events, whatever page_size says.", "CHL-PAGE-1",
			alter.BeforeQuery(func(l *chatlayersteps.Lookup) { l.Query.Limit = largest })),
		breaks("page.one-too-many", 1, "A page holds one more event than page_size.", "CHL-PAGE-1",
			alter.BeforeQuery(func(l *chatlayersteps.Lookup) { l.Query.Limit++ })),
		breaks("page.one-gives-two", 3, "With page_size 1 a page holds two events.", "CHL-PAGE-1",
			alter.BeforeQuery(alter.When(alter.Sized(1), func(l *chatlayersteps.Lookup) { l.Query.Limit = 2 }))),
		breaks("page.over-hundred-refused", 1, "A page_size above 100 is refused instead of read as 100.", "CHL-PAGE-3",
			alter.AfterDecode(func(c *pipeline.Call) error {
				if sent(c) > largest {
					return alter.Refuse(http.StatusBadRequest, "page_size: expected at most 100; ask for less")
				}
				return nil
			})),
		breaks("page.over-hundred-obeyed", 2, "A page_size above 100 gives pages of more than 100 events.", "CHL-PAGE-2 CHL-PAGE-3",
			alter.BeforeQuery(sizeObeyed)),
		breaks(
			"page.default-is-all",
			2,
			"Without page_size, all events come on one page.",
			"CHL-PAGE-2", alter.BeforeQuery(
				alter.When(func(l *chatlayersteps.Lookup) bool { return sent(l.Call) == 0 },
					func(l *chatlayersteps.Lookup) { l.Query.Limit = 1 << 20 }),
			),
		),
		breaks("page.negative-is-all", 3, "A negative page_size gives all events on one page.", "CHL-PAGE-2",
			negativeIsAll(alter.ListByGet, alter.ListByPost, alter.ListOfTeam)),
	)
}

// sent is the page_size that was sent, zero if none was.
func sent(c *pipeline.Call) int64 {
	switch n := c.Args().Map()["page_size"].(type) {
	case int64:
		return n
	case interface{ Int64() (int64, error) }:
		size, _ := n.Int64()
		return size
	default:
		return 0
	}
}

// sizeObeyed takes the size that was sent, however large.
func sizeObeyed(l *chatlayersteps.Lookup) { l.Query.Limit = max(l.Query.Limit, int(sent(l.Call))) }

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
		alter.BeforeQuery(func(l *chatlayersteps.Lookup) {
			if sent(l.Call) == all {
				l.Query.Limit = all
			}
		}),
	)
}
