package inkeep_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// TestFeedbackOfOneIDKeepsNobodyFromConversations shows a conversation when it is looked for again only. A run that has seen all feedback
// get one id does not wait for feedback any more; for conversations it does.
func TestFeedbackOfOneIDKeepsNobodyFromConversations(t *testing.T) {
	t.Parallel()
	next := clean(t)
	var looked sync.Map
	url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, "/conversations/") {
			if _, before := looked.LoadOrStore(r.URL.Path, true); !before {
				write(w, problem(http.StatusNotFound, "not_found"))
				return
			}
		}
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, r)
		if body := parse(recorder.Body.Bytes()); r.Method == http.MethodPost && r.URL.Path == "/feedback" && body != nil {
			body["id"] = "the-one"
			write(w, &reply{status: recorder.Code, header: recorder.Header(), body: body})
			return
		}
		copyRecorded(w, recorder)
	}))
	for _, c := range outcomes(t, url, "inkeep.feedback.accepted", "inkeep.conversations.others-stay") {
		require.Equal(t, conformance.Pass, c.Outcome, c.Message)
	}
}

// outcomes are what some checks find.
func outcomes(t *testing.T, url string, ids ...string) []conformance.Result {
	t.Helper()
	report, err := conformance.Run(t.Context(), target(url, ids...))
	require.NoError(t, err)
	some := slices.DeleteFunc(report.Checks, func(c conformance.Result) bool { return !slices.Contains(ids, c.ID) })
	require.Len(t, some, len(ids))
	return some
}

// TestARunThatIsInterruptedTidiesUp interrupts it when it looks for its first feedback.
func TestARunThatIsInterruptedTidiesUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	next, left := kept(clean(t))
	report, err := conformance.Run(ctx, target(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			cancel()
		}
		next.ServeHTTP(w, r)
	})), "inkeep.feedback.found"))
	require.NoError(t, err)
	require.Contains(t, report.Reason, "interrupted")
	require.Empty(t, left())
}

// TestWhatAStrangerMadeIsTidiedUp lets in all who log or submit something.
func TestWhatAStrangerMadeIsTidiedUp(t *testing.T) {
	t.Parallel()
	next, left := kept(clean(t))
	for _, c := range outcomes(t, serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			r.Header.Set("Authorization", "Bearer demo-api-key")
		}
		next.ServeHTTP(w, r)
	})), "inkeep.feedback.key-needed", "inkeep.conversations.key-needed") {
		require.Equal(t, conformance.Fail, c.Outcome, c.Message)
	}
	require.Empty(t, left())
}

// TestTwoProjectsThatAreApart judges a mock whose keys are of two projects. What it does wrong concerns events alone.
func TestTwoProjectsThatAreApart(t *testing.T) {
	t.Parallel()
	mock := mockserver.New(mockserver.Options{EventsPerBot: mockserver.NoEvents, Misbehave: "inkeep.id-across-projects"})
	require.NoError(t, mock.Err())
	next, left := kept(mock)
	for _, c := range outcomes(t, serve(t, next), "inkeep.feedback.other-project", "inkeep.conversations.other-project") {
		require.Equal(t, conformance.Pass, c.Outcome, c.Message)
	}
	require.Empty(t, left())
}

// TestWhoTakesNothingIsNotPraisedForRefusals refuses all feedback, or all conversations.
func TestWhoTakesNothingIsNotPraisedForRefusals(t *testing.T) {
	t.Parallel()
	next := clean(t)
	for path, checks := range map[string][]string{
		"/feedback":      {"inkeep.feedback.wrong-refused", "inkeep.limits.feedback-too-large"},
		"/conversations": {"inkeep.conversations.wrong-refused", "inkeep.limits.conversation-too-large"},
	} {
		for _, c := range outcomes(t, serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && r.URL.Path == path {
				write(w, problem(http.StatusUnprocessableEntity, "unprocessable_entity"))
				return
			}
			next.ServeHTTP(w, r)
		})), checks...) {
			require.Equal(t, conformance.Inconclusive, c.Outcome, c.ID)
			require.Contains(t, c.Message, "so a refusal shows nothing")
		}
	}
}

// TestAnEchoIsNoProofOfAChange has no way to look at feedback.
func TestAnEchoIsNoProofOfAChange(t *testing.T) {
	t.Parallel()
	mock := mockserver.New(mockserver.Options{EventsPerBot: mockserver.NoEvents, Variants: []string{"inkeep.feedback-unread"}})
	require.NoError(t, mock.Err())
	for _, c := range outcomes(t, serve(t, mock), "inkeep.feedback.updated") {
		require.Equal(t, conformance.Skip, c.Outcome, c.Message)
		require.Contains(t, c.Message, "cannot be told")
	}
}

// kept tells which conversations and feedback were made and not deleted.
func kept(next http.Handler) (h http.Handler, left func() []string) {
	var mu sync.Mutex
	var there []string
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			recorder := httptest.NewRecorder()
			next.ServeHTTP(recorder, r)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case r.Method == http.MethodPost && r.URL.Path != "/events" && recorder.Code == http.StatusOK:
				there = append(there, r.URL.Path+"/"+text(parse(recorder.Body.Bytes()), "id"))
			case r.Method == http.MethodDelete:
				there = slices.DeleteFunc(there, func(path string) bool { return path == r.URL.Path })
			}
			copyRecorded(w, recorder)
		}), func() []string {
			mu.Lock()
			defer mu.Unlock()
			return there
		}
}
