package exchange

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"net/http"
	"slices"
	"unicode/utf8"
)

// longestCurlBody is how much of a body a curl line spells out, in bytes. A longer one is packed.
const longestCurlBody = 4096

// curlBody gives the words that send the body, without the type that curl would make up.
func (r Redactor) curlBody(x *Exchange) []string {
	q := x.Request
	bodiless := q.Body == nil && slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodPatch}, q.Method)
	if q.Body == nil && !bodiless {
		return nil
	}
	var words []string
	if q.Header.Get("Content-Type") == "" {
		words = append(words, "-H", "'Content-Type:'")
	}
	switch {
	case !r.whole(x):
		return append(words, "--data-binary", "@body.bin")
	case packed(x):
		return append(words, "--data-binary", "@<(printf %s "+quoteShell(pack(q.Body))+" | base64 -d | gunzip)")
	default: // nothing too: the length of it is announced
		return append(words, "--data-raw", r.spell(string(q.Body)).String())
	}
}

// whole reports whether the command can hold all of the body.
func (r Redactor) whole(x *Exchange) bool {
	return len(x.Request.Body) == x.Sent() && (!packed(x) || len(r.find(string(x.Request.Body), asker)) == 0)
}

// packed reports whether a body is too long to be spelt out, or is none that a shell can spell.
func packed(x *Exchange) bool {
	body := x.Request.Body
	return x.Sent() > longestCurlBody || !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0
}

// pack makes a short text of a body, which is mostly one letter again and again.
func pack(body []byte) string {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is one
	_, _ = w.Write(body)                                  // into memory
	_ = w.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}
