package chatlayer_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
	"github.com/understudy-mock/understudy/mockserver"
)

// A server is judged by its URL, the credentials of a team and a bot of that team. This one lists an event exactly on end_time.
func Example() {
	server := httptest.NewServer(mockserver.New(mockserver.Options{Misbehave: "list.end-inclusive"}))
	defer server.Close()

	report, err := conformance.Run(context.Background(), conformance.Target{
		Suite: chatlayer.Suite(), URL: server.URL,
		Settings: chatlayer.Settings{Basic: "demo-token-id:demo-token-secret", Bot: "demobot1", Team: "demo-team"},
		Only:     []string{"chatlayer.time.end-exclusive"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range report.Findings {
		fmt.Println(report.Verdict, "by", f.Requirement+":", f.Statement)
	}
	// Output: nonconformant by CHL-TIME-2: end_time is exclusive; an event exactly on it is not returned, nor one behind it.
}
