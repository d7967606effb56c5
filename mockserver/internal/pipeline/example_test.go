package pipeline_test

import (
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// A step is wrapped by a function that calls the one that was there before.
func Example() {
	p := &pipeline.Pipeline{List: func(l *pipeline.Lookup) (pipeline.Page, error) {
		return pipeline.Page{Events: make([]chatlayer.TrackingEvent, l.Query.Limit)}, nil
	}}

	next := p.List
	p.List = func(l *pipeline.Lookup) (pipeline.Page, error) {
		l.Query.End = l.Query.End.Add(time.Nanosecond)
		l.Query.Limit /= 2
		return next(l)
	}

	lookup := &pipeline.Lookup{}
	lookup.Query.Limit = 10
	page, err := p.List(lookup)
	fmt.Println(len(page.Events), err)
	// Output: 5 <nil>
}
