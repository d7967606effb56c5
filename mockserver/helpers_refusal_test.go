package mockserver_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// chatlayerCode is the code of a refusal by its status.
// CHL-ERR-2.
func chatlayerCode(status int) int {
	return map[int]int{400: 3, 401: 16, 403: 7, 404: 5, 405: 12, 408: 4, 409: 6, 413: 8, 415: 3, 431: 3}[status]
}

// refusedByChatlayer wants a refusal in Chatlayer's shape, whose text holds the words.
func (r reply) refusedByChatlayer(t testing.TB, status int, words ...string) {
	t.Helper()
	require.Equal(t, status, r.status, r.body)
	require.Equal(t, "application/json", r.header.Get("Content-Type"))
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(r.body), &members), r.body)
	require.Len(t, members, 3, r.body)
	require.Equal(t, strconv.Itoa(chatlayerCode(status)), string(members["code"]))
	require.Equal(t, "[]", string(members["details"]))
	var message string
	require.NoError(t, json.Unmarshal(members["message"], &message))
	r.recordedAsBroken(t, message)
	holds(t, message, words)
}

// inkeepRefusal is a refusal in Inkeep's shape.
type inkeepRefusal struct {
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail"`
	Instance  string `json:"instance"`
	RequestID string `json:"requestId"`
	Code      string `json:"code"`
	Error     struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

// inkeepCode is the literal of a refusal by its status.
// INK-ERR-7, INK-ERR-19.
func inkeepCode(status int) string {
	return map[int]string{
		400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 408: "request_timeout",
		409: "conflict", 413: "content_too_large", 415: "unsupported_media_type", 422: "unprocessable_entity",
		431: "request_header_fields_too_large",
	}[status]
}

// refusedByInkeep wants a refusal in Inkeep's shape, whose text holds the words.
func (r reply) refusedByInkeep(t testing.TB, status int, words ...string) {
	t.Helper()
	require.Equal(t, status, r.status, r.body)
	require.Equal(t, "application/problem+json", r.header.Get("Content-Type"))
	var p inkeepRefusal
	decoder := json.NewDecoder(strings.NewReader(r.body))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&p), r.body)
	require.Equal(t, status, p.Status)
	require.Equal(t, inkeepCode(status), p.Code)
	require.Equal(t, inkeepCode(status), p.Error.Code)
	require.Equal(t, inkeepCode(status), strings.ReplaceAll(strings.ToLower(p.Title), " ", "_"))
	require.Equal(t, p.Detail, p.Error.Message)
	require.Equal(t, r.header.Get("Understudy-Request-Id"), p.RequestID)
	r.recordedAsBroken(t, p.Detail)
	holds(t, p.Detail, words)
}

// refusedByControl wants a refusal in the form of RFC 9457.
func (r reply) refusedByControl(t testing.TB, status int, words ...string) {
	t.Helper()
	require.Equal(t, status, r.status, r.body)
	require.Equal(t, "application/problem+json", r.header.Get("Content-Type"))
	var p struct {
		Type, Title, Detail, Instance string
		Status                        int
		Violations                    []map[string]any
	}
	decoder := json.NewDecoder(strings.NewReader(r.body))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&p), r.body)
	require.Equal(t, "about:blank", p.Type)
	require.Equal(t, status, p.Status)
	require.Equal(t, http.StatusText(status), p.Title)
	holds(t, p.Detail, words)
}

// recordedAsBroken wants the header that tells how many violations were recorded, and under which id; but none where the
// request keeps to the contract and the mock's state alone refuses it.
func (r reply) recordedAsBroken(t testing.TB, text string) {
	t.Helper()
	id := r.header.Get("Understudy-Request-Id")
	require.NotEmpty(t, id)
	if r.status == http.StatusForbidden || strings.Contains(text, "not accepted here") || strings.Contains(text, "that is there") {
		require.Empty(t, r.header.Get("Understudy-Violations"))
		return
	}
	if r.status == http.StatusConflict {
		return // advice there may be
	}
	count, found := strings.CutSuffix(r.header.Get("Understudy-Violations"), "; id="+id)
	require.True(t, found, "Understudy-Violations: %q", r.header.Get("Understudy-Violations"))
	n, err := strconv.Atoi(count)
	require.NoError(t, err)
	require.Positive(t, n)
}

func holds(t testing.TB, text string, words []string) {
	t.Helper()
	require.NotEmpty(t, text, "a refusal says what was wrong")
	for _, w := range words {
		require.Contains(t, text, w)
	}
}
