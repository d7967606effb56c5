package eventstore_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// Events come in the order of their times, whatever the order in which they were added. Last leads to the next page.
func ExampleList() {
	noon := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	store := eventstore.New[string]("demobot1", "user_id")
	store.Add(eventstore.Event[string]{ID: "b", Time: noon.Add(time.Minute), Values: []string{"mia"}, Payload: "asked again"})
	store.Add(eventstore.Event[string]{ID: "a", Time: noon, Values: []string{"mia"}, Payload: "asked"})
	store.Add(eventstore.Event[string]{ID: "c", Time: noon, Values: []string{"tom"}, Payload: "said hello"})

	stores := slices.Values([]eventstore.Source[string]{store})
	query := eventstore.Query{
		Start: noon, End: noon.Add(time.Hour), Limit: 1,
		Where: []eventstore.Equal{{Field: "user_id", Value: "mia"}},
	}
	for {
		page, err := eventstore.List(context.Background(), query, stores)
		if err != nil {
			fmt.Println(err)
		}
		for _, event := range page.Events {
			fmt.Println(event.ID, event.Payload)
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
