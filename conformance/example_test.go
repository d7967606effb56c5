package conformance_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// quick is a suite of one check. The suites of the two APIs are chatlayer.Suite() and inkeep.Suite().
func quick() conformance.Suite {
	suite := demo(conformance.Check{
		ID: "demo.ping.answers", Title: "ping is answered with 200", Level: conformance.Must, Requirement: "DEM-PING-1",
		Operations: []string{"Ping"}, Floor: map[string]int{"answers": 1},
		Run: func(ctx context.Context, t *conformance.T) {
			x := t.Do(ctx, exchange.Request{Method: "GET", Path: "/ping", Authorization: t.Authorization(), Safe: true})
			if x.Err != nil {
				t.Inconclusive("no answer: %v", x.Err)
			}
			t.Saw("answers", 1)
			if x.Status != http.StatusOK {
				t.Fail(conformance.Failure{Message: "ping is refused", Expected: "status 200", Got: fmt.Sprintf("status %d", x.Status)})
			}
		},
	})
	suite.Prepare = func(context.Context, *conformance.Env) (any, error) { return nil, nil }
	return suite
}

func ExampleRun() {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	report, err := conformance.Run(context.Background(), conformance.Target{Suite: quick(), URL: server.URL, Basic: "id:secret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Verdict, "because", report.Reason)
	for _, c := range report.Checks {
		fmt.Printf("%s %s: %s, expected %s, got %s\n", c.Outcome, c.ID, c.Message, c.Expected, c.Got)
	}
	// Output:
	// nonconformant because 1 check of level must failed
	// fail demo.ping.answers: ping is refused, expected status 200, got status 404
}

func ExampleTest() {
	// In a test file: every check becomes a subtest of TestConformance.
	_ = func(t *testing.T) {
		server := httptest.NewServer(http.NotFoundHandler()) // the server to judge
		t.Cleanup(server.Close)
		conformance.Test(t, conformance.Target{Suite: quick(), URL: server.URL, Basic: "id:secret"})
	}
}
