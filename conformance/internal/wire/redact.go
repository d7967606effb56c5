package wire

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Redacted stands where a secret was.
const Redacted = "REDACTED"

// Redactor replaces secrets in whatever is kept. The zero value knows no secrets and still hides Authorization headers.
type Redactor struct {
	replacer *strings.Replacer
}

// NewRedactor knows the secrets, and the forms in which they travel: base64, alone and behind what precedes them, and
// percent-encoded.
func NewRedactor(secrets ...string) Redactor {
	var forms []string
	for _, s := range secrets {
		if s == "" {
			continue
		}
		forms = append(forms, s, url.QueryEscape(s), url.PathEscape(s), inJSON(s, true), inJSON(s, false))
		forms = append(forms, inBase64(s)...)
	}
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) }) // the longest first
	var pairs []string
	for _, f := range slices.Compact(forms) {
		pairs = append(pairs, f, Redacted)
	}
	return Redactor{strings.NewReplacer(pairs...)}
}

// inBase64 gives the forms of a secret in base64: padded and bare, and what stays the same of it whatever stands before and
// behind it.
func inBase64(s string) []string {
	var forms []string
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		forms = append(forms, e.EncodeToString([]byte(s)), e.WithPadding(base64.NoPadding).EncodeToString([]byte(s)))
		for before := range 3 {
			text := e.EncodeToString(append(make([]byte, before), s...))
			first, last := (before*8+5)/6, (before+len(s))*8/6
			if last-first >= shortestForm {
				forms = append(forms, text[first:last])
			}
		}
	}
	return forms
}

// shortestForm is the length below which a part of a form says nothing about a secret.
const shortestForm = 6

// inJSON is how a secret stands in a JSON string, as encoders with and without escapes for HTML write it.
func inJSON(s string, html bool) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(html)
	if encoder.Encode(s) != nil {
		return s
	}
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(text.String(), "\n"), `"`), `"`)
}

// Text replaces every secret in a text.
func (r Redactor) Text(s string) string {
	if r.replacer == nil {
		return s
	}
	return r.replacer.Replace(s)
}

// Header returns a copy whose Authorization, Cookie and Set-Cookie are hidden and whose other values hold no secret.
func (r Redactor) Header(h http.Header) map[string]string {
	shown := map[string]string{}
	for name, values := range h {
		switch http.CanonicalHeaderKey(name) {
		case "Authorization", "Proxy-Authorization":
			shown[name] = Redacted
			if scheme, _, ok := strings.Cut(strings.Join(values, " "), " "); ok { // a word alone is no scheme
				shown[name] = r.Text(scheme) + " " + Redacted
			}
		case "Cookie", "Set-Cookie":
			shown[name] = Redacted
		default:
			shown[name] = r.Text(strings.Join(values, ", "))
		}
	}
	return shown
}
