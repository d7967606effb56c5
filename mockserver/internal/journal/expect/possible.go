package expect

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
)

// What no request can ever be is refused: an expectation of none would be met for nothing.

// name reads one of the names that are known, in whatever case of letters if no other has it.
func (r *reader) name(written map[string]any, member, at string, known []string) string {
	text, isText := written[member].(string)
	if isText && !slices.Contains(known, text) && (member != "method" || !slices.Contains(known, strings.ToUpper(text))) {
		r.wrong(at+"/"+member, quoted(text), "one of "+strings.Join(known, ", "), didYouMean(text, known))
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
	case p.regex != nil && strings.HasPrefix(p.regex.String(), "^/~"), strings.HasPrefix(text, "/~"):
		r.wrong(at, quoted(value), "the path behind /~NAME, such as /v1/echo",
			"leave /~NAME out here, and name the namespace in the request that asks: /~NAME/__understudy/journal/expect")
	case isText && !strings.HasPrefix(text, "/"):
		r.wrong(at, quoted(text), "a path that begins with /", "write the whole path, or {\"$regex\":\"…\"} for a part of it")
	case !isText && !p.word:
		r.wrong(at, quoted(value), "a text, or {\"$regex\":\"…\"}", "write the path in quotes")
	case p.absent:
		r.wrong(at, quoted(value), "a path, which every request has", "leave path out")
	}
	return p
}

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
	if !p.word && (!isText || !journal.CanHaveStatus(text)) {
		r.wrong(at, quoted(value), journal.StatusForms, "correct it; for one of several write {\"$regex\":\"^(404|409)$\"}")
	}
	return p
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

// headerName is the canonical name of a header that a request can have.
func (r *reader) headerName(name, at string) string {
	canonical := http.CanonicalHeaderKey(name)
	if canonical == "Host" {
		r.wrong(at, quoted(name), "another header", "a request is never told by its host; leave it out")
	}
	return canonical
}
