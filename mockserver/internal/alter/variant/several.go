package variant

import (
	"bytes"
	"io"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// several have more of something than the documents name: headers of one name, or methods of one path.
func several() []Variant {
	return []Variant{
		legal("", "auth.first-header", "Of several Authorization headers the first counts.", beforeAuthenticate(oneHeader(func(all []string) string { return all[0] }))),
		legal("", "auth.last-header", "Of several Authorization headers the last counts.", beforeAuthenticate(oneHeader(func(all []string) string { return all[len(all)-1] }))),
		legal("", "method.get-events", "Inkeep: GET /events is served too, with a list of no events.", onTransport(getEvents)),
	}
}

// oneHeader makes a call one with a single Authorization header.
func oneHeader(choose func([]string) string) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		if all := c.Header.Values("Authorization"); len(all) > 1 {
			c.Header = c.Header.Clone()
			c.Header.Set("Authorization", choose(all))
		}
		return nil
	}
}

// getEvents asks by a POST without a body who the client is: a stranger is refused for that, anybody else for the body.
func getEvents(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/events" {
			next.ServeHTTP(w, r)
			return
		}
		asking := r.Clone(r.Context())
		asking.Method, asking.Body, asking.ContentLength = http.MethodPost, io.NopCloser(bytes.NewReader(nil)), 0
		h := hold(next, w, asking)
		if h.status == http.StatusBadRequest || h.status == http.StatusUnprocessableEntity || h.status == http.StatusUnsupportedMediaType {
			h.status = http.StatusOK
			h.Header().Set("Content-Type", "application/json")
			h.body.Reset()
			h.body.WriteString(`{"events":[]}`)
		}
		h.send()
	})
}
