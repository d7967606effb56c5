package controlapi

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/control"
)

// har is the answer that has exchanges as an HTTP archive.
// Source: HAR 1.2.
func (c *Control) har(kept []*journal.Exchange, until string, show shower) (pipeline.Answer, error) {
	var archive control.Har
	archive.Log.Version, archive.Log.Entries = control.HarLogVersionN12, make([]control.HarEntry, len(kept))
	archive.Log.Creator = control.HarCreator{Name: "understudy", Version: "1"}
	if until != "" {
		archive.Log.Comment = "searched to " + until
	}
	for i, x := range kept {
		archive.Log.Entries[i] = harEntry(show(c.Secrets(), x))
	}
	ans, err := encode(archive)
	ans.ContentType = harType
	return ans, err
}

func harEntry(x journal.Shown) control.HarEntry {
	const unknown = -1
	took, proto := milliseconds(x.Took), cmp.Or(x.Proto, "HTTP/1.1")
	scheme := "http"
	if x.TLS {
		scheme = "https"
	}
	entry := control.HarEntry{
		StartedDateTime: x.At.UTC(), Time: took, Timings: control.HarTimings{Wait: took}, Comment: harComment(x),
		Cache: map[string]any{},
		Request: control.HarRequest{
			Method: cmp.Or(x.Method, "?"), URL: scheme + "://" + cmp.Or(x.Host, "localhost") + x.Before + x.Target, HTTPVersion: proto,
			Cookies: []control.HarPair{}, Headers: harPairs(x.Sent.Header), QueryString: harPairs(x.Query), HeadersSize: unknown,
			BodySize: x.Sent.Size,
		},
		Response: control.HarResponse{
			//nolint:gosec // a status has three digits
			Status: int32(x.Status), StatusText: http.StatusText(x.Status), HTTPVersion: proto, Cookies: []control.HarPair{},
			Headers: harPairs(x.Answered.Header), RedirectURL: x.Answered.Header.Get("Location"), HeadersSize: unknown,
			BodySize: x.Answered.Size,
			Content: control.HarContent{
				Size: x.Answered.Size, MimeType: x.Answered.Header.Get(contentType), Text: harText(x.Answered),
				Comment: harNote(x.Answered),
			},
		},
	}
	if x.Answered.Base64 {
		entry.Response.Content.Encoding = control.HarContentEncodingBase64
	}
	if x.Sent.Size > 0 || x.Sent.Unread {
		entry.Request.PostData = &control.HarPostData{
			MimeType: x.Sent.Header.Get(contentType), Text: harText(x.Sent), Comment: harNote(x.Sent),
		}
		if x.Sent.Base64 { // there is no member for it
			entry.Request.PostData.Comment = strings.TrimSpace("in base64 " + entry.Request.PostData.Comment)
		}
	}
	return entry
}

const contentType = "Content-Type"

func harComment(x journal.Shown) string {
	parts := []string{x.ID, cmp.Or(x.Operation, "no operation")}
	for _, v := range x.Violations {
		parts = append(parts, "broke "+v.Rule)
	}
	if x.Fault != "" {
		parts = append(parts, "hit by the fault "+x.Fault)
	}
	return strings.Join(parts, ", ")
}

func harText(m journal.ShownMessage) string {
	if m.JSON != nil {
		return string(m.JSON)
	}
	return m.Text
}

func harNote(m journal.ShownMessage) string {
	switch {
	case m.Unread:
		return fmt.Sprintf("not read behind its first %d bytes: answered before it had come", m.Size)
	case m.Truncated:
		return fmt.Sprintf("the first %d bytes of %d", journal.MostBody, m.Size)
	}
	return ""
}

func harPairs(all map[string][]string) []control.HarPair {
	pairs := []control.HarPair{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, value := range all[name] {
			pairs = append(pairs, control.HarPair{Name: name, Value: value})
		}
	}
	return pairs
}
