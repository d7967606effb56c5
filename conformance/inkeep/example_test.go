package inkeep_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep"
	"github.com/understudy-mock/understudy/mockserver"
)

// A server is judged by its URL and a key. This one keeps the contract.
func Example() {
	server := httptest.NewServer(mockserver.New(mockserver.Options{}))
	defer server.Close()

	report, err := conformance.Run(context.Background(), conformance.Target{
		Suite: inkeep.Suite(), URL: server.URL, Settings: inkeep.Settings{Bearer: "demo-api-key"}, Only: []string{"inkeep.events.*"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Verdict, report.Summary.Fail)
	// Output: conformant 0
}
