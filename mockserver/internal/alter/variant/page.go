package variant

import (
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const (
	plainDefault = 50
	largestPage  = 100
)

func pages() []Variant {
	return []Variant{
		legal("L03", "page.short-pages", "A page holds half as many events as were asked for.",
			resize(func(n int64) int64 { return (n + 1) / 2 })),
		legal("", "page.at-most-10", "A page never holds more than 10 events.", resize(func(n int64) int64 { return min(n, 10) })),
		legal("L04", "page.empty-between", "An empty page with a token comes after every page that has a next one.", emptyBetween),
		legal("L05", "page.empty-last", "One more page, without events, ends every walk.", emptyLast),
		legal("L06", "page.default-10", "A page holds 10 events when no size is asked for.", defaultSize(10)),
	}
}

// resize changes the size of a page as it is understood: from 1 to 100.
func resize(change func(int64) int64) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		if alter.IsList(c) {
			n := number(c, "page_size")
			if n == 0 {
				n = plainDefault
			}
			c.Args().Map()["page_size"] = change(min(n, largestPage))
		}
		return nil
	})
}

func defaultSize(size int64) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		if alter.IsList(c) && number(c, "page_size") == 0 {
			c.Args().Map()["page_size"] = size
		}
		return nil
	})
}

const (
	gapToken   = "gap."
	startToken = "start."
	endToken   = "end."
)

// emptyBetween makes every second page empty. A token that leads to an empty page holds the one that leads on.
func emptyBetween(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		token, gap := strings.CutPrefix(l.Token, gapToken)
		if gap && token == "" {
			return chatlayersteps.Page{}, pagetoken.ErrMalformed
		}
		l.Token = token
		page, err := next(l)
		switch {
		case err != nil:
			return chatlayersteps.Page{}, err
		case gap:
			return chatlayersteps.Page{Events: []event{}, Next: token}, nil
		case page.Next != "":
			page.Next = gapToken + page.Next
		}
		return page, nil
	})(p)
}

func emptyLast(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if token, end := strings.CutPrefix(l.Token, endToken); end {
			_, err := chatlayersteps.Of(p).Tokens.Decode(l.Bound, token)
			return chatlayersteps.Page{Events: []event{}}, err
		}
		page, err := next(l)
		if err == nil && page.Next == "" {
			page.Next = endToken + chatlayersteps.Of(p).Tokens.Encode(l.Bound, position{})
		}
		return page, err
	})(p)
}

func walkEnds() []Variant {
	return []Variant{
		legal("L01", "end.absent", "The last page has no next_page_token.",
			alter.OnObject(alter.Listed, func(_ *pipeline.Call, o alter.Object) alter.Object {
				return o.Without(func(m alter.Member) bool { return m.Name == "next_page_token" && isEmpty(m) })
			})),
	}
}
