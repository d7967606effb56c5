package alter

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
)

// Held keeps a whole answer back, to be changed before it is sent, or to be sent again. It is the writer for the handler
// that makes the answer; the writer below sees nothing before Send.
type Held struct {
	http.ResponseWriter
	Status int
	Body   bytes.Buffer
	header http.Header
}

// Hold keeps the answer of a handler back.
func Hold(next http.Handler, w http.ResponseWriter, r *http.Request) *Held {
	h := &Held{ResponseWriter: w, header: w.Header().Clone()}
	next.ServeHTTP(h, r)
	h.WriteHeader(http.StatusOK)
	return h
}

// Header is that of the answer.
func (h *Held) Header() http.Header { return h.header }

// Unwrap lets the server reach the connection.
func (h *Held) Unwrap() http.ResponseWriter { return h.ResponseWriter }

// WriteHeader notes the first status; what only announces an answer passes at once.
func (h *Held) WriteHeader(status int) {
	switch {
	case status < http.StatusOK:
		h.ResponseWriter.WriteHeader(status)
	case h.Status == 0:
		h.Status = status
	}
}

// Write keeps the bytes.
func (h *Held) Write(b []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	return h.Body.Write(b)
}

// FlushError does nothing: what is held is sent as a whole. It keeps a flush from reaching the writer below.
func (h *Held) FlushError() error { return nil }

// SetBody puts another body into the place of the one that was made.
func (h *Held) SetBody(body []byte) { h.Body = *bytes.NewBuffer(body) }

// Bodyless reports whether such an answer never has a body, and so tells no length of one.
func (h *Held) Bodyless() bool {
	return h.Status == http.StatusNoContent || h.Status == http.StatusNotModified
}

// Begin sends status and headers as they are. The body is the caller's to write to the writer below.
func (h *Held) Begin() {
	clear(h.ResponseWriter.Header())
	maps.Copy(h.ResponseWriter.Header(), h.header)
	h.ResponseWriter.WriteHeader(h.Status)
}

// Send sends the answer with the length that it has now.
func (h *Held) Send() {
	clear(h.ResponseWriter.Header())
	h.SendAgain(h.ResponseWriter)
}

// SendAgain sends the answer to another request. Several may do so at once.
func (h *Held) SendAgain(w http.ResponseWriter) {
	maps.Copy(w.Header(), h.header.Clone())
	if !h.Bodyless() {
		w.Header().Set("Content-Length", strconv.Itoa(h.Body.Len()))
	}
	w.WriteHeader(h.Status)
	if h.Body.Len() > 0 {
		_, _ = w.Write(h.Body.Bytes()) // a client that is gone needs no answer
	}
}

// StatusLine is that of HTTP/1.1.
func (h *Held) StatusLine() string {
	return fmt.Sprintf("HTTP/1.1 %d %s", h.Status, http.StatusText(h.Status))
}

// WriteByHand writes the answer as no ResponseWriter would, behind a status line of the caller's.
func (h *Held) WriteByHand(to io.Writer, statusLine string, withBody bool) error {
	if !h.Bodyless() {
		h.header.Set("Content-Length", strconv.Itoa(h.Body.Len()))
	}
	var b bytes.Buffer
	b.WriteString(statusLine + "\r\n")
	_ = h.header.Write(&b) // into memory, which never fails
	b.WriteString("\r\n")
	if withBody {
		b.Write(h.Body.Bytes())
	}
	_, err := to.Write(b.Bytes())
	return err
}
