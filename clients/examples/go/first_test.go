package shop_test

import (
	"testing"

	"example.com/shop"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestASignupIsTrackedExactlyOnce(t *testing.T) {
	mock := mockserver.Start(t, mockserver.Options{FailOnViolation: true})
	app := shop.Analytics{URL: mock.URL}

	if err := app.Track(t.Context(), "signup", "mia", map[string]string{"plan": "pro"}); err != nil {
		t.Fatal(err)
	}

	mock.Expect(t, mockserver.Expectation{
		Operation: "TrackEvent", Body: map[string]any{"event": "signup"}, Count: mockserver.Exactly(1),
	})
}
