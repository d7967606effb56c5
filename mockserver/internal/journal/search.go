package journal

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// mostSearched is how much of bodies one search looks through, in bytes: what a journal of the usual size may have.
const mostSearched = DefaultBytes

// Search looks for a text in bodies as they are shown, in either case. It belongs to one goroutine. Nil finds everything.
type Search struct {
	secrets Secrets
	forms   []string // of the text, in lower case: as it is, and as JSON writes it
	left    int      // bytes that may still be looked through
}

// NewSearch returns a search for a text; nil if that is empty. What is secret is not found.
func NewSearch(text string, secrets Secrets) *Search {
	if text == "" {
		return nil
	}
	text = strings.ToLower(text)
	quoted, _ := jsontext.AppendQuote(nil, text) // what is no UTF-8 is replaced
	return &Search{secrets, []string{text, string(quoted[1 : len(quoted)-1])}, mostSearched}
}

// over reports whether the search has looked through as much as one may.
func (s *Search) over() bool { return s != nil && s.left <= 0 }

// finds reports whether the text is in a body of the exchange.
func (s *Search) finds(x *Exchange) bool {
	return s == nil || s.in(x, x.Request) || s.in(x, x.Response)
}

// in looks at what is kept of a body first. That costs little, and most bodies have neither the text nor anything that JSON may write in
// another way.
func (s *Search) in(x *Exchange, m Message) bool {
	body := m.Body()
	raw := body.Bytes()
	s.left -= len(raw)
	if !s.has(string(bytes.ToLower(raw))) && !bytes.ContainsRune(raw, '\\') {
		return false
	}
	shown := s.secrets.For(x).body(body)
	return !shown.Base64 && (s.has(strings.ToLower(string(shown.JSON))) || s.has(strings.ToLower(shown.Text)))
}

func (s *Search) has(text string) bool {
	return strings.Contains(text, s.forms[0]) || strings.Contains(text, s.forms[1])
}

// gathering are the exchanges that a filter leaves, no more than most.
type gathering struct {
	filter Filter
	most   int
	kept   []*Exchange
	last   string // id of the one that was looked at last
}

// add takes one, and reports whether there may be another.
func (g *gathering) add(x *Exchange) bool {
	if len(g.kept) == g.most || g.filter.Text.over() {
		return false
	}
	g.last = x.ID
	if g.filter.Takes(x) {
		g.kept = append(g.kept, x.clone())
	}
	return true
}

// until is where the search for a text has ended before it was through; empty if it was.
func (g *gathering) until() string {
	if g.filter.Text.over() && len(g.kept) < g.most {
		return g.last
	}
	return ""
}
