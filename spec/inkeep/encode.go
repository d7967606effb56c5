package inkeep

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/spec"
)

// MarshalJSON is [Event.AppendJSON] for encoding/json. Note that [json.Marshal] itself then escapes <, > and & in what
// this returns; a [json.Encoder] with SetEscapeHTML(false) and a direct call of AppendJSON do not.
func (e Event) MarshalJSON() ([]byte, error) {
	const fixed = 320 // names, quotes, time and an id or two
	return e.AppendJSON(make([]byte, 0, fixed+len(e.Properties)+len(e.UserProperties)))
}

// AppendJSON appends the wire form of the event to dst: one line of JSON with the members of the Select… variant in the
// order of the reference's sample, all of them present. Properties and UserProperties are written byte for byte, except
// that line breaks between their tokens are dropped, so that the result is fit for JSON lines. They are taken to be
// valid JSON; only their outermost form is looked at. createdAt is in UTC with 3, 6 or 9 digits of a second, the
// fewest that lose nothing.
//
// An unknown kind, a year outside 0 to 9999, text that is not UTF-8 and properties that are no object are errors; dst is
// then returned as it was.
func (e Event) AppendJSON(dst []byte) ([]byte, error) {
	reference := e.EntityType.ReferenceName()
	if reference == "" {
		return dst, fmt.Errorf("unknown entityType %q, expected message, conversation or search", e.EntityType)
	}
	w := writer{buf: dst}
	w.text(`{"id":`, e.ID)
	w.text(`,"type":`, e.Type)
	w.text(`,"`+reference+`":`, e.Reference)
	w.time(`,"createdAt":`, e.CreatedAt)
	w.optional(`,"projectId":`, e.ProjectID)
	w.optional(`,"integrationId":`, e.IntegrationID)
	w.object(`,"properties":`, e.Properties)
	w.object(`,"userProperties":`, e.UserProperties)
	w.text(`,"entityType":`, string(e.EntityType))
	if w.err != nil {
		return dst, fmt.Errorf("encode event %q: %w", e.ID, w.err)
	}
	return append(w.buf, '}'), nil
}

// writer appends members and keeps the first error.
type writer struct {
	buf []byte
	err error
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// text appends a string member; prefix is everything before the value.
func (w *writer) text(prefix, value string) {
	quoted, err := spec.AppendQuoted(append(w.buf, prefix...), value)
	if err != nil {
		w.fail(fmt.Errorf("member %s %w", strings.TrimLeft(prefix, "{,"), err))
	}
	w.buf = quoted
}

func (w *writer) optional(prefix string, value *string) {
	if value == nil {
		w.buf = append(append(w.buf, prefix...), "null"...)
		return
	}
	w.text(prefix, *value)
}

func (w *writer) time(prefix string, at time.Time) {
	at = at.UTC()
	if year := at.Year(); year < 0 || year > 9999 {
		w.fail(fmt.Errorf("a time is in the year %d, expected 0 to 9999", year))
	}
	w.buf = append(append(w.buf, prefix...), '"')
	w.buf = append(spec.AppendTime(w.buf, at), '"')
}

// object appends a member that holds a JSON object or null.
func (w *writer) object(prefix string, raw json.RawMessage) {
	w.buf = append(w.buf, prefix...)
	trimmed := bytes.Trim(raw, " \t\r\n")
	if len(trimmed) == 0 || string(trimmed) == "null" {
		w.buf = append(w.buf, "null"...)
		return
	}
	if trimmed[0] != '{' || trimmed[len(trimmed)-1] != '}' {
		w.fail(fmt.Errorf("member %s not a JSON object", strings.TrimLeft(prefix, "{,")))
	}
	w.oneLine(trimmed)
}

// oneLine appends JSON without its line breaks. Inside a JSON string a line break is always an escape, so a bare one
// stands between tokens, where nothing is needed.
func (w *writer) oneLine(raw []byte) {
	if !bytes.ContainsAny(raw, "\r\n") {
		w.buf = append(w.buf, raw...)
		return
	}
	for _, c := range raw {
		if c != '\r' && c != '\n' {
			w.buf = append(w.buf, c)
		}
	}
}
