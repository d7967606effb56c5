package alter

import (
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// AroundList does all of a list; next is how it was done. The lookup is a copy: change it freely, but not what its slices
// share with others.
func AroundList(list func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error)) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := chatlayersteps.Of(p)
		next := steps.List
		steps.List = func(l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			own := *l
			return list(next, &own)
		}
	}
}

// BeforeQuery changes a list before the store is asked.
func BeforeQuery(change func(*chatlayersteps.Lookup)) Decorator {
	return AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		change(l)
		return next(l)
	})
}

// AfterPage changes a page that was found.
func AfterPage(change func(*chatlayersteps.Lookup, *chatlayersteps.Page)) Decorator {
	return AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		page, err := next(l)
		if err == nil {
			change(l, &page)
		}
		return page, err
	})
}

// When makes a change conditional.
func When(holds func(*chatlayersteps.Lookup) bool, change func(*chatlayersteps.Lookup)) func(*chatlayersteps.Lookup) {
	return func(l *chatlayersteps.Lookup) {
		if holds(l) {
			change(l)
		}
	}
}

// Always holds for every list.
func Always(*chatlayersteps.Lookup) bool { return true }

// On holds for lists by one of the operations.
func On(operations ...string) func(*chatlayersteps.Lookup) bool {
	return func(l *chatlayersteps.Lookup) bool { return l.Call.Is(operations...) }
}

// Later holds from the second page on.
func Later(l *chatlayersteps.Lookup) bool { return !l.First() }

// Sized holds for pages of so many events.
func Sized(n int) func(*chatlayersteps.Lookup) bool {
	return func(l *chatlayersteps.Lookup) bool { return l.Query.Limit == n }
}

// Asking holds if the field is filtered by, for that value unless it is empty.
func Asking(field, value string) func(*chatlayersteps.Lookup) bool {
	return func(l *chatlayersteps.Lookup) bool {
		got := l.Where(field)
		return got != "" && (value == "" || got == value)
	}
}

// Both holds if the two do.
func Both(a, b func(*chatlayersteps.Lookup) bool) func(*chatlayersteps.Lookup) bool {
	return func(l *chatlayersteps.Lookup) bool { return a(l) && b(l) }
}
