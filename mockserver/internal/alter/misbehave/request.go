package misbehave

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

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
