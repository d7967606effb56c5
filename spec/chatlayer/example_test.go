package chatlayer_test

import (
	"fmt"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// A request is held to the document: February has no 30th.
func Example() {
	contract, err := chatlayer.Contract()
	if err != nil {
		fmt.Println(err)
		return
	}
	list, _ := contract.Operation("ListEvents")
	_, violations := list.ValidateRequest(spec.Request{
		PathParams: spec.PathParams{{Name: "bot_id", Value: "demobot1"}},
		RawQuery:   "version=LIVE&start_time=2026-02-01&end_time=2026-02-30",
	})
	for _, v := range violations {
		fmt.Println(v.In, v.Name, v.Got)
	}
	// Output: query end_time "2026-02-30"
}
