package variant

import (
	"fmt"
	"io"
	"net/http"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func connections() []Variant {
	return []Variant{
		legal("L25", "connection.closed-unannounced", "The connection is closed after every tenth answer, which does not say so.", unannounced),
		legal("", "http.no-reason", "The status line of an answer has no words, and the connection is closed.", deliver(noReason)),
		legal("", "http.no-expectations", "A request with an Expect header is answered with 417.", onTransport(noExpectations)),
		legal("", "http.length-required", "A body in chunks is answered with 411.", onTransport(lengthRequired)),
		legal("", "proxy.path-at-most-2000", "A proxy answers a path and query of more than 2,000 bytes with 414 and a page of HTML.", onTransport(shortPaths)),
		legal("", "proxy.headers-at-most-4-kb", "A proxy answers headers of more than 4 kB with 400 and a page of HTML.", onTransport(shortHeaders)),
		legal("L30", "proxy.body-at-most-2-mib", "A proxy answers a body that is announced with more than 2 MiB with 413 and a page of HTML.", onTransport(shortBodies)),
	}
}

func unannounced(p *pipeline.Pipeline) {
	var served atomic.Uint64
	deliver(func(h *held, r *http.Request) {
		const every = 10
		if served.Add(1)%every != 0 || !r.ProtoAtLeast(1, 1) {
			h.send()
			return
		}
		byHand(h, r, fmt.Sprintf("HTTP/1.1 %d %s", h.status, http.StatusText(h.status)))
	})(p)
}

func noReason(h *held, r *http.Request) {
	h.Header().Set("Connection", "close")
	byHand(h, r, fmt.Sprintf("HTTP/1.1 %d ", h.status))
}

// byHand writes an answer as net/http never does, and closes the connection.
func byHand(h *held, r *http.Request, statusLine string) {
	conn, buffered, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		h.send() // a writer without a connection, as in tests
		return
	}
	defer func() { _ = conn.Close() }() // the client has the answer or is gone
	if _, set := h.Header()["Date"]; !set {
		h.Header().Set("Date", httpDate(0))
	}
	if !h.bodyless() {
		h.Header().Set("Content-Length", fmt.Sprint(h.body.Len()))
	}
	_, _ = io.WriteString(buffered, statusLine+"\r\n")
	_ = h.Header().Write(buffered)
	_, _ = io.WriteString(buffered, "\r\n")
	if r.Method != http.MethodHead {
		_, _ = buffered.Write(h.body.Bytes())
	}
	_ = buffered.Flush()
}

func noExpectations(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Expect") == "" {
			next.ServeHTTP(w, r)
			return
		}
		proxyPage(w, http.StatusExpectationFailed)
	})
}

func lengthRequired(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength >= 0 {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Connection", "close")
		proxyPage(w, http.StatusLengthRequired)
	})
}

func shortPaths(next http.Handler) http.Handler {
	const most = 2000
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.RequestURI) <= most {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Connection", "close")
		proxyPage(w, http.StatusRequestURITooLong)
	})
}

func shortHeaders(next http.Handler) http.Handler {
	const most = 4096
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
	})
}

func shortBodies(next http.Handler) http.Handler {
	const most = 2 << 20
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength <= most {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Connection", "close")
		proxyPage(w, http.StatusRequestEntityTooLarge)
	})
}
