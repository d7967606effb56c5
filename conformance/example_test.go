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
	target := conformance.Target{Suite: quick(), URL: server.URL, Settings: settings{pair: "id:secret"}}
	report, err := conformance.Run(context.Background(), target)
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
		conformance.Test(t, conformance.Target{Suite: quick(), URL: server.URL, Settings: settings{pair: "id:secret"}})
	}
}

// A list of a server that others use as well shows what this run wrote, and more. What the run wrote has to be there; whether the rest may
// be there, only the answer itself can tell.
func ExampleNames() {
	names := conformance.NamesOf("note-", "q7xk2mzd") // the nonce is that of T.Run
	listed := []string{names.Of("first"), "note-aaaabbbb_first", "shopping"}
	for _, name := range listed {
		switch {
		case names.Own(name):
			fmt.Println(name, "is held to what was sent")
		case names.OfAnother(name):
			fmt.Println(name, "is of another run, and held to what the list shows")
		default:
			fmt.Println(name, "is somebody's, and held to what the list shows")
		}
	}
	// Output:
	// note-q7xk2mzd_first is held to what was sent
	// note-aaaabbbb_first is of another run, and held to what the list shows
	// shopping is somebody's, and held to what the list shows
}
