package inkeep_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// A request is held to the contract: every violation is told at once.
func Example() {
	contract, err := inkeep.Contract()
	if err != nil {
		fmt.Println(err)
		return
	}
	operation, _ := contract.Operation("LogEvent")
	_, violations := operation.ValidateRequest(spec.Request{
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   []byte(`{"entityType":"search","type":"search_query_submitted","id":""}`),
	})
	for _, violation := range violations {
		fmt.Println(violation.Rule, violation.Pointer)
	}
	// Output:
	// body.length /id
	// body.required /searchQuery
}

// An event has one Go form whatever it is about, and the wire form of its kind.
func ExampleEvent() {
	event := inkeep.Event{
		EntityType: inkeep.EntityConversation,
		ID:         "evt-1",
		Type:       "conversation_shared",
		Reference:  "conv-7",
		CreatedAt:  time.Date(2026, 1, 14, 10, 26, 53, 0, time.FixedZone("", 3600)),
		Properties: json.RawMessage(`{"rank":1.0}`),
	}
	line, err := event.AppendJSON(nil)
	for member := range strings.SplitAfterSeq(string(line), ",") {
		fmt.Println(member)
	}
	fmt.Println(err)
	// Output:
	// {"id":"evt-1",
	// "type":"conversation_shared",
	// "conversationId":"conv-7",
	// "createdAt":"2026-01-14T09:26:53.000Z",
	// "projectId":null,
	// "integrationId":null,
	// "properties":{"rank":1.0},
	// "userProperties":null,
	// "entityType":"conversation"}
	// <nil>
}
