package inkeepsteps_test

import (
	"fmt"

	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// A server that stores nothing, and says that it has.
func Example() {
	steps := &inkeepsteps.Steps{}
	p := &pipeline.Pipeline{Own: []any{steps}}
	inkeepsteps.Of(p).Log = func(_ *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) {
		return inkeepworld.Logged{Event: e.Event, Outcome: inkeepworld.Stored}, nil
	}

	logged, err := steps.Log(&pipeline.Call{}, inkeepworld.LogEvent{})
	fmt.Println(logged.Outcome == inkeepworld.Stored, err)
	// Output: true <nil>
}
