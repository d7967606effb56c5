package chatlayer

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// Page is one answer of a list.
type Page struct {
	X      *wire.Exchange
	Query  Query
	Events []Event
	Next   string // "" if absent, null or empty: there are no more pages
	// Problem says why the answer cannot be read as a page; empty if it can.
	Problem string
}

// Refused reports whether the target refused the request with a 4xx other than 429.
func (p Page) Refused() bool { return p.X.Refused() && !p.X.Busy() }

// asker sends requests on behalf of one check or phase.
type asker struct {
	s  *session
	do func(context.Context, wire.Request) *wire.Exchange
}

// Page asks for one page.
func (a asker) Page(ctx context.Context, q Query) Page {
	p := a.s.readPage(a.do(ctx, a.s.request(q)))
	p.Query = q
	return p
}

// readPage reads an answer as a page, tolerantly: what is absent, null or empty is the same. Each answer is read once.
func (s *session) readPage(x *wire.Exchange) Page {
	if p, known := s.pages.Load(x); known {
		page, _ := p.(Page)
		return page
	}
	p := s.newPage(x)
	s.pages.Store(x, p)
	return p
}

func (s *session) newPage(x *wire.Exchange) Page {
	p := Page{X: x}
	switch {
	case x.Err != nil:
		p.Problem = "there was no whole answer: " + x.Err.Error()
		return p
	case x.Status != http.StatusOK:
		p.Problem = fmt.Sprintf("the answer has status %d", x.Status)
		return p
	}
	body, err := x.Plain()
	if err != nil {
		p.Problem = err.Error()
		return p
	}
	members, err := readObject(body)
	if err != nil {
		p.Problem = "the body is no page: " + err.Error()
		return p
	}
	p.Problem = p.read(members, s.readEvent)
	return p
}

// readEvent reads an event, once for each text, because a run sees the same ones again and again.
func (s *session) readEvent(raw json.RawMessage) (Event, error) {
	s.reading.RLock()
	e, known := s.events[string(raw)]
	s.reading.RUnlock()
	if known {
		return e, nil
	}
	e, err := readEvent(raw)
	if e.text = string(raw); err == nil {
		s.reading.Lock()
		s.events[e.text] = e
		s.reading.Unlock()
	}
	return e, err
}

func (p *Page) read(members map[string]json.RawMessage, read func(json.RawMessage) (Event, error)) (problem string) {
	if raw := members["next_page_token"]; len(raw) > 0 && string(raw) != "null" {
		var text bool
		if p.Next, text = readText(raw); !text {
			problem = "next_page_token is no string"
		}
	}
	raw := members["events"]
	if len(raw) == 0 || string(raw) == "null" {
		return problem
	}
	list, err := readArray(raw)
	if err != nil {
		return "events is no array"
	}
	for i, raw := range list {
		e, err := read(raw)
		if err != nil {
			problem = fmt.Sprintf("events[%d]: %v", i, err)
			continue
		}
		p.Events = append(p.Events, e)
	}
	return problem
}
