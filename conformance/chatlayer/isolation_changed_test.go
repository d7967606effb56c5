package chatlayer_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// requireFailsThrough wants checks to fail on a mock that gets the requests changed.
func requireFailsThrough(t *testing.T, change func(*http.Request), checks ...string) {
	t.Helper()
	m := mockserver.Start(t, mockserver.Options{})
	behind, err := url.Parse(m.URL)
	require.NoError(t, err)
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(behind)
		r.Out.URL.RawQuery = r.In.URL.RawQuery
		change(r.Out)
	}}
	front := httptest.NewServer(proxy)
	t.Cleanup(front.Close)
	got := outcomes(against(t, mockserver.Options{}, only(checks...), func(c *conformance.Target) { c.URL = front.URL }))
	for _, id := range checks {
		require.Equal(t, conformance.Fail, got[id], id)
	}
}

// editBody changes the members of a request's JSON body.
func editBody(edit func(members map[string]any)) func(*http.Request) {
	return func(r *http.Request) {
		if r.Method != http.MethodPost {
			return
		}
		sent, err := io.ReadAll(r.Body)
		var members map[string]any
		if err == nil && json.Unmarshal(sent, &members) == nil {
			edit(members)
			sent, _ = json.Marshal(members)
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(sent)), int64(len(sent))
	}
}

// onlyFilter is the first value of the one attribute filter of a body.
func onlyFilter(members map[string]any) (value string) {
	filters, _ := members["filters"].([]any)
	if len(filters) != 1 {
		return ""
	}
	filter, _ := filters[0].(map[string]any)
	if values, _ := filter["value"].([]any); len(values) > 0 {
		value, _ = values[0].(string)
	}
	return value
}

// oddBot is a path with an id that is not quite the demo bot's.
var oddBot = regexp.MustCompile(`^/v1/bots/[^/]*demobot1[^/]+/`)

// changed is a mistake in how requests are read, and the checks that must notice it.
type changed struct {
	name   string
	change func(*http.Request)
	checks []string
}

func changedLists() []changed {
	return []changed{
		{"an_empty_list_of_filters_matches_nothing", editBody(func(members map[string]any) {
			if filters, given := members["filters"].([]any); given && len(filters) == 0 {
				members["user_id"] = "nobody"
			}
		}), []string{"chatlayer.attributes.none"}},
		{"the_bot_is_read_up_to_the_first_odd_sign", func(r *http.Request) {
			if oddBot.MatchString(r.URL.Path) {
				r.URL.Path, r.URL.RawPath = "/v1/bots/demobot1/events/stream", ""
			}
		}, []string{"chatlayer.isolation.similar-bots"}},
		{"events_of_a_user_come_from_a_longer_time", func(r *http.Request) {
			if query := r.URL.Query(); query.Has("user_id") && query.Has("end_time") {
				start, _ := time.Parse(time.RFC3339Nano, query.Get("start_time"))
				query.Set("end_time", start.Add(time.Hour).Format(time.RFC3339Nano))
				r.URL.RawQuery = query.Encode()
			}
		}, []string{"chatlayer.filters.part-of-all"}},
	}
}

func changedValues() []changed {
	return []changed{
		{"accents_are_lost", func(r *http.Request) {
			r.URL.RawQuery = strings.ReplaceAll(r.URL.RawQuery, "%C3%A9", "e")
		}, []string{"chatlayer.filters.unicode"}},
		{"a_value_is_part_of_a_statement", editBody(func(members map[string]any) {
			if value := onlyFilter(members); strings.Contains(value, "OR") {
				delete(members, "filters")
			}
		}), []string{"chatlayer.attributes.injection"}},
		{"too_many_filters_are_dropped", editBody(func(members map[string]any) {
			if filters, _ := members["filters"].([]any); len(filters) > 100 {
				delete(members, "filters")
			}
		}), []string{"chatlayer.attributes.many"}},
		{"the_bot_in_the_body_gets_the_event", func(r *http.Request) {
			bot := ""
			editBody(func(members map[string]any) { bot, _ = members["bot_id"].(string) })(r)
			if bot != "" {
				r.URL.Path = "/v1/bots/" + bot + "/events/track"
			}
		}, []string{"chatlayer.isolation.tracked-body-bot"}},
	}
}
