package kit

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// eventsPath is where events are logged.
const eventsPath = "/events"

// attempts is how often an event is made and sent to a target that is busy.
const attempts = 10

// Tries is how often an event is made and sent if no whole answer comes.
const Tries = 3

// Asker gives a check the target, to ask of it, and what the run knows.
type Asker struct {
	*conformance.T
	*Session

	Deaf bool // two writes of what the check is about are answered alike, so that nothing of theirs will ever be shown
}

// With makes the function of a check out of one that gets an Asker.
func With(run func(context.Context, *Asker)) func(context.Context, *conformance.T) {
	return func(ctx context.Context, t *conformance.T) {
		s, ok := t.Session().(*Session)
		if !ok {
			t.Inconclusive("the run was not prepared")
		}
		run(ctx, &Asker{T: t, Session: s})
	}
}

// Post is one request to an operation that logs something.
type Post struct {
	Path    string // empty is that of events
	Event   Draft
	Text    []byte      // what is sent; nil is the event's own text
	Header  http.Header // beside the usual ones, which it may replace; a nil value leaves one out
	Auth    string      // empty is the target's own credentials
	NoAuth  bool        // no credentials at all
	Hostile bool        // wrong on purpose
	Once    bool        // not replaced by another when the connection breaks
	Chunked bool
	Fresh   bool // over a connection of its own
	Timeout time.Duration
	Meta    any
}

func (p Post) request(own string) exchange.Request {
	header := http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}}
	for name, values := range p.Header {
		if values == nil {
			delete(header, name)
			continue
		}
		header[name] = values
	}
	r := exchange.Request{
		Method: http.MethodPost, Path: cmp.Or(p.Path, eventsPath), Header: header, Body: p.Text, Authorization: p.Auth,
		Hostile: p.Hostile, Chunked: p.Chunked, Fresh: p.Fresh, Timeout: p.Timeout, Meta: p.Meta,
	}
	if r.Body == nil {
		r.Body = p.Event.Body()
	}
	if r.Authorization == "" && !p.NoAuth {
		r.Authorization = own
	}
	return r
}

// Deliver sends what next makes, and something new each time the target is busy or the connection breaks: no event is ever
// sent twice. It may be called from any goroutine.
func (a *Asker) Deliver(ctx context.Context, next func() Post) *Answer {
	var got *Answer
	cuts := 0
	a.Client().Again(ctx, attempts, func(attempt int) (*exchange.Exchange, bool) {
		p := next()
		got = NewAnswer(p.Event, a.Do(ctx, p.request(a.Authorization())))
		a.note(got)
		if got.cutShort() {
			cuts++
		}
		if got.cuts = cuts; got.cutShort() && a.cuts() {
			got.cuts = Tries
			return got.Exchange, false
		}
		return got.Exchange, got.again(attempt) && (!p.Once || got.Err == nil)
	})
	return got
}

// Ask delivers from the check's own goroutine, and ends the check if no answer comes.
func (a *Asker) Ask(ctx context.Context, next func() Post) *Answer {
	got := a.Deliver(ctx, next)
	if why := got.Unsure(); why != "" {
		a.Inconclusive("%s", why)
	}
	return got
}

// Log asks for a good event to be logged.
func (a *Asker) Log(ctx context.Context, next func() Draft) *Answer {
	return a.LogAs(ctx, func() Post { return Post{Event: next()} })
}

// LogAs asks for what a server has to take, and ends the check if it is answered with a server error each time, or if the second
// key is unknown: it may be mistyped.
func (a *Asker) LogAs(ctx context.Context, next func() Post) *Answer {
	got := a.Insist(ctx, func() *Answer { return a.Answered(ctx, next) })
	if other := a.OtherBearer; other != "" && got.Status == http.StatusUnauthorized && got.Request.Authorization == "Bearer "+
		other {
		a.Inconclusive("the target does not know the second key: %s; look at --other-bearer", got.Shown())
	}
	if got.Failed() {
		a.FailWith(got, "a good event is answered with a server error each time", "200", got.Shown())
	}
	return got
}

// Strange asks for what has to be refused, and again as InsistOnAll does: how it is refused is looked at.
func (a *Asker) Strange(ctx context.Context, next func() Post) *Answer {
	return a.Insist(ctx, func() *Answer { return a.Ask(ctx, next) })
}

// Insist asks for one thing, and again as InsistOnAll does.
func (a *Asker) Insist(ctx context.Context, ask func() *Answer) *Answer {
	return a.InsistOnAll(ctx, func() []*Answer { return []*Answer{ask()} })[0]
}

