package kit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Page is one answer of a list.
type Page struct {
	X      *exchange.Exchange
	Query  Query
	Events []Event
	Next   string // "" if absent, null or empty: there are no more pages
	// Problem says why the answer cannot be read as a page; empty if it can.
	Problem string
	// Null is the member of the page that is null; empty if none is.
	Null string
	// Unread says that the Problem is not the target's: the page holds more than a run reads.
	Unread bool
	// Spent says that the page met a server error, and that its token cannot tell whether it was an accident, as it was refused when it
	// came again and may be good for one request, or was not sent again. Only another walk can tell.
	Spent bool
	// Waited is how long the run kept the token before it sent it, if it was refused then and may no longer have been good; else zero.
	Waited time.Duration
	// Twice says that the page met a server error in a second walk, too.
	Twice bool
	// more is how many events the page holds beyond those that were read.
	more int
	// twoTokens says that next_page_token is there twice, with two values, of which Next is the last.
	twoTokens bool
	S         *Session
}

// mostEvents is how many events of a page are read. The documents allow 100.
const mostEvents = 2000

// mostValues is about how many values of a page are read, and longestToken how long a token is that is sent, in bytes.
const (
	mostValues   = 200_000
	longestToken = 16 << 10
)

// Held is how many events the page holds.
func (p Page) Held() int { return len(p.Events) + p.more }

// Declined reports whether the target refused the request with a 4xx other than 429.
func (p Page) Declined() bool { return p.X.Refused() && !p.X.Busy() }

// again notes that the page was Spent in a second walk.
func (p *Page) again() {
	first := p.X
	if first.Beside != nil {
		first = first.Beside
	}
	p.Spent, p.Twice = false, true
	p.Problem = fmt.Sprintf("the answer has status %d, and had in a walk before", first.Status)
}

// Asker sends requests on behalf of one check or phase.
type Asker struct {
	*Session
	Send func(context.Context, exchange.Request) *exchange.Exchange
}

// Page asks for one page. Of the exchange it keeps no more than a report shows. A refusal of a filter whose value no event has is
// an empty page: nobody says that it may not be refused (CHL-FLT-14).
func (a Asker) Page(ctx context.Context, q Query) Page {
	p := a.ReadPage(a.Send(ctx, a.Request(q)))
	if p.Declined() && a.unheard(q) {
		p.Problem = ""
	}
	if kept := a.keptToken(q.Token, p.X); p.Declined() && kept > mostKept {
		p.Waited = kept
	}
	p.Spent = q.Token != "" && (p.Declined() && p.X.Beside != nil || p.X.Untried) || p.Waited > 0
	p.X, p.Query = p.X.Brief(), q
	if p.Problem != "" && p.X.OK() && !p.Unread {
		a.garbled.Add(1)
	}
	if q.Token != "" && p.Declined() && !p.Spent && !p.X.Request.Hostile {
		a.cutOff.Store(&p)
	}
	a.showed(p)
	for i, e := range p.Events {
		if e.length > longestRemembered {
			p.Events[i] = e.slim()
		}
	}
	return p
}

// mostKept is how long a page token is kept before it is sent, at most: it may not be good for longer. It is so much only where the run
// itself has to wait, for its turn or as its machine slept.
const mostKept = 5 * time.Second

// keptToken is how long ago a token had come when it was sent; zero for a token that no page has.
func (s *Session) keptToken(token string, sent *exchange.Exchange) time.Duration {
	if came, given := s.tokens.Load(maphash.String(tokenSeed, token)); given && token != "" {
		return sent.Began.Sub(came.(time.Time)) //nolint:forcetypeassert // nothing else is stored
	}
	return 0
}

var tokenSeed = maphash.MakeSeed() // tokens may be long, and are many

// read reads the answer to a list when it has come.
func (s *Session) read(x *exchange.Exchange) any {
	if _, list := x.Request.Meta.(Query); !list {
		return nil
	}
	p := s.newPage(x)
	if p.Next != "" {
		s.tokens.Store(maphash.String(tokenSeed, p.Next), x.Began.Add(x.Took))
	}
	s.hold(p)
	return p
}

// ReadPage reads an answer as a page, tolerantly: what is absent, null or empty is the same. Each answer is read once.
func (s *Session) ReadPage(x *exchange.Exchange) Page {
	if page, known := x.Read.(Page); known {
		return page
	}
	return s.newPage(x)
}

func (s *Session) newPage(x *exchange.Exchange) Page {
	p := Page{X: x, S: s}
	switch {
	case x.Err != nil:
		p.Problem = "there was no whole answer: " + x.Err.Error()
		return p
	case x.Status != http.StatusOK:
		p.Problem = fmt.Sprintf("the answer has status %d", x.Status)
		return p
	}
	body, err := x.Plain()
	if err == nil && exchange.Dense(body, mostValues) {
		err = fmt.Errorf("%w: the page holds more than %d values", exchange.ErrTooLarge, mostValues)
	}
	if err != nil {
		p.Problem, p.Unread = err.Error(), errors.Is(err, exchange.ErrTooLarge)
		return p
	}
	members, err := ReadObject(body)
	if err != nil {
		p.Problem = "the body is no page: " + err.Error()
		return p
	}
	p.Problem, p.twoTokens = p.read(members, s.readEvent), hasTwoTokens(body, members["next_page_token"])
	if len(p.Next) > longestToken && p.Problem == "" {
		p.Problem, p.Unread = fmt.Sprintf("next_page_token has %d bytes, too many to send it; give shorter ones", len(p.Next)), true
		p.Next = p.Next[:0]
	}
	if p.more > 0 && p.Problem == "" {
		p.Problem = fmt.Sprintf("it holds %d events, of which no more than %d are read", p.Held(), mostEvents)
	}
	return p
}

// Events whose texts are longer than this, in bytes, are not remembered, nor are any when so much is remembered.
const (
	longestRemembered = 32 << 10
	mostRemembered    = 4 << 20
)

// readEvent reads an event, once for each text, because a run sees the same ones again and again.
func (s *Session) readEvent(raw json.RawMessage) (Event, error) {
	if len(raw) > longestRemembered {
		e, err := readEvent(raw)
		e.Text, e.length = string(raw[:longestRemembered]), len(raw)
		return e, err
	}
	s.reading.RLock()
	e, known := s.events[string(raw)]
	s.reading.RUnlock()
	if known {
		return e, nil
	}
	text := string(raw)
	e, err := readEvent([]byte(text)) // of its own, so that it does not keep the whole page
	if e.Text, e.length = text, len(text); err == nil {
		s.reading.Lock()
		if _, known := s.events[text]; !known && s.readSize < mostRemembered {
			s.events[text] = e
			s.readSize += len(text)
		}
		s.reading.Unlock()
	}
	return e, err
}

func (p *Page) read(members map[string]json.RawMessage, read func(json.RawMessage) (Event, error)) (problem string) {
	for _, name := range []string{"events", "next_page_token"} {
		if string(members[name]) == "null" {
			p.Null = name
		}
	}
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
	list, more, err := ReadArray(raw, mostEvents)
	if err != nil {
		return "events is no array"
	}
	p.more = more
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
