package eventstore_test

import (
	"context"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// Events come in the order of their times, whatever the order in which they were added. Last leads to the next page.
func ExampleList() {
	noon := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	store := eventstore.New("user_id")
	add := func(id string, at time.Time, user, payload string) {
		store.Add(eventstore.Event{Stream: "demobot1", ID: id, Time: at, Values: []string{user}, Payload: payload})
	}
	add("b", noon.Add(time.Minute), "mia", "asked again")
	add("a", noon, "mia", "asked")
	add("c", noon, "tom", "said hello")
	query := eventstore.Query{
		Start: noon, End: noon.Add(time.Hour), Limit: 1,
		Where: []eventstore.Equal{{Field: "user_id", Value: "mia"}},
	}
	for {
		page, err := eventstore.List(context.Background(), query, store)
		if err != nil {
			fmt.Println(err)
		}
		for _, payload := range page.Payloads {
			fmt.Println(page.Last.ID, payload)
		}
		if !page.More {
			break
		}
		query.After = page.Last
	}
	// Output:
	// a asked
	// b asked again
}
