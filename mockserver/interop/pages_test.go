//go:build interop || bench

package interop

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// eventPage is what a client reads of a list's answer.
type eventPage struct {
	Events []struct {
		ID string `json:"id"`
	} `json:"events"`
	NextPageToken string `json:"next_page_token"`
}

// walkPages follows a list to its end, at most 1,000 pages, and returns the ids of every page.
func walkPages(t testing.TB, list, auth string) [][]string {
	t.Helper()
	var pages [][]string
	for token := ""; ; {
		page := getPage(t, list+"&page_token="+url.QueryEscape(token), auth)
		ids := make([]string, 0, len(page.Events))
		for _, event := range page.Events {
			ids = append(ids, event.ID)
		}
		pages = append(pages, ids)
		if token = page.NextPageToken; token == "" {
			return pages
		}
		require.Less(t, len(pages), 1000, "the list never ends")
	}
}

func getPage(t testing.TB, target, auth string) eventPage {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", auth)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	require.Equal(t, http.StatusOK, res.StatusCode)
	var page eventPage
	require.NoError(t, json.NewDecoder(res.Body).Decode(&page))
	return page
}
