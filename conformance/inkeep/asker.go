package inkeep

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
	fresh   bool // over a connection of its own
	timeout time.Duration
	meta    any
}

func (p post) request(own string) exchange.Request {
	header := http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}}
	for name, values := range p.header {
		if values == nil {
			delete(header, name)
			continue
		}
		header[name] = values
	}
	r := exchange.Request{
		Method: http.MethodPost, Path: "/events", Header: header, Body: p.text, Authorization: p.auth,
		Hostile: p.hostile, Chunked: p.chunked, Fresh: p.fresh, Timeout: p.timeout, Meta: p.meta,
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
			return newAnswer(p.event, &exchange.Exchange{Err: errGone})
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

// logAs asks for what a server has to take, and ends the check if it is answered with a fault of the server each time.
func (a *asker) logAs(ctx context.Context, next func() post) *answer {
	got := a.insist(ctx, func() *answer { return a.answered(ctx, next) })
	if got.Failed() {
		a.fail(got, "a good event is answered with a fault of the server each time", "200", got.got())
	}
	return got
}

// strange asks for what has to be refused, and again as insistOnAll does: how it is refused is looked at.
func (a *asker) strange(ctx context.Context, next func() post) *answer {
	return a.insist(ctx, func() *answer { return a.ask(ctx, next) })
}

// insist asks for one thing, and again as insistOnAll does.
func (a *asker) insist(ctx context.Context, ask func() *answer) *answer {
	return a.insistOnAll(ctx, func() []*answer { return []*answer{ask()} })[0]
}

// insistOnAll asks again, for other events, where a server fails, which may be an accident, or refuses a good key, which it may lock because
// of the wrong ones that the run presents. If even the plainest event fares no better, although the target took one before, nothing can
// be told.
func (a *asker) insistOnAll(ctx context.Context, ask func() []*answer) []*answer {
	var got []*answer
	for try := range tries {
		if got = ask(); !slices.ContainsFunc(got, a.turnedDown) {
			return got
		}
		if try == 0 || !a.accepted {
			continue
		}
		if plain := a.ask(ctx, func() post { return post{event: a.message(), fresh: true} }); !plain.good() {
			a.Inconclusive("the target does not even take the plainest event any more: %s", plain.got())
		}
	}
	return got
}

// turnedDown reports whether an event was not looked at: the target failed, or refused a good key.
func (a *asker) turnedDown(got *answer) bool { return got.Failed() || a.lockedOut(got) }

// lockedOut reports whether the target refuses one of its own keys.
func (a *asker) lockedOut(got *answer) bool {
	key := strings.TrimPrefix(got.Request.Authorization, "Bearer ")
	own := key != "" && (key == a.Target().Bearer || key == a.Target().OtherBearer)
	return own && (got.Status == http.StatusUnauthorized || got.Status == http.StatusForbidden)
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
		Message: message, Expected: expected, Got: was, LooksLike: got.hollow(), Symptoms: got.unreadable(), Exchanges: []*exchange.Exchange{got.Exchange},
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
		Message: message, Expected: expected, Got: was, LooksLike: a.likely(got), Symptoms: got.unreadable(), Exchanges: []*exchange.Exchange{got.Exchange},
	})
}

// failEcho ends the check: a member came back otherwise than it was sent.
func (a *asker) failEcho(got *answer, name, message string) {
	sent, _ := got.sent.value(name)
	a.failChanged(got, message, brief(sent), brief(got.event[name]))
}
