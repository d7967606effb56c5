package journal

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/spec"
)

// Shown is an exchange as people and programs may see it: without secrets, and its bodies read.
type Shown struct {
	*Exchange
	Path       string // percent-decoded
	Target     string // path and query, encoded
	Before     string // what stood before them in the URL, encoded
	Query      map[string][]string
	Credential string // what may be told of that which the request came with; empty if it came with none
	Sent       ShownMessage
	Answered   ShownMessage
	Violations []spec.Violation
}

// ShownMessage is one half of an exchange.
type ShownMessage struct {
	Header    http.Header
	JSON      json.RawMessage // the body where it is JSON; else nil, and Text has it
	Text      string          // the body as it came; in base64 if it is no text
	Base64    bool
	Size      int // of the whole body, in bytes
	Truncated bool
	Unread    bool // it was not read to its end, or not at all
	LeftOut   bool // there is no body, as it was not asked for
}

// Show reads an exchange and hides what is secret.
func (s Secrets) Show(x *Exchange) Shown { return s.show(x, true) }

// ShowAround is Show without the bodies, which are most of the work.
func (s Secrets) ShowAround(x *Exchange) Shown { return s.show(x, false) }

func (s Secrets) show(x *Exchange, bodies bool) Shown {
	s = s.For(x)
	path := x.EscapedPath
	if path == "" {
		path = (&url.URL{Path: x.Path}).EscapedPath()
	}
	target := s.encoded(path, "/")
	if x.RawQuery != "" {
		target += "?" + s.encoded(x.RawQuery, "&")
	}
	shown := Shown{
		Exchange: x, Path: s.clean(x.Path), Target: target, Before: s.encoded(x.Before, "/"), Query: s.query(x),
		Sent: s.message(x.Request, bodies), Answered: s.message(x.Response, bodies),
		Violations: slices.Clone(x.Violations),
	}
	if sent := x.Request.Header()["Authorization"]; len(sent) > 0 {
		shown.Credential = s.Credential(sent[0])
	}
	for i := range shown.Violations {
		v := &shown.Violations[i]
		v.Name, v.Pointer = s.Text(v.Name), s.Text(v.Pointer)
		v.Got, v.Expected, v.Fix = s.Text(v.Got), s.Text(v.Expected), s.Text(v.Fix)
	}
	return shown
}

// clean is a text that a JSON document may have.
func (s Secrets) clean(text string) string { return strings.ToValidUTF8(s.Text(text), "\uFFFD") }

// encoded is a part of a URL. Where a secret is in it, however it is encoded, what stands between two separators goes.
func (s Secrets) encoded(text, separator string) string {
	parts := strings.Split(s.clean(text), separator)
	for i, part := range parts {
		plain := unescaped(strings.ReplaceAll(part, "+", "%2B"))
		if s.Text(plain) != plain {
			parts[i] = hidden
		}
	}
	return strings.Join(parts, separator)
}

// Header is the header of the message.
func (m Message) Header() http.Header {
	h := http.Header{}
	for rest := m.header; rest != ""; {
		name, value := "", ""
		name, rest, _ = strings.Cut(rest, "\x00")
		value, rest, _ = strings.Cut(rest, "\x00")
		h[name] = append(h[name], value)
	}
	return h
}

func (s Secrets) message(from Message, withBody bool) ShownMessage {
	body := from.Body()
	m := ShownMessage{Header: http.Header{}, Size: body.Size, Truncated: body.Truncated(), Unread: body.Unread}
	for name, values := range from.Header() {
		for _, value := range values {
			if name == "Authorization" || name == "Proxy-Authorization" {
				scheme, _, _ := strings.Cut(value, " ")
				value = strings.TrimSpace(scheme+" ") + " " + hidden
			}
			m.Header.Add(name, s.clean(value))
		}
	}
	if m.LeftOut = !withBody; m.LeftOut {
		return m
	}
	shown := s.body(body)
	m.JSON, m.Text, m.Base64 = shown.JSON, shown.Text, shown.Base64
	return m
}

// body is what is shown of a body alone.
func (s Secrets) body(body Body) (m ShownMessage) {
	text := body.Bytes()
	m.Truncated = body.Truncated()
	if !m.Truncated {
		if m.JSON = s.json(text); m.JSON != nil {
			return m
		}
	}
	if utf8.Valid(text) || m.Truncated && utf8.Valid(wholeRunes(text)) {
		m.Text = s.clean(string(wholeRunes(text)))
		return m
	}
	m.Text, m.Base64 = base64.StdEncoding.EncodeToString([]byte(s.Text(string(text)))), true
	return m
}

// wholeRunes leaves out a character that is cut at the end.
func wholeRunes(text []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if c := text[len(text)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(text[len(text)-n:]) {
				return text[:len(text)-n]
			}
			break
		}
	}
	return text
}

func (s Secrets) query(x *Exchange) map[string][]string {
	clean := map[string][]string{}
	for name, values := range query(s.encoded(x.RawQuery, "&")) {
		for _, value := range values {
			name := s.clean(name)
			clean[name] = append(clean[name], s.clean(value))
		}
	}
	return clean
}

// Query is the query, as far as it can be read.
func (x *Exchange) Query() map[string][]string { return query(x.RawQuery) }

// query reads a query as far as it can be read. What is wrongly encoded stays as it is.
func query(raw string) map[string][]string {
	all := map[string][]string{}
	for pair := range strings.SplitSeq(raw, "&") {
		if pair != "" {
			name, value, _ := strings.Cut(pair, "=")
			name = unescaped(name)
			all[name] = append(all[name], unescaped(value))
		}
	}
	return all
}

func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}
