package seam_test

import (
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/seam"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// A step is wrapped by a function that calls the one that was there before.
func Example() {
	p := &seam.Pipeline{List: func(l *seam.Lookup) (seam.Page, error) {
		return seam.Page{Events: make([]chatlayer.TrackingEvent, l.Query.Limit)}, nil
	}}

	next := p.List
	p.List = func(l *seam.Lookup) (seam.Page, error) {
		l.Query.End = l.Query.End.Add(time.Nanosecond)
		l.Query.Limit /= 2
		return next(l)
	}

	lookup := &seam.Lookup{}
	lookup.Query.Limit = 10
	page, err := p.List(lookup)
	fmt.Println(len(page.Events), err)
	// Output: 5 <nil>
}
