package variant

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func methods() []Variant {
	return []Variant{
		legal("L24", "method.no-head-no-options", "HEAD and OPTIONS are answered with 405.", alter.OnWire(noHeadNoOptions)),
		legal("", "method.wrong-is-501", "A method that a path does not have is answered with 501.",
			alter.OnHeld(func(h *alter.Held, _ *http.Request) {
				if h.Status == http.StatusMethodNotAllowed {
					h.Status = http.StatusNotImplemented
				}
			})),
		legal("", "path.trailing-slash", "A slash at the end of a path makes no difference.", alter.OnWire(ignoreSlash)),
		legal("", "method.get-events", "Inkeep: GET /events is served too, with a list of no events.", alter.OnWire(getEvents)),
	}
}

// noHeadNoOptions asks the server by a method that nothing has, to be told which ones there are.
func noHeadNoOptions(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodHead && r.Method != http.MethodOptions {
		next.ServeHTTP(w, r)
		return
	}
	unknown := r.Clone(r.Context())
	unknown.Method = "UNLINK"
	h := alter.Hold(next, w, unknown)
	if allow := h.Header().Get("Allow"); allow != "" {
		kept := slices.DeleteFunc(strings.Split(allow, ", "), func(m string) bool {
			return m == http.MethodHead || m == http.MethodOptions
		})
		h.Header().Set("Allow", strings.Join(kept, ", "))
	}
	h.Send()
}

func ignoreSlash(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if len(r.URL.Path) > 1 && strings.HasSuffix(r.URL.Path, "/") {
		r = r.Clone(r.Context())
		r.URL.Path = strings.TrimSuffix(r.URL.Path, "/")
		r.URL.RawPath = strings.TrimSuffix(r.URL.RawPath, "/")
	}
	next.ServeHTTP(w, r)
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
