package spec_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/understudy-mock/understudy/spec"
)

// TestParallelUse means something under -race: one contract serves every request of a server.
func TestParallelUse(t *testing.T) {
	c := shelf(t)
	list, _ := c.Operation("ListBooks")
	add, _ := c.Operation("AddItem")
	page := []byte(`{"books":[` + row + `],"next":"","x":1}`)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				_, violations := list.ValidateRequest(spec.Request{
					PathParams: map[string]string{"shelf_id": "a"}, RawQuery: "version=LIVE&start_time=2026-01-15&page_size=x&isbn=1&y=2",
				})
				assert.Len(t, violations, 4-1)
				assert.Len(t, list.ValidateResponse(spec.Response{Status: 200, Header: listHeader(), Body: page}), 1)
				_, violations = add.ValidateRequest(spec.Request{Body: []byte(`{"kind":"film","minutes":"1","x":1}`)})
				assert.Len(t, violations, 3)
				_, violations = c.ValidateValue("Item", []byte(`{"kind":"song","bpm":1}`))
				assert.Empty(t, violations)
				assert.Len(t, add.Violate(spec.Violation{In: spec.InBody, Pointer: "/minutes"}).Place.Document, len("shelf/openapi.yaml"))
				assert.Len(t, c.Requirements(), 2)
			}
		})
	}
	group.Wait()
}
