package kit

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// timeForm is a form of a bound that a target may have in place of the run's.
type timeForm struct {
	name  string
	write func(time.Time) string
}

func timeForms() []timeForm {
	layout := func(layout string) func(time.Time) string {
		return func(t time.Time) string { return t.UTC().Format(layout) }
	}
	return []timeForm{
		{"whole seconds with Z", layout("2006-01-02T15:04:05Z")},
		{"an offset in place of Z", layout("2006-01-02T15:04:05.000+00:00")},
		{"no zone", layout("2006-01-02T15:04:05")},
		{"a date alone", layout(time.DateOnly)},
		{"milliseconds since 1970", func(t time.Time) string { return fmt.Sprint(t.UnixMilli()) }},
		{"seconds since 1970", func(t time.Time) string { return fmt.Sprint(t.Unix()) }},
	}
}

// otherForm looks, where a target refuses the bounds of the first list, whether it is for their form: nobody says that RFC 3339 with
// milliseconds and Z must be taken. It says what was seen if the target takes another form; it is empty if not.
func (a Asker) otherForm(ctx context.Context, first *exchange.Exchange) string {
	if !first.Refused() || first.Busy() {
		return ""
	}
	day := a.Base.Truncate(24 * time.Hour)
	if own := a.Send(ctx, a.HostileRequest(Query{Start: Bound(day), End: Bound(day.Add(24 * time.Hour)), Size: 10})); !own.Refused() ||
		own.Busy() {
		return "" // it was not the form
	}
	for _, form := range timeForms() {
		x := a.Send(ctx, a.HostileRequest(Query{Start: form.write(day), End: form.write(day.Add(24 * time.Hour)), Size: 10}))
		if x.OK() {
			return fmt.Sprintf("lists refuse bounds in RFC 3339 with milliseconds and Z, with status %d, and take %s", first.Status,
				form.name)
		}
	}
	return ""
}

// RequestWith makes the request of a query with a value as it stands, nil for none: text is for the query or a JSON string, a
// json.RawMessage is for the body alone.
func (s *Session) RequestWith(q Query, name string, value any) exchange.Request {
	r := s.HostileRequest(q)
	if r.Method == http.MethodPost {
		var body map[string]any
		_ = json.Unmarshal(r.Body, &body) // our own
		delete(body, name)
		if value != nil {
			body[name] = value
		}
		r.Body, _ = json.Marshal(body) // strings, numbers and valid raw texts: it cannot fail
		return r
	}
	var pairs []string
	for pair := range strings.SplitSeq(r.RawQuery, "&") {
		if !strings.HasPrefix(pair, name+"=") {
			pairs = append(pairs, pair)
		}
	}
	if text, ok := value.(string); ok {
		pairs = append(pairs, name+"="+Escape(text))
	}
	r.RawQuery = strings.Join(pairs, "&")
	return r
}

// Joined joins names for people.
func Joined(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
