package variant_test

import (
	"fmt"

	"github.com/understudy-mock/understudy/mockserver/internal/alter/variant"
)

// Every variant has a name to ask for it by, and tells what its server does.
func Example() {
	for _, v := range variant.All() {
		if v.Name == "page.short-pages" {
			fmt.Println(v.Row, v.Summary)
		}
	}
	// Output: L03 A page holds half as many events as were asked for.
}
