package alter_test

import (
	"fmt"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// A row of a table is a name and a decorator. This one halves the pages from the second one on.
func Example() {
	p := &pipeline.Pipeline{List: func(l *pipeline.Lookup) (pipeline.Page, error) {
		return pipeline.Page{Events: make([]chatlayer.TrackingEvent, l.Query.Limit)}, nil
	}}
	halve := alter.BeforeQuery(alter.When(alter.Later, func(l *pipeline.Lookup) { l.Query.Limit /= 2 }))
	halve(p)

	lookup := &pipeline.Lookup{}
	lookup.Query.Limit = 10
	first, _ := p.List(lookup)
	lookup.Token = "second"
	second, _ := p.List(lookup)
	fmt.Println(len(first.Events), len(second.Events), lookup.Query.Limit)
	// Output: 10 5 10
}
