package spec_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

// TestParallelUse means something under -race: one contract serves every request of a server.
func TestParallelUse(t *testing.T) {
	const rounds, workers = 50, 8
	c := shelf(t)
	seen := make(chan string, rounds*workers)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for range rounds {
				seen <- everyEntrance(c)
			}
		})
	}
	group.Wait()
	close(seen)
	for counts := range seen {
		require.Equal(t, "3 1 3 0 /components/schemas/Film/properties/minutes 2", counts)
	}
}

// everyEntrance uses all that a server uses at once, and counts what was found.
func everyEntrance(c *spec.Contract) string {
	list, _ := c.Operation("ListBooks")
	add, _ := c.Operation("AddItem")
	_, query := list.ValidateRequest(spec.Request{
		PathParams: spec.PathParams{{Name: "shelf_id", Value: "a"}}, RawQuery: "version=LIVE&start_time=2026-01-15&page_size=x&isbn=1&y=2",
	})
	answer := list.ValidateResponse(spec.Response{
		Status: 200, Header: listHeader(),
		Body: []byte(`{"books":[` + row + `],"next":"","x":1}`),
	})
	_, body := add.ValidateRequest(spec.Request{Body: []byte(`{"kind":"film","minutes":"1","x":1}`)})
	_, value := c.ValidateValue("Item", []byte(`{"kind":"song","bpm":1}`))
	placed := add.Violate(spec.Violation{In: spec.InBody, Pointer: "/minutes"})
	return fmt.Sprint(len(query), " ", len(answer), " ", len(body), " ", len(value), " ", placed.Place.Pointer, " ", len(c.Requirements()))
}
