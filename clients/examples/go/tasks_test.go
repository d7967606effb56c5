package shop_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/shop"
	"github.com/understudy-mock/understudy/mockserver"
)

var noon = time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)

// TestShop shares one server; each subtest has a world of its own, and they run side by side.
func TestShop(t *testing.T) {
	mock := mockserver.Start(t, mockserver.Options{Scenario: "quiet-week", FailOnViolation: true})
	for name, test := range map[string]func(*testing.T, *mockserver.Namespace, *shop.Analytics){
		"a_search_is_logged_exactly_once":     searchOnce,
		"a_503_is_tried_again":                unavailable,
		"a_429_is_tried_again":                tooMany,
		"a_slow_answer_is_not_waited_for":     slow,
		"a_signup_counts_for_a_week":          week,
		"a_mistake_is_refused":                mistake,
		"a_shop_without_signups_has_no_users": empty,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			own := mock.Namespace(t, mockserver.NamespaceOptions{Now: noon})
			test(t, own, &shop.Analytics{URL: own.URL})
		})
	}
}

func searchOnce(t *testing.T, mock *mockserver.Namespace, app *shop.Analytics) {
	must(t, app.Searched(t.Context(), "api key"))

	mock.Expect(t, mockserver.Expectation{
		Operation: "LogEvent", Body: map[string]any{"searchQuery": "api key"}, Count: mockserver.Exactly(1),
	})
}

func unavailable(t *testing.T, mock *mockserver.Namespace, app *shop.Analytics) {
	_, err := mock.Faults().Add(mockserver.Fault{
		Match: mockserver.FaultMatch{Operation: "TrackEvent"}, When: mockserver.FaultWhen{First: 2}, Status: http.StatusServiceUnavailable,
	})
	must(t, err)

	must(t, app.Track(t.Context(), "signup", "mia", nil))

	mock.Expect(t, mockserver.Expectation{Operation: "TrackEvent", Status: http.StatusOK, Count: mockserver.Exactly(1)})
}

func tooMany(t *testing.T, mock *mockserver.Namespace, app *shop.Analytics) {
	_, err := mock.Faults().Add(mockserver.Fault{When: mockserver.FaultWhen{First: 1}, Status: http.StatusTooManyRequests})
	must(t, err)

	must(t, app.Searched(t.Context(), "api key"))
}

func slow(t *testing.T, mock *mockserver.Namespace, app *shop.Analytics) {
	_, err := mock.Faults().Add(mockserver.Fault{Delay: time.Minute})
	must(t, err)
	app.HTTP.Timeout = 200 * time.Millisecond

	if err := app.Track(t.Context(), "signup", "mia", nil); !isTimeout(err) {
		t.Fatalf("got %v", err)
	}
}

func week(t *testing.T, mock *mockserver.Namespace, app *shop.Analytics) {
	must(t, app.Track(t.Context(), "signup", "mia", nil))

	must(t, mock.Clock().Advance(7*24*time.Hour))
	users, err := app.OfLastWeek(t.Context(), "signup", mock.Clock().Now())
	must(t, err)
	if len(users) != 1 || users[0] != "mia" {
		t.Fatalf("got %v", users)
	}

	must(t, mock.Clock().Advance(time.Second))
	users, err = app.OfLastWeek(t.Context(), "signup", mock.Clock().Now())
	must(t, err)
	if len(users) != 0 {
		t.Fatalf("got %v", users)
	}
}

func empty(t *testing.T, mock *mockserver.Namespace, app *shop.Analytics) {
	must(t, mock.Reset(mockserver.NamespaceOptions{Scenario: "empty", Now: noon}))

	users, err := app.OfLastWeek(t.Context(), "feedback_given", noon)
	must(t, err)
	if len(users) != 0 {
		t.Fatalf("got %v", users)
	}
}

func mistake(t *testing.T, mock *mockserver.Namespace, _ *shop.Analytics) {
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, mock.URL+"/v1/echo", strings.NewReader(`{"message":1}`))
	must(t, err)
	request.SetBasicAuth("demo-token-id", "demo-token-secret")
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Prefer", "expect-violation=body.type") // it is wrong on purpose
	response, err := http.DefaultClient.Do(request)
	must(t, err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusBadRequest {
		t.Fatalf("got %s", response.Status)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func isTimeout(err error) bool {
	var late interface{ Timeout() bool }
	return errors.As(err, &late) && late.Timeout()
}
