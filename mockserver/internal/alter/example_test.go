package alter_test

import (
	"fmt"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// A row of a table is a name and a decorator. This one halves the pages from the second one on.
func Example() {
	steps := &chatlayersteps.Steps{List: func(l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		return chatlayersteps.Page{Events: make([]chatlayer.TrackingEvent, l.Query.Limit)}, nil
	}}
	halve := alter.BeforeQuery(alter.When(alter.Later, func(l *chatlayersteps.Lookup) { l.Query.Limit /= 2 }))
	halve(&pipeline.Pipeline{Own: []any{steps}})

	lookup := &chatlayersteps.Lookup{}
	lookup.Query.Limit = 10
	first, _ := steps.List(lookup)
	lookup.Token = "second"
	second, _ := steps.List(lookup)
	fmt.Println(len(first.Events), len(second.Events), lookup.Query.Limit)
	// Output: 10 5 10
}
