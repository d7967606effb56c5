package variant

import (
	"bytes"
	"net/http"
	"strconv"
)

// held keeps a whole answer back, to be changed before it is sent. Its headers are those of the writer below.
type held struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// Unwrap lets the server reach the connection.
func (h *held) Unwrap() http.ResponseWriter { return h.ResponseWriter }

// WriteHeader notes the status; what only announces an answer passes at once.
func (h *held) WriteHeader(status int) {
	switch {
	case status < 200:
		h.ResponseWriter.WriteHeader(status)
	case h.status == 0:
		h.status = status
	}
}

// Write keeps the bytes.
func (h *held) Write(b []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	return h.body.Write(b)
}

// FlushError does nothing: what is held is sent as a whole. It keeps a flush from reaching the writer below.
func (h *held) FlushError() error { return nil }

// bodyless reports whether such an answer never has a body, and so tells no length of one.
func (h *held) bodyless() bool {
	return h.status == http.StatusNoContent || h.status == http.StatusNotModified
}

// send sends the answer with the length that it has now.
func (h *held) send() {
	if !h.bodyless() {
		h.Header().Set("Content-Length", strconv.Itoa(h.body.Len()))
	}
	h.ResponseWriter.WriteHeader(h.status)
	if h.body.Len() > 0 {
		_, _ = h.ResponseWriter.Write(h.body.Bytes()) // a client that is gone needs no answer
	}
}

// hold keeps the answer of a handler back.
func hold(next http.Handler, w http.ResponseWriter, r *http.Request) *held {
	h := &held{ResponseWriter: w}
	next.ServeHTTP(h, r)
	h.WriteHeader(http.StatusOK)
	return h
}

// onHeld changes whole answers, headers included.
func onHeld(change func(h *held, r *http.Request)) decorator {
	return deliver(func(h *held, r *http.Request) {
		change(h, r)
		h.send()
	})
}

// deliver sends whole answers in another way.
func deliver(send func(h *held, r *http.Request)) decorator {
	return onTransport(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { send(hold(next, w, r), r) })
	})
}
