package variant

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func transports() []Variant {
	return []Variant{
		legal("L25", "connection.close-always", "The connection is closed after every answer.", closing(0)),
		legal("L25", "connection.close-on-error", "The connection is closed after every refusal.", closing(http.StatusBadRequest)),
		legal("L26", "gzip.always", "Answers are compressed unless the request rules it out.", gzipped(unlessRefused)),
		legal("", "gzip.when-asked", "Answers are compressed when the request names gzip.", gzipped(whenNamed)),
		legal("L26", "http.until-close", "Answers have neither a length nor chunks; they end with the connection.",
			alter.Deliver(untilClose)),
		legal("L26", "http.chunked", "Answers come in small chunks and tell no length.", alter.Deliver(inChunks)),
		legal("", "http.one-zero", "Answers are HTTP/1.0.", alter.Deliver(oneZero)),
		legal("", "http.early-hints", "A 103 comes before every answer.", alter.OnWire(earlyHints)),
		legal("", "http.trailer", "Answers are chunked and have a trailer.", alter.Deliver(withTrailer)),
		legal("L44", "proxy.base-path", "All paths are below /proxied, as behind a reverse proxy.", alter.OnWire(belowBase)).under(base),
		legal("L44", "proxy.lower-case-headers", "Header names are sent in lower case, as by a reverse proxy.", alter.OnHeld(lowerCase)),
	}
}

// closing ends the connection after answers with at least this status.
func closing(least int) alter.Decorator {
	return alter.OnHeld(func(h *alter.Held, _ *http.Request) {
		if h.Status >= least {
			h.Header().Set("Connection", "close")
		}
	})
}

func gzipped(wanted func(r *http.Request) bool) alter.Decorator {
	return alter.OnHeld(func(h *alter.Held, r *http.Request) {
		h.Header().Add("Vary", "Accept-Encoding")
		if h.Body.Len() == 0 || !wanted(r) || h.Header().Get("Content-Encoding") != "" {
			return
		}
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, errWrite := z.Write(h.Body.Bytes())
		if errWrite != nil || z.Close() != nil {
			return // not reached: memory takes everything
		}
		h.Body = b
		h.Header().Set("Content-Encoding", "gzip")
	})
}

// unlessRefused takes the silence of a request for consent, as RFC 9110, section 12.5.3, does.
func unlessRefused(r *http.Request) bool {
	return len(r.Header.Values("Accept-Encoding")) == 0 || whenNamed(r)
}

func whenNamed(r *http.Request) bool {
	for _, one := range strings.Split(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		coding, weight, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(one), " ", ""), ";")
		if coding == "gzip" || coding == "*" {
			return strings.Trim(strings.TrimPrefix(weight, "q="), "0.") != "" || weight == ""
		}
	}
	return false
}

// untilClose has net/http leave the chunks out and close the connection.
func untilClose(h *alter.Held, _ *http.Request) {
	h.Header().Del("Content-Length")
	if !h.Bodyless() {
		h.Header().Set("Transfer-Encoding", "identity")
	}
	h.Begin()
	_, _ = h.ResponseWriter.Write(h.Body.Bytes()) // a client that is gone needs no answer
}

func inChunks(h *alter.Held, r *http.Request) {
	const most = 512
	h.Header().Del("Content-Length")
	h.Begin()
	if r.Method == http.MethodHead || h.Bodyless() {
		return
	}
	flush := http.NewResponseController(h.ResponseWriter).Flush
	for h.Body.Len() > 0 {
		if _, err := h.ResponseWriter.Write(h.Body.Next(most)); err != nil || flush() != nil {
			return // the client is gone
		}
	}
}

func withTrailer(h *alter.Held, r *http.Request) {
	if !h.Bodyless() {
		h.Header().Set("Trailer", "Server-Timing")
	}
	inChunks(h, r)
	h.ResponseWriter.Header().Set("Server-Timing", "total;dur=1")
}

// oneZero writes the answer by hand, because net/http always answers with its own version.
func oneZero(h *alter.Held, r *http.Request) {
	h.Header().Set("Connection", "close")
	byHand(h, r, fmt.Sprintf("HTTP/1.0 %d %s", h.Status, http.StatusText(h.Status)))
}

func earlyHints(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.ProtoAtLeast(1, 1) {
		w.WriteHeader(http.StatusEarlyHints)
	}
	next.ServeHTTP(w, r)
}

const base = "/proxied"

func belowBase(next http.Handler, w http.ResponseWriter, r *http.Request) {
	within := http.StripPrefix(base, next)
	if !strings.HasPrefix(r.URL.Path, base+"/") {
		http.Error(w, "no such path; the API is below "+base, http.StatusNotFound)
		return
	}
	within.ServeHTTP(w, r)
}

// lowerCase leaves alone what net/http looks for by its usual name. A name with nothing behind it keeps net/http from
// adding the header by itself.
func lowerCase(h *alter.Held, _ *http.Request) {
	header := h.Header()
	for name, values := range header {
		lower := strings.ToLower(name)
		switch name {
		case "Content-Length", "Connection", "Transfer-Encoding", "Trailer", lower:
			continue
		case "Content-Type", "Date":
			header[name] = nil
		default:
			delete(header, name)
		}
		header[lower] = values
	}
}
