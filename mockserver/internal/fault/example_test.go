package fault_test

import (
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/fault"
)

// The second of each two lists is answered with 503.
func Example() {
	list := fault.Operation{ID: "ListEvents", Method: http.MethodGet, Pages: "page_token"}
	faults := fault.New(1, []fault.Operation{list})
	added, err := faults.Add(fault.Fault{
		Match: fault.Match{Operation: "ListEvents"}, When: fault.When{Every: 2},
		Effect: fault.Effect{Status: http.StatusServiceUnavailable},
	})
	fmt.Println(added.ID, err)
	for range 2 {
		given := faults.Given(fault.Request{Operation: list, Method: http.MethodGet}, nil)
		fmt.Println(given != nil && given.Status == http.StatusServiceUnavailable)
	}
	// Output:
	// f1 <nil>
	// false
	// true
}
