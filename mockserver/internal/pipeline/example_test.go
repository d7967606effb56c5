package pipeline_test

import (
	"fmt"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// A step is wrapped by a function that calls the one that was there before.
func Example() {
	p := &pipeline.Pipeline{Encode: func(_ *pipeline.Call, a pipeline.Answer) pipeline.Answer { return a }}

	next := p.Encode
	p.Encode = func(c *pipeline.Call, a pipeline.Answer) pipeline.Answer {
		a = next(c, a)
		a.Status++
		return a
	}

	fmt.Println(p.Encode(&pipeline.Call{}, pipeline.Answer{Status: 200}).Status)
	// Output: 201
}

// noteSteps are steps that only one API has.
type noteSteps struct{ Sort func([]string) }

// What only one API has is found by its type.
func ExampleOf() {
	p := &pipeline.Pipeline{Own: []any{&noteSteps{}}}

	fmt.Println(pipeline.Of[*noteSteps](p) != nil, pipeline.Of[*noteSteps](&pipeline.Pipeline{}) != nil)
	// Output: true false
}