// InsistOnAll asks again, for other events, where a server fails, which may be an accident, or refuses a good key, which it may lock
// because of the wrong ones that the run presents. If even the plainest event fares no better, although the target took one before,
// nothing can be told.
func (a *Asker) InsistOnAll(ctx context.Context, ask func() []*Answer) []*Answer {
	var got []*Answer
	for try := range Tries {
		if got = ask(); !slices.ContainsFunc(got, a.TurnedDown) {
			return got
		}
		if try == 0 || !a.accepted {
			continue
		}
		if plain := a.Ask(ctx, func() Post { return Post{Event: a.Message(), Fresh: true} }); !plain.Good() {
			a.Inconclusive("the target does not even take the plainest event any more: %s", plain.Shown())
		}
	}
	return got
}

// TurnedDown reports whether an event was not looked at: the target failed, or refused a good key.
func (a *Asker) TurnedDown(got *Answer) bool { return got.Failed() || a.LockedOut(got) }

// LockedOut reports whether the target refuses one of its own keys.
func (a *Asker) LockedOut(got *Answer) bool {
	key := strings.TrimPrefix(got.Request.Authorization, "Bearer ")
	own := key != "" && (key == a.Bearer || key == a.OtherBearer)
	return own && (got.Status == http.StatusUnauthorized || got.Status == http.StatusForbidden)
}

// Answered asks for a good event, and ends the check if no whole answer comes.
func (a *Asker) Answered(ctx context.Context, next func() Post) *Answer {
	got := a.Deliver(ctx, next)
	if got.cuts >= Tries {
		a.FailWith(got, fmt.Sprintf("the answers to %d events in a row are cut short", Tries), "200, with a whole answer", got.Shown())
	}
	if why := got.Unsure(); why != "" {
		a.Inconclusive("%s", why)
	}
	return got
}

// Accept logs an event that every server must accept. What says what is special about it.
func (a *Asker) Accept(ctx context.Context, what string, next func() Draft) *Answer {
	return a.AcceptAs(ctx, what, func() Post { return Post{Event: next()} })
}

// AcceptAs is Accept of an event that is sent in a way of its own.
func (a *Asker) AcceptAs(ctx context.Context, what string, next func() Post) *Answer {
	got := a.LogAs(ctx, next)
	if !got.Good() {
		a.FailWith(got, what+" is refused", "200", got.Shown())
	}
	if len(got.Event) == 0 {
		a.FailWith(got, what+" is accepted with an answer that is no event: "+cmp.Or(got.Unread, "the object is empty"), "one JSON object",
			got.Shown())
	}
	a.Saw("events", 1)
	return got
}

// Echoed logs an event to look at what comes back. That it is accepted is the business of other checks.
func (a *Asker) Echoed(ctx context.Context, next func() Draft) *Answer {
	got := a.Log(ctx, next)
	a.NeedEvent(got)
	a.Saw("events", 1)
	return got
}

// NeedEvent ends the check unless an event was accepted and came back.
func (a *Asker) NeedEvent(got *Answer) {
	if !got.Good() {
		a.Inconclusive("the event was refused, so nothing came back to compare: %s", got.Shown())
	}
	if len(got.Event) == 0 {
		a.Inconclusive("the event was accepted with an answer that is no event, so nothing came back to compare: %s", got.Shown())
	}
}

// FailWith ends the check: the answer shows what was wrong.
func (a *Asker) FailWith(got *Answer, message, expected, was string, symptoms ...conformance.Symptom) {
	a.Fail(conformance.Failure{
		Message: message, Expected: expected, Got: was, LooksLike: got.hollow(), Symptoms: append(got.Unreadable(), symptoms...),
		Exchanges: got.Steps(),
	})
}

// Unreadable is what every check meets that reads such an answer.
func (a *Answer) Unreadable() []conformance.Symptom {
	if a.Unread == "" || a.Err != nil {
		return nil
	}
	return []conformance.Symptom{{Text: "answers cannot be read: " + a.Unread}}
}

// FailChanged ends the check: an event came back otherwise than it was sent.
func (a *Asker) FailChanged(got *Answer, message, expected, was string) {
	a.Fail(conformance.Failure{
		Message: message, Expected: expected, Got: was, LooksLike: a.Likely(got), Symptoms: got.Unreadable(),
		Exchanges: got.Steps(),
	})
}

// FailEcho ends the check: a member came back otherwise than it was sent.
func (a *Asker) FailEcho(got *Answer, name, message string) {
	sent, _ := got.Draft.Value(name)
	a.FailChanged(got, message, Brief(sent), Brief(got.Event[name]))
}

// RecordsOnly is why no misbehaviour can make these checks fail.
const RecordsOnly = "records only: no document says what is right"

// Observe sends one event that a server may take or refuse.
func (a *Asker) Observe(ctx context.Context, d Draft) *Answer {
	return a.Ask(ctx, func() Post { return Post{Event: d, Hostile: true, Once: true} })
}
