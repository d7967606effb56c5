package misbehave_test

import (
	"fmt"

	"github.com/understudy-mock/understudy/mockserver/internal/alter/misbehave"
)

// A misbehaviour is looked up by its name; its decorator is called with the steps of the server that is to misbehave.
func Example() {
	m, found := misbehave.Find("list.end-inclusive")
	fmt.Println(found, m.Area, m.Requirement)
	fmt.Println(m.Summary)
	// Output:
	// true time [CHL-TIME-2]
	// An event exactly on end_time is listed.
}
