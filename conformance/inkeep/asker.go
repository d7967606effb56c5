package inkeep

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// attempts is how often an event is made and sent until one finds the target in the mood to answer, and tries how often if no whole
// answer comes.
const (
	attempts = 8
	tries    = 3
)

// asker is what a check of this package has in hand.
type asker struct {
	*conformance.T
	*session
}

// with makes the function of a check out of one of this package.
func with(run func(context.Context, *asker)) func(context.Context, *conformance.T) {
	return func(ctx context.Context, t *conformance.T) {
		s, ok := t.Session().(*session)
		if !ok {
			t.Inconclusive("the run was not prepared")
		}
		run(ctx, &asker{t, s})
	}
}

// post is one request to the operation.
type post struct {
	event   draft
	text    []byte      // what is sent; nil is the event's own text
	header  http.Header // beside the usual ones, which it may replace; a nil value leaves one out
	auth    string      // empty is the target's own credentials
	noAuth  bool        // no credentials at all
	hostile bool        // wrong on purpose
	once    bool        // not replaced by another when the connection breaks
	chunked bool
	timeout time.Duration
	meta    any
}

func (p post) request(own string) wire.Request {
	header := http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}}
	for name, values := range p.header {
		if values == nil {
			delete(header, name)
			continue
		}
		header[name] = values
	}
	r := wire.Request{
		Method: http.MethodPost, Path: "/events", Header: header, Body: p.text, Authorization: p.auth,
		Hostile: p.hostile, Chunked: p.chunked, Timeout: p.timeout, Meta: p.meta,
	}
	if r.Body == nil {
		r.Body = p.event.body()
	}
	if r.Authorization == "" && !p.noAuth {
		r.Authorization = own
	}
	return r
}

// deliver sends what next makes, and something new each time the target is busy or the connection breaks: no event is ever
// sent twice. It may be called from any goroutine.
func (a *asker) deliver(ctx context.Context, next func() post) *answer {
	for attempt, cuts := 1, 0; ; attempt++ {
		p := next()
		if a.gone() {
			return newAnswer(p.event, &wire.Exchange{Err: errGone})
		}
		got := newAnswer(p.event, a.Do(ctx, p.request(a.Authorization())))
		a.note(got)
		if got.cutShort() {
			cuts++
		}
		if got.cuts = cuts; got.cutShort() && a.cuts() {
			got.cuts = tries
			return got
		}
		if got.unsure() == "" || got.long || attempt == attempts || ctx.Err() != nil {
			return got
		}
		if got.Err != nil && (attempt >= tries || p.once || !got.broken()) {
			return got
		}
		if err := a.clock.Sleep(ctx, got.pause(attempt)); err != nil {
			return got
		}
	}
}

// ask delivers from the check's own goroutine, and ends the check if no answer comes.
func (a *asker) ask(ctx context.Context, next func() post) *answer {
	got := a.deliver(ctx, next)
	if why := got.unsure(); why != "" {
		a.Inconclusive("%s", why)
	}
	return got
}

// log asks for a good event to be logged.
func (a *asker) log(ctx context.Context, next func() draft) *answer {
	return a.logAs(ctx, func() post { return post{event: next()} })
}

// logAs asks again, for another event, where a server fails, which may be an accident, or refuses the key, which it may lock because
// of the wrong ones that the run presents. If even the plainest event fares no better, although the target took one before, nothing can
// be told.
func (a *asker) logAs(ctx context.Context, next func() post) *answer {
	got := a.answered(ctx, next)
	if !got.Failed() && !a.lockedOut(got) {
		return got
	}
	if got = a.answered(ctx, next); !got.Failed() && !a.lockedOut(got) {
		return got
	}
	if plain := a.ask(ctx, func() post { return post{event: a.message()} }); !plain.good() && a.accepted {
		a.Inconclusive("the target does not even take the plainest event any more: %s", plain.got())
	}
	if got.Failed() {
		a.fail(got, "a good event is answered with a fault of the server, twice", "200", got.got())
	}
	return got
}

// lockedOut reports whether the target refuses its own key.
func (a *asker) lockedOut(got *answer) bool {
	return got.Request.Authorization == a.Authorization() && (got.Status == http.StatusUnauthorized || got.Status == http.StatusForbidden)
}

// answered asks for a good event, and ends the check if no whole answer comes.
func (a *asker) answered(ctx context.Context, next func() post) *answer {
	got := a.deliver(ctx, next)
	if got.cuts >= tries {
		a.fail(got, fmt.Sprintf("the answers to %d events in a row are cut short", tries), "200, with a whole answer", got.got())
	}
	if why := got.unsure(); why != "" {
		a.Inconclusive("%s", why)
	}
	return got
}

// accept logs an event that every server must accept. What says what is special about it.
func (a *asker) accept(ctx context.Context, what string, next func() draft) *answer {
	return a.acceptAs(ctx, what, func() post { return post{event: next()} })
}

func (a *asker) acceptAs(ctx context.Context, what string, next func() post) *answer {
	got := a.logAs(ctx, next)
	if !got.good() {
		a.fail(got, what+" is refused", "200", got.got())
	}
	if len(got.event) == 0 {
		a.fail(got, what+" is accepted with an answer that is no event: "+cmp.Or(got.fault, "the object is empty"), "one JSON object", got.got())
	}
	a.Saw("events", 1)
	return got
}

// echoed logs an event to look at what comes back. That it is accepted is the business of other checks.
func (a *asker) echoed(ctx context.Context, next func() draft) *answer {
	got := a.log(ctx, next)
	a.needEvent(got)
	a.Saw("events", 1)
	return got
}

// needEvent ends the check unless an event was accepted and came back.
func (a *asker) needEvent(got *answer) {
	if !got.good() {
		a.Inconclusive("the event was refused, so nothing came back to compare: %s", got.got())
	}
	if len(got.event) == 0 {
		a.Inconclusive("the event was accepted with an answer that is no event, so nothing came back to compare: %s", got.got())
	}
}

// fail ends the check: the answer shows what was wrong.
func (a *asker) fail(got *answer, message, expected, was string) {
	a.Fail(conformance.Failure{
		Message: message, Expected: expected, Got: was, LooksLike: got.hollow(), Symptoms: got.unreadable(), Exchanges: []*wire.Exchange{got.Exchange},
	})
}

// unreadable is what every check meets that reads such an answer.
func (a *answer) unreadable() []conformance.Symptom {
	if a.fault == "" || a.Err != nil {
		return nil
	}
	return []conformance.Symptom{{Text: "answers cannot be read: " + a.fault}}
}

// failChanged ends the check: an event came back otherwise than it was sent.
func (a *asker) failChanged(got *answer, message, expected, was string) {
	a.Fail(conformance.Failure{
		Message: message, Expected: expected, Got: was, LooksLike: a.likely(got), Symptoms: got.unreadable(), Exchanges: []*wire.Exchange{got.Exchange},
	})
}

// failEcho ends the check: a member came back otherwise than it was sent.
func (a *asker) failEcho(got *answer, name, message string) {
	sent, _ := got.sent.value(name)
	a.failChanged(got, message, brief(sent), brief(got.event[name]))
}
