// Package shop tells what happens in a shop to its analytics, and asks them about it.
package shop

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Analytics talks to Chatlayer and Inkeep. What fails for a while is tried again.
type Analytics struct {
	URL  string
	HTTP http.Client
}

// Track tracks an event of a user.
func (a *Analytics) Track(ctx context.Context, event, user string, attributes map[string]string) error {
	body := map[string]any{"event": event, "user_id": user}
	if attributes != nil {
		body["attributes"] = attributes
	}
	return a.send(ctx, http.MethodPost, "/v1/bots/demobot1/events/track", body, nil)
}

// Searched logs a search.
func (a *Analytics) Searched(ctx context.Context, query string) error {
	body := map[string]any{"entityType": "search", "type": "search_query_submitted", "searchQuery": query}
	return a.send(ctx, http.MethodPost, "/events", body, nil)
}

// OfLastWeek lists the users with such an event in the last seven days, page by page.
func (a *Analytics) OfLastWeek(ctx context.Context, event string, now time.Time) ([]string, error) {
	query := url.Values{
		"version": {"LIVE"}, "event": {event}, "page_size": {"5"},
		"start_time": {now.AddDate(0, 0, -7).Format(time.RFC3339)}, "end_time": {now.Format(time.RFC3339)},
	}
	var users []string
	for {
		var page struct {
			Events []struct {
				User string `json:"user_id"`
			}
			Next string `json:"next_page_token"`
		}
		if err := a.send(ctx, http.MethodGet, "/v1/bots/demobot1/events/stream?"+query.Encode(), nil, &page); err != nil {
			return nil, err
		}
		for _, e := range page.Events {
			users = append(users, e.User)
		}
		if page.Next == "" {
			return users, nil
		}
		query.Set("page_token", page.Next)
	}
}

func (a *Analytics) send(ctx context.Context, method, path string, body, answer any) error {
	var text []byte
	if body != nil {
		text, _ = json.Marshal(body) // maps of texts can be written
	}
	for try := 1; ; try++ {
		request, err := http.NewRequestWithContext(ctx, method, a.URL+path, bytes.NewReader(text))
		if err != nil {
			return err
		}
		request.Header.Set("Content-Type", "application/json")
		if strings.HasPrefix(path, "/v1/") {
			request.SetBasicAuth("demo-token-id", "demo-token-secret")
		} else {
			request.Header.Set("Authorization", "Bearer demo-api-key")
		}
		response, err := a.HTTP.Do(request)
		if err != nil {
			return err
		}
		said, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil {
			return err
		}
		switch status := response.StatusCode; {
		case try < 3 && (status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable):
			seconds, _ := strconv.Atoi(response.Header.Get("Retry-After"))
			time.Sleep(time.Duration(seconds) * time.Second)
		case status >= 400:
			return fmt.Errorf("%s %s: %s: %s", method, path, response.Status, said)
		case answer == nil:
			return nil
		default:
			return json.Unmarshal(said, answer)
		}
	}
}
