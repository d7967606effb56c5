package misbehave

import (
	"bytes"
	"encoding/base64"
	"io"
	"maps"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// recorded is an answer that is not sent yet. It is a writer for the handler that makes the answer.
type recorded struct {
	under  http.ResponseWriter
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *recorded) Header() http.Header { return a.header }

// WriteHeader keeps the first status.
func (a *recorded) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

func (a *recorded) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// Unwrap lets a handler set the deadlines of the connection.
func (a *recorded) Unwrap() http.ResponseWriter { return a.under }

// record lets a handler answer without sending.
func record(next http.Handler, w http.ResponseWriter, r *http.Request) *recorded {
	a := &recorded{under: w, header: w.Header().Clone()}
	next.ServeHTTP(a, r)
	a.WriteHeader(http.StatusOK)
	return a
}

// send sends an answer with another body.
func (a *recorded) send(w http.ResponseWriter, body []byte) {
	maps.Copy(w.Header(), a.header)
	if !bytes.Equal(body, a.body.Bytes()) {
		w.Header().Del("Content-Length")
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // a client that went away misses nothing
}

// onHead changes the headers of an answer before they are sent.
func onHead(change func(r *http.Request, status int, h http.Header)) decorator {
	return onWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(&headTap{ResponseWriter: w, change: func(status int) { change(r, status, w.Header()) }}, r)
	})
}

type headTap struct {
	http.ResponseWriter
	change func(status int)
	told   bool
}

// WriteHeader changes the headers once.
func (t *headTap) WriteHeader(status int) {
	if !t.told {
		t.told = true
		t.change(status)
	}
	t.ResponseWriter.WriteHeader(status)
}

// Unwrap lets a handler set the deadlines of the connection.
func (t *headTap) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// most bounds what is read into memory where the mock has no limit.
const most = 32 << 20

// readAll reads a whole body, whatever its size.
func readAll(r *http.Request) []byte {
	body, err := io.ReadAll(io.LimitReader(r.Body, most))
	if err != nil {
		return nil
	}
	return body
}

// withBody is a request with a body that is at hand.
func withBody(r *http.Request, body []byte) *http.Request {
	again := r.Clone(r.Context())
	again.Body, again.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return again
}

// authorized is a request with a credential that is good.
func authorized(r *http.Request, c pipeline.Credential) *http.Request {
	again := r.Clone(r.Context())
	value := "Bearer " + c.Secret
	if c.API == "chatlayer" {
		value = "Basic " + base64.StdEncoding.EncodeToString([]byte(c.Secret))
	}
	again.Header.Set("Authorization", value)
	return again
}
