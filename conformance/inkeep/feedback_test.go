package inkeep_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
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
	report, err := conformance.Run(t.Context(), target(url, "inkeep.feedback.accepted", "inkeep.conversations.others-stay"))
	require.NoError(t, err)
	requireClean(t, report)
}
