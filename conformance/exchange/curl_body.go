package exchange

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"net/http"
	"slices"
	"unicode/utf8"
)

// longestCurlBody is how much of a body a curl line spells out, in bytes. A longer one is packed.
const longestCurlBody = 4096

// mostPacked is how much a packed body may take in what a run keeps, in bytes. Bodies that are mostly one letter take much less.
const mostPacked = 16 << 10

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
	body := x.sentBody()
	switch {
	case !r.holdsBody(x):
		return append(words, "--data-binary", "@body.bin")
	case !spellable(body):
		text := base64.StdEncoding.EncodeToString(pack(body))
		return append(words, "--data-binary", "@<(printf %s "+quoteShell(text)+" | base64 -d | gunzip)")
	default: // nothing too: the length of it is announced
		return append(words, "--data-raw", r.spell(string(body)).String())
	}
}

// holdsBody reports whether the command can hold all of the body.
func (r Redactor) holdsBody(x *Exchange) bool {
	body := x.sentBody()
	return len(body) == x.Sent() && (spellable(body) || len(r.find(string(body), asker)) == 0)
}

// spellable reports whether a body is short enough to be spelt out, and one that a shell can spell.
func spellable(body []byte) bool {
	return len(body) <= longestCurlBody && utf8.Valid(body) && bytes.IndexByte(body, 0) < 0
}

// sentBody is the body that was sent, or its beginning if the rest is lost.
func (x *Exchange) sentBody() []byte {
	if x.cut == nil || x.cut.packed == nil {
		return x.Request.Body
	}
	unzip, err := gzip.NewReader(bytes.NewReader(x.cut.packed))
	if err != nil {
		return x.Request.Body
	}
	body, err := io.ReadAll(io.LimitReader(unzip, int64(x.cut.sent)))
	if err != nil {
		return x.Request.Body
	}
	return body
}

// packed is a body as it is kept of an exchange that was cut; nil if it is large even so.
func packed(body []byte) []byte {
	if small := pack(body); len(small) <= mostPacked {
		return small
	}
	return nil
}

// pack makes a body short that is mostly one letter again and again.
func pack(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is one
	_, _ = w.Write(body)                                  // into memory
	_ = w.Close()
	return b.Bytes()
}
