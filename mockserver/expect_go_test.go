package mockserver_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// failing is a test that is meant to fail, and whose message is looked at.
type failing struct {
	testing.TB
	message string
}

func (f *failing) Helper() {}

func (f *failing) Fatal(args ...any) { f.Fatalf("%s", fmt.Sprint(args...)) }

func (f *failing) Fatalf(format string, args ...any) {
	f.message = fmt.Sprintf(format, args...)
	panic(f) // what runs in it is not to go on
}

// failure is the message with which a test fails; empty if it does not.
func failure(t *testing.T, do func(t testing.TB)) (message string) {
	t.Helper()
	f := &failing{TB: t}
	defer func() {
		if cause := recover(); cause != nil {
			require.Same(t, f, cause)
			message = f.message
		}
	}()
	do(f)
	return ""
}

func TestExpectInGo(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	ids := c.tracks(t, `{"event":"login"}`, `{"event":"signup","attributes":{"plan":"free"}}`)
	signup := map[string]any{"event": "signup", "attributes": map[string]any{"plan": mockserver.Regex("^fr")}}
	matched := s.Expect(t, mockserver.Expectation{Operation: "TrackEvent", Body: signup, Count: mockserver.Exactly(1)})
	require.Len(t, matched, 1)
	require.Equal(t, ids[1], matched[0].ID)
	require.JSONEq(t, `{"event":"signup","attributes":{"plan":"free"}}`, string(matched[0].Request.Body))
	require.Equal(t, "Basic [redacted]", matched[0].Request.Header.Get("Authorization"))
	require.Equal(t, http.StatusOK, matched[0].Status)
	all := s.Journal().Exchanges()
	require.Equal(t, ids, []string{all[0].ID, all[1].ID})

	for _, e := range []mockserver.Expectation{
		{},
		{Method: http.MethodPost, Status: 200, Path: mockserver.Regex("/track$"), Count: mockserver.AtMost(2)},
		{Header: map[string]any{"content-type": "application/json"}, Count: mockserver.AtLeast(2)},
		{Query: map[string]any{"x": mockserver.Absent()}},
		{Body: struct {
			Event string `json:"event"`
		}{"login"}},
		{Body: map[string]any{"event": mockserver.Anything()}, Status: "2xx"},
		{InOrder: []mockserver.Expectation{{Body: map[string]any{"event": "login"}}, {Body: signup}}},
	} {
		require.Empty(t, failure(t, func(t testing.TB) { s.Expect(t, e) }))
	}

	defer later(func() { c.tracks(t, `{"event":"late"}`) })()
	late := map[string]any{"event": "late"}
	s.Expect(t, mockserver.Expectation{Body: late, Count: mockserver.Exactly(1), Within: time.Minute, Quiet: 20 * time.Millisecond})

	own := s.Namespace(t)
	require.Contains(t, failure(t, func(t testing.TB) { own.Expect(t, mockserver.Expectation{}) }), "requests in the journal: 0")
	client{own.URL, c.auth}.tracks(t, `{"event":"own"}`)
	own.Expect(t, mockserver.Expectation{Body: map[string]any{"event": "own"}, Count: mockserver.Exactly(1)})
	require.Equal(t, own.Name, own.Journal().Exchanges()[0].Namespace)
	s.Expect(t, mockserver.Expectation{Body: map[string]any{"event": "own"}, Count: mockserver.Exactly(0)})

	s.Journal().Clear()
	require.Empty(t, s.Journal().Exchanges())
}

func TestExpectInGoFails(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	ids := c.tracks(t, `{"event":"signup","attributes":{"plan":"free"}}`)
	require.Equal(t, `the requests that were expected did not come, or too many did: `+
		`{"body":{"attributes":{"plan":"pro"},"user_id":"mia"},"exactly":1,"operation":"TrackEvent"}
expected exactly 1, got 0; requests in the journal: 1
nearest: `+ids[0]+` POST /v1/bots/demobot1/events/track, answered with 200
  /body/attributes/plan: expected "pro", got "free"
  /body/user_id: expected "mia", got nothing`, failure(t, func(t testing.TB) {
		s.Expect(t, mockserver.Expectation{
			Operation: "TrackEvent", Count: mockserver.Exactly(1),
			Body: map[string]any{"attributes": map[string]any{"plan": "pro"}, "user_id": "mia"},
		})
	}))
	more := c.tracks(t, `{"event":"x"}`)
	tooMany := failure(t, func(t testing.TB) { s.Expect(t, mockserver.Expectation{Count: mockserver.AtMost(1)}) })
	require.Contains(t, tooMany, "expected at most 1, got 2")
	require.Contains(t, tooMany, "matched: "+more[0])

	for says, e := range map[string]mockserver.Expectation{
		`did you mean "TrackEvent"?`: {Operation: "TrackEvnt"},
		"/body/a/$regex":             {Body: map[string]any{"a": mockserver.Regex("(")}},
		"cannot be written as JSON":  {Body: make(chan int)},
		"/exactly":                   {Count: mockserver.Exactly(-1)},
		"/in_order/0/within":         {InOrder: []mockserver.Expectation{{Within: 1}}},
		"no more than within":        {Count: mockserver.Exactly(1), Quiet: time.Second},
	} {
		require.Contains(t, failure(t, func(t testing.TB) { s.Expect(t, e) }), says)
	}
	opts := quiet()
	opts.Limits.JournalBytes = mockserver.NoJournal
	require.Contains(t, failure(t, func(t testing.TB) { mockserver.New(opts).Expect(t, mockserver.Expectation{}) }), "JournalBytes")
	broken := mockserver.New(mockserver.Options{Scenario: "none"})
	require.Contains(t, failure(t, func(t testing.TB) { broken.Expect(t, mockserver.Expectation{}) }), "scenario")
	require.Empty(t, broken.Journal().Exchanges())
	broken.Journal().Clear()
}
