package mockserver_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver"
)

// A server is a plain http.Handler. With a frozen clock the same questions get the same answers, always.
func ExampleNew() {
	now := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	mock := mockserver.New(mockserver.Options{Clock: mockserver.FrozenClock(now)})
	if err := mock.Err(); err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(mock)
	defer server.Close()

	query := url.Values{
		"version": {"LIVE"}, "start_time": {"2026-01-01"}, "end_time": {"2026-02-01"},
		"event": {"feedback_given"}, "page_size": {"3"},
	}
	request, err := http.NewRequest(http.MethodGet, server.URL+"/v1/bots/demobot1/events/stream?"+query.Encode(), http.NoBody)
	if err != nil {
		fmt.Println(err)
		return
	}
	request.SetBasicAuth("demo-token-id", "demo-token-secret")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()

	var page struct {
		Events []struct {
			Event string `json:"event"`
		} `json:"events"`
		NextPageToken string `json:"next_page_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&page); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answer.Status)
	fmt.Println(len(page.Events), "events, the first is", page.Events[0].Event)
	fmt.Println("more to fetch:", page.NextPageToken != "")
	// Output:
	// 200 OK
	// 3 events, the first is feedback_given
	// more to fetch: true
}

// A server can break the contract on purpose, to see whether a test would notice.
func ExampleOptions_misbehave() {
	server := mockserver.New(mockserver.Options{Misbehave: "page.repeats-lost"})
	fmt.Println(server.Err())
	for _, m := range mockserver.Misbehaviours() {
		if m.Name == "page.repeats-last" {
			fmt.Println(m.Summary)
		}
	}
	// Output:
	// unknown misbehaviour "page.repeats-lost": did you mean "page.repeats-last"?
	// The last event of a page is also the first of the next.
}

// The first request for an operation fails, and the client tries again.
func ExampleServer_Faults() {
	s := mockserver.New(mockserver.Options{})
	if _, err := s.Faults().Add(mockserver.Fault{When: mockserver.FaultWhen{First: 1}, Status: http.StatusServiceUnavailable}); err != nil {
		fmt.Println(err)
	}
	for range 2 {
		r := httptest.NewRequest(http.MethodPost, "/v1/echo", strings.NewReader(`{"message":"hello"}`))
		r.Header.Set("Content-Type", "application/json")
		r.SetBasicAuth("demo-token-id", "demo-token-secret")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		fmt.Println(w.Code, w.Body)
	}
	// Output:
	// 503 {"code":14,"message":"Service Unavailable: a fault was asked for (f1)","details":[]}
	// 200 {"message":"hello"}
}

// What tests have used of the APIs is known at their end.
func ExampleServer_Coverage() {
	mock := mockserver.New(mockserver.Options{EventsPerBot: mockserver.NoEvents})
	request := httptest.NewRequest(http.MethodPost, "/v1/echo", strings.NewReader(`{"message":"hello"}`))
	request.SetBasicAuth("demo-token-id", "demo-token-secret")
	request.Header.Set("Content-Type", "application/json")
	mock.ServeHTTP(httptest.NewRecorder(), request)

	used := mock.Coverage()
	fmt.Println(used.Covered, "covered, enough:", used.Reaches(80))
	for _, it := range used.Items {
		if it.Covered {
			fmt.Println(it.ID, it.Hits)
		}
	}
	// Output:
	// 3 covered, enough: false
	// chatlayer.Echo 1
	// chatlayer.Echo.body.message 1
	// chatlayer.Echo.status=200 1
}

// track tracks an event as an application would.
func track(s *mockserver.Server, event string) {
	r := httptest.NewRequest(http.MethodPost, "/v1/bots/demobot1/events/track", strings.NewReader(event))
	r.Header.Set("Content-Type", "application/json")
	r.SetBasicAuth("demo-token-id", "demo-token-secret")
	s.ServeHTTP(httptest.NewRecorder(), r)
}

// What was tracked can be looked at without a list of the API, whose windows and pages are for its clients.
func ExampleServer_Events() {
	mock := mockserver.New(mockserver.Options{})
	track(mock, `{"event":"signup","user_id":"mia","attributes":{"plan":"pro"}}`)

	for event, err := range mock.Events("chatlayer", mockserver.EventsOptions{Tracked: true}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		e := event.(fixtures.ChatlayerEvent)
		fmt.Println(e.Event, e.UserID, e.Attributes)
	}
	// Output:
	// signup mia map[plan:pro]
}

// A tracking plan says which events an application sends, and with what. Others are answered as ever, and are violations.
func ExampleOptions_plan() {
	mock := mockserver.New(mockserver.Options{Plan: []byte(`{
		"events": {"signup": {"attributes": {"plan": {"enum": ["free", "pro"]}}}},
		"other_events": "violation"
	}`)})
	if err := mock.Err(); err != nil {
		fmt.Println(err)
		return
	}
	track(mock, `{"event":"signup","attributes":{"plan":"gold"}}`)
	track(mock, `{"event":"sign_up","attributes":{"plan":"pro"}}`)
	for rule, n := range mock.BrokenRules() {
		fmt.Println(rule, n)
	}
	// Unordered output:
	// plan.attribute-value 1
	// plan.event-unknown 1
}

// A test whose requests break the contract fails at its end and names what they broke.
func ExampleOptions_failOnViolation() {
	test := func(t *testing.T) {
		mock := mockserver.Start(t, mockserver.Options{FailOnViolation: true})
		answer, err := http.Get(mock.URL + "/v1/bots/demobot1/events/stream?version=LIVE") // without start_time and end_time
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
	}
	_ = test
}
