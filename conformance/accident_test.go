package conformance_test

import (
	"context"
	"io"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/hurry"
)

// serves is a check that wants a request served.
func serves(change func(*exchange.Request)) func(context.Context, *conformance.T) {
	return func(ctx context.Context, t *conformance.T) {
		r := exchange.Request{Method: "GET", Path: "/ping", Authorization: t.Authorization(), Safe: true}
		change(&r)
		if x := t.Do(ctx, r); x.Status != http.StatusOK {
			t.Failf("it is answered with %d", x.Status)
		}
	}
}

// kept is a check that shows two requests as on a connection of its own.
func kept(ctx context.Context, t *conformance.T) {
	first := ping(ctx, t)
	next := *ping(ctx, t)
	if next.After = first; next.Status != http.StatusOK {
		t.Fail(conformance.Failure{Message: "the second on a connection is refused", Exchanges: []*exchange.Exchange{&next, first}})
	}
}

// TestAccidents has a check fail for the answer to a valid request, and the server answer the same request otherwise later, or not.
func TestAccidents(t *testing.T) {
	served, trace := serves(func(*exchange.Request) {}), serves(func(r *exchange.Request) { r.Path = "/trace" })
	hostile, write := serves(func(r *exchange.Request) { r.Hostile = true }),
		serves(func(r *exchange.Request) { r.Method, r.Safe = "POST", false })
	stranger := serves(func(r *exchange.Request) { r.Authorization, r.Hostile = "Basic bm8=", true })
	all := func(*http.Request) bool { return true }
	traces := func(r *http.Request) bool { return r.URL.Path == "/trace" }
	var orders atomic.Int64
	allButThird := func(*http.Request) bool { return orders.Add(1) != 3 }
	tests := map[string]struct {
		run    func(context.Context, *conformance.T)
		of     func(*http.Request) bool
		status int
		first  int64 // the first that is turned down, of those
		last   int64
		later  int // what those after the first are answered with; 0: the status
		want   conformance.Outcome
	}{
		"a_lock_that_has_ended":                      {served, all, 401, 2, 2, 0, conformance.Inconclusive},
		"a_lock_that_lasts":                          {served, all, 401, 2, 99, 0, conformance.Inconclusive},
		"a_lock_that_comes_again_and_ends":           {served, allButThird, 401, 2, 8, 0, conformance.Inconclusive},
		"a_lock_of_the_other_status":                 {served, all, 403, 2, 2, 0, conformance.Inconclusive},
		"errors_of_the_server_twice_in_a_row":        {served, all, 500, 2, 3, 0, conformance.Inconclusive},
		"errors_of_the_server_three_times":           {served, all, 502, 2, 4, 0, conformance.Inconclusive},
		"an_error_of_the_server_and_then_no_time":    {trace, traces, 502, 1, 99, 503, conformance.Inconclusive},
		"no_time_each_time":                          {trace, traces, 503, 1, 99, 0, conformance.Fail},
		"an_error_of_the_server_each_time":           {trace, traces, 500, 1, 99, 0, conformance.Fail},
		"a_refusal_of_one_path_while_others_go":      {trace, traces, 401, 1, 99, 0, conformance.Fail},
		"a_refusal_of_another_kind":                  {served, all, 404, 2, 2, 0, conformance.Fail},
		"a_request_that_is_wrong_on_purpose":         {hostile, all, 500, 2, 2, 0, conformance.Inconclusive},
		"credentials_that_are_wrong_on_purpose":      {stranger, all, 401, 2, 2, 0, conformance.Fail},
		"a_write_that_was_refused_for_its_sender":    {write, all, 401, 2, 2, 0, conformance.Inconclusive},
		"a_write_that_may_have_been_carried_out":     {write, all, 500, 2, 2, 0, conformance.Fail},
		"what_is_about_a_connection_of_the_check":    {kept, all, 401, 3, 3, 0, conformance.Fail},
		"what_is_before_the_one_that_is_shown_first": {kept, all, 401, 2, 3, 0, conformance.Fail},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var came atomic.Int64
			judged := at(t, func(w http.ResponseWriter, r *http.Request) {
				if tt.of(r) {
					if n := came.Add(1); n >= tt.first && n <= tt.last {
						if n > tt.first && tt.later != 0 {
							w.WriteHeader(tt.later)
						} else {
							w.WriteHeader(tt.status)
						}
						return
					}
				}
				_, _ = io.WriteString(w, "pong")
			}, named("demo.area.subject", tt.run))
			judged.Clock = hurry.Clock()
			_, results := run(t, judged)
			got := results["demo.area.subject"]
			require.Equal(t, tt.want, got.Outcome, got.Message)
		})
	}
}
