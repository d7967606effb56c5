package pagetoken_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
)

// A token opens for the query it was made for. For another one, the error names the arguments that differ.
func ExampleCodec() {
	ask := func(user string) pagetoken.Query {
		return pagetoken.Query{Kind: "bot events", Arguments: []pagetoken.Argument{
			{Name: "bot_id", Value: "demobot1"}, {Name: "user_id", Value: user},
		}}
	}
	codec := pagetoken.New(1, "")
	token := codec.Encode(ask("mia"), eventstore.Position{
		Time: time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC), Stream: "demobot1", ID: "a",
	})

	position, err := codec.Decode(ask("mia"), token)
	fmt.Println(position.ID, position.Time.Format(time.RFC3339), err)

	_, err = codec.Decode(ask("tom"), token)
	if mismatch, ok := errors.AsType[*pagetoken.MismatchError](err); ok {
		fmt.Println("differ:", mismatch.Arguments)
	}
	// Output:
	// a 2026-01-15T12:00:00Z <nil>
	// differ: [user_id]
}
