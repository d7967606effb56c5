package variant

import (
	"bytes"
	"io"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// several have more of something than the documents name: headers of one name, or methods of one path.
func several() []Variant {
	return []Variant{
		legal("", "auth.first-header", "Of several Authorization headers the first counts.", alter.BeforeAuthenticate(oneHeader(func(all []string) string { return all[0] }))),
		legal("", "auth.last-header", "Of several Authorization headers the last counts.", alter.BeforeAuthenticate(oneHeader(func(all []string) string { return all[len(all)-1] }))),
		legal("", "method.get-events", "Inkeep: GET /events is served too, with a list of no events.", alter.OnWire(getEvents)),
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
func getEvents(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet || r.URL.Path != "/events" {
		next.ServeHTTP(w, r)
		return
	}
	asking := r.Clone(r.Context())
	asking.Method, asking.Body, asking.ContentLength = http.MethodPost, io.NopCloser(bytes.NewReader(nil)), 0
	h := alter.Hold(next, w, asking)
	if h.Status == http.StatusBadRequest || h.Status == http.StatusUnprocessableEntity || h.Status == http.StatusUnsupportedMediaType {
		h.Status = http.StatusOK
		h.Header().Set("Content-Type", "application/json")
		h.Body.Reset()
		h.Body.WriteString(`{"events":[]}`)
	}
	h.Send()
}
