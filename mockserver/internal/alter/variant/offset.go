package variant

import (
	"errors"
	"slices"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
)

func offsets() []Variant {
	return []Variant{
		legal("L07", "token.offset", "A page token is the number of events before the page, so that arrivals shift pages.",
			paged(position.Compare)),
		legal("", "token.garbage-is-first-page", "A page token that means nothing to the server gets the first page.",
			alter.AroundList(garbageIsFirst)),
	}
}

// paged counts events, as a database does that is asked for so many after so many.
func paged(order before) alter.Decorator {
	return alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		skip := 0
		if !l.First() {
			n, err := strconv.Atoi(l.Token)
			if err != nil || n <= 0 {
				return chatlayersteps.Page{}, pagetoken.ErrMalformed
			}
			skip = n
		}
		events, err := next.All(l)
		if err != nil {
			return chatlayersteps.Page{}, err
		}
		slices.SortFunc(events, func(a, b event) int { return order(chatlayersteps.PositionOf(a), chatlayersteps.PositionOf(b)) })
		from := min(skip, len(events))
		to := min(from+l.Query.Limit, len(events))
		page := chatlayersteps.Page{Events: append([]event{}, events[from:to]...)}
		if to < len(events) {
			page.Next = strconv.Itoa(to)
		}
		return page, nil
	})
}

func garbageIsFirst(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
	page, err := next(l)
	var mismatch *pagetoken.MismatchError
	if errors.Is(err, pagetoken.ErrMalformed) || errors.As(err, &mismatch) {
		l.Token = ""
		return next(l)
	}
	return page, err
}
