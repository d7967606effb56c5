package variant

import (
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"

	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const (
	plainDefault = 50
	largestPage  = 100
)

func pages() []Variant {
	return []Variant{
		legal("L03", "page.half", "A page holds half as many events as were asked for.", resize(func(n int64) int64 { return (n + 1) / 2 })),
		legal("L03", "page.random", "A page holds any number of events up to what was asked for.", randomSize),
		legal("", "page.at-most-10", "A page never holds more than 10 events.", resize(func(n int64) int64 { return min(n, 10) })),
		legal("L04", "page.empty-between", "An empty page with a token comes after every page that has a next one.", emptyBetween),
		legal("", "page.empty-first", "The first page is empty and has a token when there are events.", emptyFirst),
		legal("L05", "page.empty-last", "One more page, without events, ends every walk.", emptyLast),
		legal("L06", "page.default-10", "A page holds 10 events when no size is asked for.", defaultSize(10)),
		legal("L06", "page.default-100", "A page holds 100 events when no size is asked for.", defaultSize(100)),
		legal("", "page.default-1", "A page holds one event when no size is asked for.", defaultSize(1)),
		legal("", "page.size-change-skips", "A page of another size than the one before begins an event late.", sizeChangeSkips),
		legal("", "input.page-size-wraps", "A page_size beyond 32 bits is accepted.", alter.ChangeSent(hugeIsHundred)),
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
			c.Args()["page_size"] = change(min(n, largestPage))
		}
		return nil
	})
}

func randomSize(p *pipeline.Pipeline) {
	var served atomic.Uint64
	//nolint:gosec // less than n, which is positive
	resize(func(n int64) int64 { return 1 + int64(alter.HashNumbers(p.Seed, served.Add(1))%uint64(n)) })(p)
}

func defaultSize(size int64) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		if alter.IsList(c) && number(c, "page_size") == 0 {
			c.Args()["page_size"] = size
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
	alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		token, gap := strings.CutPrefix(l.Token, gapToken)
		if gap && token == "" {
			return pipeline.Page{}, pagetoken.ErrMalformed
		}
		l.Token = token
		page, err := next(l)
		switch {
		case err != nil:
			return pipeline.Page{}, err
		case gap:
			return pipeline.Page{Events: []event{}, Next: token}, nil
		case page.Next != "":
			page.Next = gapToken + page.Next
		}
		return page, nil
	})(p)
}

func emptyFirst(p *pipeline.Pipeline) {
	alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		if l.First() {
			page, err := next(l)
			if len(page.Events) > 0 {
				page = pipeline.Page{Events: []event{}, Next: startToken + p.Tokens.Encode(l.Bound, position{})}
			}
			return page, err
		}
		if token, start := strings.CutPrefix(l.Token, startToken); start {
			if _, err := p.Tokens.Decode(l.Bound, token); err != nil {
				return pipeline.Page{}, err
			}
			l.Token = ""
		}
		return next(l)
	})(p)
}

func emptyLast(p *pipeline.Pipeline) {
	alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		if token, end := strings.CutPrefix(l.Token, endToken); end {
			_, err := p.Tokens.Decode(l.Bound, token)
			return pipeline.Page{Events: []event{}}, err
		}
		page, err := next(l)
		if err == nil && page.Next == "" {
			page.Next = endToken + p.Tokens.Encode(l.Bound, position{})
		}
		return page, err
	})(p)
}

func walkEnds() []Variant {
	return []Variant{
		legal("L01", "end.absent", "The last page has no next_page_token.", alter.OnObject(alter.Listed, func(_ *pipeline.Call, o alter.Object) alter.Object {
			return o.Without(func(m alter.Member) bool { return m.Name == "next_page_token" && isEmpty(m) })
		})),
	}
}

// sizeChangeSkips goes by the token, which belongs to a page of one size.
func sizeChangeSkips(p *pipeline.Pipeline) {
	sizes := alter.NewMemory[int]()
	alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		page, err := next(l)
		if before, known := sizes.Get(l.Token); known && before != l.Query.Limit && len(page.Events) > 0 {
			page.Events = page.Events[1:]
		}
		if page.Next != "" {
			sizes.Put(page.Next, l.Query.Limit)
		}
		return page, err
	})(p)
}

func hugeIsHundred(c *pipeline.Call) {
	q, err := url.ParseQuery(c.RawQuery)
	if size := q.Get("page_size"); err == nil && alter.IsList(c) && len(size) > 9 && strings.Trim(size, "0123456789") == "" {
		q.Set("page_size", "100")
		c.RawQuery = q.Encode()
	}
}
