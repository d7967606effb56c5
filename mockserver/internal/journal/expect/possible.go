package expect

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/spec"
)

// What no request can ever be is refused: an expectation of none would be met for nothing.

// name reads one of the names that are known, in whatever case of letters if no other has it.
func (r *reader) name(written map[string]any, member, at string, known []string) string {
	text, isText := written[member].(string)
	if isText && !slices.Contains(known, text) && (member != "method" || !slices.Contains(known, strings.ToUpper(text))) {
		r.wrong(at+"/"+member, quoted(text), spec.OneOf(text, known), spec.FixName(text, known, "use one of them"))
	}
	return text
}

// path reads the pattern of a path: a text, or a word that stands for one.
func (r *reader) path(written map[string]any, at string) *pattern {
	value, there := written["path"]
	if !there {
		return nil
	}
	at += "/path"
	p := r.compile(value, at)
	text, isText := value.(string)
	switch {
	case p.regex != nil && beginsWithoutSlash(p.regex.String()):
		r.wrong(at, quoted(value), "an expression that a path such as /v1/echo can match", "a path begins with /: write ^/, or leave ^ out")
	case p.regex != nil && strings.HasPrefix(p.regex.String(), "^/~"), strings.HasPrefix(text, "/~"):
		r.wrong(at, quoted(value), "the path behind /~NAME, such as /v1/echo",
			"leave /~NAME out here, and name the namespace in the request that asks: /~NAME/__understudy/journal/expect")
	case isText && !strings.HasPrefix(text, "/"):
		r.wrong(at, quoted(text), "a path that begins with /", "write the whole path, or {\"$regex\":\"…\"} for a part of it")
	case strings.ContainsAny(text, "?#"):
		r.wrong(at, quoted(text), "a path without its query", `write the query as {"query":{"name":"value"}} beside it; `+
			`a ? or # that was sent percent-encoded is one for {"$regex":"…"}`)
	case percentEncoded.MatchString(text):
		decoded, _ := url.PathUnescape(text)
		r.wrong(at, quoted(text), "a path as it is percent-decoded",
			"write "+quoted(decoded)+`; {"$regex":"…"} finds a percent sign that was sent as %25`)
	case text == own || strings.HasPrefix(text, own+"/"):
		r.wrong(at, quoted(text), "a path of the APIs", "leave it out: what is asked of the mock's own endpoints is in no journal")
	case !isText && !p.word:
		r.wrong(at, quoted(value), "a text, or {\"$regex\":\"…\"}", "write the path in quotes")
	case p.absent:
		r.wrong(at, quoted(value), "a path, which every request has", "leave path out")
	}
	return p
}

// beginsWithoutSlash reports whether an expression wants a text to begin with something else, as "^v1" does.
func beginsWithoutSlash(expression string) bool {
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil || parsed.Op != syntax.OpConcat || parsed.Sub[0].Op != syntax.OpBeginText {
		return false
	}
	next := parsed.Sub[1]
	return next.Op == syntax.OpLiteral && next.Rune[0] != '/'
}

// percentEncoded finds what a path has before it is decoded.
var percentEncoded = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// own is where the mock's own endpoints are.
const own = "/__understudy"

// status reads the pattern of a status.
func (r *reader) status(written map[string]any, at string) *pattern {
	value, there := written["status"]
	if !there {
		return nil
	}
	at += "/status"
	p := r.compile(value, at)
	text, isText := value.(string)
	if n, isNumber := value.(json.Number); isNumber {
		f, err := n.Float64()
		text, isText = strconv.FormatFloat(f, 'f', -1, 64), err == nil
	}
	if p.regex != nil && !slices.ContainsFunc(statuses(), p.regex.MatchString) {
		r.wrong(at, quoted(value), "an expression that a status from 100 to 599 can match",
			`write it for the three digits, such as ^4..$; "4xx" alone is none`)
	}
	if !p.word && (!isText || !journal.CanHaveStatus(text)) {
		r.wrong(at, quoted(value), journal.StatusForms, "correct it; for one of several write {\"$regex\":\"^(404|409)$\"}")
	}
	return p
}

// statuses are those of answers.
func statuses() (all []string) {
	for status := 100; status < 600; status++ {
		all = append(all, strconv.Itoa(status))
	}
	return all
}

// texts reads the pattern of what is text by nature: numbers and truths stand for how they are written.
func (r *reader) texts(value any, at string) *pattern {
	p := r.compile(value, at)
	for _, item := range p.items {
		if item.list {
			r.wrong(at, quoted(value), "a list of texts", "leave out the lists in it")
			return p
		}
	}
	if slices.ContainsFunc(append([]*pattern{p}, p.items...), func(p *pattern) bool { return p.noText() }) {
		r.wrong(at, quoted(value), "a text, a number, or a list of them for what is there more than once",
			"write the text; {\"$absent\":true} stands for none, {\"$any\":true} for whatever there is")
	}
	return p
}

// noText reports whether no text is like the pattern.
func (p *pattern) noText() bool {
	return p.members != nil || !p.word && !p.list && p.value == nil
}

// headers reads the patterns of headers that a request can have, by canonical name.
func (r *reader) headers(written map[string]any, at string) map[string]*pattern {
	all := map[string]*pattern{}
	for _, name := range slices.Sorted(maps.Keys(written)) {
		value, at, canonical := written[name], at+"/"+escaped(name), http.CanonicalHeaderKey(name)
		_, twice := all[canonical]
		p := r.texts(value, at)
		all[canonical] = p
		switch {
		case twice:
			r.wrong(at, quoted(name), "each header once, in whatever case", "leave one of them out, or give a list of values")
		case !fault.Token(name):
			r.wrong(at, quoted(name), "the name of a header", "use letters, digits and hyphens")
		case canonical == "Host":
			r.wrong(at, quoted(name), "another header", "a request is never told by its host; leave it out")
		case canonical == "Transfer-Encoding" || canonical == "Trailer":
			r.wrong(at, quoted(name), "another header", "the journal does not have how a body was sent; leave it out")
		case slices.ContainsFunc(append([]*pattern{p}, p.items...), func(p *pattern) bool { return p.noField() }):
			r.wrong(at, quoted(value), "a text without line breaks, and without space around it", "write it as the header has it")
		}
	}
	return all
}

// noField reports whether no value of a header is the text.
func (p *pattern) noField() bool {
	text, isText := p.value.(string)
	return isText && !fault.HeaderValue(text)
}
