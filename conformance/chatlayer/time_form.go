package chatlayer

import (
	"context"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
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
func (a asker) otherForm(ctx context.Context, first *exchange.Exchange) string {
	if !first.Refused() || first.Busy() {
		return ""
	}
	day := a.s.base.Truncate(24 * time.Hour)
	if own := a.do(ctx, a.s.wrong(Query{Start: bound(day), End: bound(day.Add(24 * time.Hour)), Size: 10})); !own.Refused() || own.Busy() {
		return "" // it was not the form
	}
	for _, form := range timeForms() {
		x := a.do(ctx, a.s.wrong(Query{Start: form.write(day), End: form.write(day.Add(24 * time.Hour)), Size: 10}))
		if x.OK() {
			return fmt.Sprintf("lists refuse bounds in RFC 3339 with milliseconds and Z, with status %d, and take %s", first.Status, form.name)
		}
	}
	return ""
}

var usualForm = conformance.Check{
	ID:          "chatlayer.time.form",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-8",
	Title:       "Bounds in RFC 3339, in UTC with milliseconds and Z, are taken.",
	Operations:  listing(),
	Floor:       map[string]int{"lists": 2},
	Run:         takesForm,
}

// takesForm wants every list to take bounds in the form that the run has.
func takesForm(ctx context.Context, t *conformance.T) {
	s, _ := t.Session().(*session)
	p := s.probe(ctx, t)
	ops := []string{get, post}
	if t.Target().Team != "" && s.teamless == 0 {
		ops = append(ops, team)
	}
	for _, op := range ops {
		page := p.strange(ctx, s.wrong(Query{Op: op, Start: bound(s.base), End: bound(s.base.Add(time.Minute)), Size: 1}))
		switch {
		case page.Refused() && s.formless == "":
			p.Inconclusive("%s refuses the list with status %d, and bounds in other forms, too", called(op), page.X.Status)
		case page.Refused():
			p.Fail(conformance.Failure{
				Message: called(op) + " refuses bounds in RFC 3339, in UTC with milliseconds and Z", Expected: "a page", Got: gist(page.X),
				Exchanges: []*exchange.Exchange{page.X},
			})
		}
		p.Saw("lists", 1)
	}
}
