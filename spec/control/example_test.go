package control_test

import (
	"fmt"

	"github.com/understudy-mock/understudy/spec/control"
)

// The endpoints that the mock has of its own are listed in the order of the document.
func Example() {
	contract, err := control.Contract()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, operation := range contract.Operations()[:3] {
		fmt.Println(operation.Method, operation.Path)
	}
	// Output:
	// GET /
	// GET /__understudy/healthz
	// GET /__understudy/readyz
}
