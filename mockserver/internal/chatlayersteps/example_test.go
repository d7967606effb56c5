package chatlayersteps_test

import (
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// A step of an API is found among those of all, and wrapped by a function that calls the one that was there before.
func Example() {
	p := &pipeline.Pipeline{Own: []any{&chatlayersteps.Steps{
		List: func(l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			return chatlayersteps.Page{Events: make([]chatlayer.TrackingEvent, l.Query.Limit)}, nil
		},
	}}}

	steps := chatlayersteps.Of(p)
	next := steps.List
	steps.List = func(l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		l.Query.End = l.Query.End.Add(time.Nanosecond)
		l.Query.Limit /= 2
		return next(l)
	}

	lookup := &chatlayersteps.Lookup{}
	lookup.Query.Limit = 10
	page, err := chatlayersteps.Of(p).List(lookup)
	fmt.Println(len(page.Events), err)
	// Output: 5 <nil>
}
