//go:build examination

package variant

import (
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedPages() []Variant {
	return []Variant{
		legal("L03", "page.random", "A page holds any number of events up to what was asked for.", randomSize),
		legal("", "page.empty-first", "The first page is empty and has a token when there are events.", emptyFirst),
		legal("L06", "page.default-100", "A page holds 100 events when no size is asked for.", defaultSize(100)),
		legal("", "page.default-1", "A page holds one event when no size is asked for.", defaultSize(1)),
		legal("", "page.size-change-skips", "A page of another size than the one before begins an event late.", sizeChangeSkips),
		legal("", "input.page-size-wraps", "A page_size beyond 32 bits is accepted.", alter.ChangeSent(hugeIsHundred)),
	}
}

func randomSize(p *pipeline.Pipeline) {
	var served atomic.Uint64
	//nolint:gosec // less than n, which is positive
	resize(func(n int64) int64 { return 1 + int64(alter.HashNumbers(p.Seed, served.Add(1))%uint64(n)) })(p)
}

func emptyFirst(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if l.First() {
			page, err := next(l)
			if len(page.Events) > 0 {
				page = chatlayersteps.Page{Events: []event{}, Next: startToken + chatlayersteps.Of(p).Tokens.Encode(l.Bound, position{})}
			}
			return page, err
		}
		if token, start := strings.CutPrefix(l.Token, startToken); start {
			if _, err := chatlayersteps.Of(p).Tokens.Decode(l.Bound, token); err != nil {
				return chatlayersteps.Page{}, err
			}
			l.Token = ""
		}
		return next(l)
	})(p)
}

// sizeChangeSkips goes by the token, which belongs to a page of one size.
func sizeChangeSkips(p *pipeline.Pipeline) {
	sizes := alter.NewMemory[int]()
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
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
