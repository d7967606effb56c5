package chatlayer

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// answer is a successful answer of a list that was asked for rightly.
type answer struct {
	x *wire.Exchange
	q Query
	Page
}

// answers returns all of them that the run got. What cannot be read as a page is there too, with its Problem.
func (p *probe) answers() []answer {
	var all []answer
	for _, x := range p.Traffic() {
		q, list := x.Request.Meta.(Query)
		method := http.MethodGet
		if q.Op == post {
			method = http.MethodPost
		}
		if list && !x.Request.Hostile && x.Request.Method == method && x.OK() {
			all = append(all, answer{x: x, q: q, Page: p.s.readPage(x)})
		}
	}
	p.Saw("answers", len(all))
	return all
}

// everyEvent looks at every event that the run got and fails the check with the first fault.
func (p *probe) everyEvent(message, expected string, fault func(a answer, e Event) string) {
	for _, a := range p.answers() {
		p.Saw("events", len(a.Events))
		for _, e := range a.Events {
			if got := fault(a, e); got != "" {
				p.Fail(conformance.Finding{
					Message: called(a.q.Op) + ": " + message, Expected: expected, Got: got + "; the event is " + shortJSON(e.Raw),
					Exchanges: []*wire.Exchange{a.x},
				})
			}
		}
	}
}

func shortJSON(v any) string {
	const most = 300
	text, err := json.Marshal(v)
	if err != nil {
		return "not printable"
	}
	if len(text) > most {
		return strings.ToValidUTF8(string(text[:most]), "") + "…"
	}
	return string(text)
}

// ever is a window that holds every instant.
func ever() (from, to time.Time) {
	return time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10001, 1, 1, 0, 0, 0, 0, time.UTC)
}

// withinWindow holds every event to the window that was asked for.
func withinWindow(_ context.Context, p *probe) {
	p.everyEvent("an event lies outside the window that was asked for", "start_time <= timestamp < end_time", func(a answer, e Event) string {
		from, errFrom := time.Parse(time.RFC3339Nano, a.q.Start)
		to, errTo := time.Parse(time.RFC3339Nano, a.q.End)
		if errFrom != nil || errTo != nil {
			return ""
		}
		return allowed(e, Query{Op: team}, from, to)
	})
}

// ofBotAndVersion holds every event to the bot and the version that were asked for.
func ofBotAndVersion(_ context.Context, p *probe) {
	from, to := ever()
	p.everyEvent("an event is of another bot or version than was asked for", "events of the bot in the path and the version of the query", func(a answer, e Event) string {
		return p.s.forbidden(p.s.identify(e), e, Query{Op: a.q.Op, Bot: a.q.Bot, Version: a.q.Version}, from, to)
	})
}

// meetsFilters holds every event to the filters that were asked for.
func meetsFilters(_ context.Context, p *probe) {
	from, to := ever()
	filtered := 0
	p.everyEvent("an event does not meet a filter that was asked for", "only events that the filters let through", func(a answer, e Event) string {
		q := Query{Op: team, Event: a.q.Event, User: a.q.User, Conversation: a.q.Conversation, Campaign: a.q.Campaign}
		if q.Event+q.User+q.Conversation+q.Campaign == "" {
			return ""
		}
		filtered++
		return p.s.forbidden(p.s.identify(e), e, q, from, to)
	})
	p.Saw("filtered events", filtered)
}

// pageSizes holds every page to the page_size that was asked for.
func pageSizes(_ context.Context, p *probe) {
	for _, a := range p.answers() {
		if a.q.Size < 1 {
			continue
		}
		p.Saw("sized pages", 1)
		if n := len(a.Events); n > a.q.Size {
			p.Fail(conformance.Finding{
				Message:  fmt.Sprintf("%s: a page holds more events than page_size", called(a.q.Op)),
				Expected: fmt.Sprintf("at most %d events", a.q.Size), Got: fmt.Sprint(n), Exchanges: []*wire.Exchange{a.x},
			})
		}
	}
}

// hundred holds every page to the 100 events that no page may exceed.
func hundred(_ context.Context, p *probe) {
	for _, a := range p.answers() {
		if n := len(a.Events); n > 100 {
			p.Fail(conformance.Finding{
				Message:  fmt.Sprintf("%s: a page holds %d events", called(a.q.Op), n),
				Expected: "at most 100 events on a page, whatever page_size is", Got: fmt.Sprint(n), Exchanges: []*wire.Exchange{a.x},
			})
		}
	}
}
