//go:build interop

package interop

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

type (
	// walked is what the page's walk returned.
	walked struct {
		Value struct {
			Origin string `json:"origin"`
			Start  string `json:"start"`
			End    string `json:"end"`
			Pages  []struct {
				Events []struct {
					ID        string `json:"id"`
					Timestamp string `json:"timestamp"`
				} `json:"events"`
				RequestID string `json:"requestId"`
			} `json:"pages"`
		} `json:"value"`
		Complaints []string `json:"complaints"`
	}

	// fetched is one answer that the page could read.
	fetched struct {
		Headers map[string]string `json:"headers"`
		Body    object            `json:"body"`
	}

	written struct {
		Value      map[string]fetched `json:"value"`
		Complaints []string           `json:"complaints"`
	}

	refused struct {
		Value []struct {
			Status    int    `json:"status"`
			RequestID string `json:"requestId"`
			Body      object `json:"body"`
		} `json:"value"`
		Complaints []string `json:"complaints"`
	}
)

// TestBrowser uses both APIs from a page in a real browser. The page comes from another port, so it is of another origin and
// every request of it is preceded by a preflight, since it carries an Authorization header.
func TestBrowser(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	event := object{
		"id": "from-the-page", "version": "DRAFT", "user_id": "visitor-é", "event": "page_opened",
		"attributes": object{"flow": "browser", "step_number": "1"},
	}
	given := object{
		"api": m.URL, "bot": "demobot1", "team": "demo-team", "token": "demo-token-id:demo-token-secret",
		"webKey": "demo-web-key", "event": event,
	}
	var got struct {
		Walk     walked  `json:"walk"`
		Write    written `json:"write"`
		Refusals refused `json:"refusals"`
	}
	origin := servePage(t)
	runScript(t, "browser.mjs", object{"chromium": chromium(t), "page": origin + "/page.html", "calls": []object{
		{"name": "walk", "argument": given}, {"name": "write", "argument": given}, {"name": "refusals", "argument": given},
	}}, &got)

	t.Run("walks_all_pages_and_sees_what_go_sees", func(t *testing.T) {
		require.Equal(t, origin, got.Walk.Value.Origin)
		require.NotEqual(t, origin, m.URL)
		require.Empty(t, got.Walk.Complaints)
		requireSamePages(t, m, got.Walk)
	})
	t.Run("writes_with_preflights_and_reads_it_back", func(t *testing.T) {
		require.Empty(t, got.Write.Complaints)
		requireWritten(t, got.Write.Value)
	})
	t.Run("reads_what_a_refusal_says", func(t *testing.T) {
		// The browser itself notes every refused request on the console, and must have nothing else to say.
		require.Len(t, got.Refusals.Complaints, 3)
		for _, complaint := range got.Refusals.Complaints {
			require.Regexp(t, `^Failed to load resource: the server responded with a status of 40[01] `, complaint)
		}
		require.Len(t, got.Refusals.Value, 3)
		for i, status := range []int{400, 401, 401} {
			require.Equal(t, status, got.Refusals.Value[i].Status)
			require.NotEmpty(t, got.Refusals.Value[i].RequestID)
		}
		require.Contains(t, got.Refusals.Value[0].Body["message"], "end_time")
		require.EqualValues(t, 16, got.Refusals.Value[1].Body["code"])
		require.Equal(t, "unauthorized", got.Refusals.Value[2].Body["code"])
	})
}

// requireSamePages asks for the page's own range without a browser and compares page by page.
func requireSamePages(t *testing.T, m *mock, got walked) {
	t.Helper()
	query := url.Values{"version": {"DRAFT"}, "start_time": {got.Value.Start}, "end_time": {got.Value.End}, "page_size": {"100"}}
	want := walkPages(t, m.URL+bot+"stream?"+query.Encode(), demoTeam)
	require.Greater(t, len(want), 1, "the demo data must fill several pages")
	require.Len(t, got.Value.Pages, len(want))
	requests := map[string]bool{}
	for i, page := range got.Value.Pages {
		var ids []string
		for _, event := range page.Events {
			ids = append(ids, event.ID)
			// The dashboard compares timestamps as text, so that all have to be of one length.
			require.Len(t, event.Timestamp, len(page.Events[0].Timestamp))
		}
		require.Equal(t, want[i], ids, "page %d", i)
		require.NotEmpty(t, page.RequestID, "the page must be able to read the mock's own headers")
		requests[page.RequestID] = true
	}
	require.Len(t, requests, len(want), "every request has an id of its own")
}

func requireWritten(t *testing.T, got map[string]fetched) {
	t.Helper()
	require.Equal(t, object{"event_id": "from-the-page"}, got["tracked"].Body)
	for _, list := range []string{"filtered", "forTeam"} {
		events, _ := got[list].Body["events"].([]any)
		require.Len(t, events, 1, list)
		event, _ := events[0].(object)
		require.Equal(t, "from-the-page", event["id"])
		require.Equal(t, "visitor-é", event["user_id"])
	}
	require.Equal(t, object{"message": "hello from another origin"}, got["echoed"].Body)
	require.Equal(t, "m-1", got["logged"].Body["messageId"])
	require.Equal(t, object{"flow": "browser"}, got["logged"].Body["properties"])
	for name, answer := range got {
		require.NotEmpty(t, answer.Headers["understudy-request-id"], name)
		if name == "advisory" {
			require.Regexp(t, `^1; id=`, answer.Headers["understudy-violations"])
		} else {
			require.NotContains(t, answer.Headers, "understudy-violations", name)
		}
	}
}

// servePage serves the pages of testdata, and the npm packages that they use, on a port of its own and returns the origin.
func servePage(t *testing.T) string {
	t.Helper()
	pages := http.NewServeMux()
	pages.Handle("/", http.FileServer(http.Dir("testdata")))
	pages.Handle("/node_modules/", http.FileServer(http.Dir(tool(t))))
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	return server.URL
}

// chromium finds the browser: the one named in CHROMIUM, else the system's.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	require.Fail(t, "no Chromium found: run make tools, or name one in CHROMIUM")
	return ""
}
