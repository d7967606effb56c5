package suites_test

import (
	"fmt"

	"github.com/understudy-mock/understudy/conformance/suites"
)

func ExampleAll() {
	for _, s := range suites.All() {
		fmt.Println(s.API)
	}
	// Output:
	// chatlayer
	// inkeep
}
