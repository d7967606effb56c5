package variant

import (
	"fmt"
	"net/http"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func connections() []Variant {
	return []Variant{
		legal("L25", "connection.closed-unannounced", "The connection is closed after every tenth answer, which does not say so.",
			unannounced),
		legal("", "http.no-reason", "The status line of an answer has no words, and the connection is closed.", alter.Deliver(noReason)),
		legal("", "http.no-expectations", "A request with an Expect header is answered with 417.", alter.OnWire(noExpectations)),
		legal("", "http.length-required", "A body in chunks is answered with 411.", alter.OnWire(lengthRequired)),
		legal("", "proxy.path-at-most-2000", "A proxy answers a path and query of more than 2,000 bytes with 414 and a page of HTML.",
			alter.OnWire(shortPaths)),
		legal("", "proxy.headers-at-most-4-kb", "A proxy answers headers of more than 4 kB with 400 and a page of HTML.",
			alter.OnWire(shortHeaders)),
	}
}

func unannounced(p *pipeline.Pipeline) {
	var served atomic.Uint64
	alter.Deliver(func(h *alter.Held, r *http.Request) {
		const every = 10
		if served.Add(1)%every != 0 || !r.ProtoAtLeast(1, 1) {
			h.Send()
			return
		}
		setDate(h)
		byHand(h, r, h.StatusLine())
	})(p)
}

func noReason(h *alter.Held, r *http.Request) {
	setDate(h)
	h.Header().Set("Connection", "close")
	byHand(h, r, fmt.Sprintf("HTTP/1.1 %d ", h.Status))
}

// setDate does what net/http would.
func setDate(h *alter.Held) {
	if _, set := h.Header()["Date"]; !set {
		h.Header().Set("Date", httpDate(0))
	}
}

// byHand writes an answer as net/http never does, and closes the connection.
func byHand(h *alter.Held, r *http.Request, statusLine string) {
	conn, _, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		h.Send() // a writer without a connection, as in tests
		return
	}
	defer func() { _ = conn.Close() }() // the client has the answer or is gone
	_ = h.WriteByHand(conn, statusLine, r.Method != http.MethodHead)
}

func noExpectations(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Expect") == "" {
		next.ServeHTTP(w, r)
		return
	}
	proxyPage(w, http.StatusExpectationFailed)
}

func lengthRequired(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.ContentLength >= 0 {
		next.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Connection", "close")
	proxyPage(w, http.StatusLengthRequired)
}

func shortPaths(next http.Handler, w http.ResponseWriter, r *http.Request) {
	const most = 2000
	if len(r.RequestURI) <= most {
		next.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Connection", "close")
	proxyPage(w, http.StatusRequestURITooLong)
}

func shortHeaders(next http.Handler, w http.ResponseWriter, r *http.Request) {
	const most = 4096
	size := 0
	for name, values := range r.Header {
		for _, v := range values {
			size += len(name) + len(v) + len(": \r\n")
		}
	}
	if size <= most {
		next.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Connection", "close")
	proxyPage(w, http.StatusBadRequest)
}
