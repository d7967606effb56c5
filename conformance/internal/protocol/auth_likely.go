package protocol

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/rawhttp"
)

// served is what goes wrong where bad credentials get in.
const served = "requests without good credentials are served"

// Strangers is that as a symptom. Every check that meets it has this symptom.
func Strangers() []conformance.Symptom { return []conformance.Symptom{{Text: served}} }

// Refused is the symptom of every check that meets a refusal of a request with nothing wrong in it.
func Refused() conformance.Symptom { return conformance.Symptom{Text: "valid requests are refused"} }

// Hollow is the symptom of every check that meets a success in which there is nothing of the API, as it is where refusals have the
// status of one.
func Hollow() conformance.Symptom {
	return conformance.Symptom{Text: "requests that should be refused are answered with a success that holds nothing"}
}

// Served finds the failures in which strangers were served and that do not look alike: one mistake lets strangers in by one way, so
// that none is named unless they tell of the same, be it of several operations.
func Served(failed []conformance.Case) []conformance.Cause {
	all, likes, ways := conformance.Cause{}, map[string]bool{}, map[string]bool{}
	for _, c := range failed {
		if !slices.ContainsFunc(c.Failure.Symptoms, func(s conformance.Symptom) bool { return s.Text == served }) {
			continue
		}
		all.Explains = append(all.Explains, c.Check.ID)
		if like := c.Failure.LooksLike; like != "" {
			way, _, _ := strings.Cut(like, byOperations)
			likes[like], ways[way] = true, true
			all.Name = way + ", by some operations"
		}
	}
	switch {
	case len(likes) < 2: // they look alike, or like nothing
		return nil
	case len(ways) > 1:
		all.Name, all.Shows = "", served
	}
	return []conformance.Cause{all}
}

// AnswersKept is the likely cause where an answer comes again that is not right any more.
const AnswersKept = "answers of lists kept for ever"

// Kept puts answers that are not right any more to those that strangers get, if a cache gives them.
func Kept(failed []conformance.Case) []conformance.Cause {
	shared := conformance.Cause{Name: answersShared}
	looks := map[string]bool{}
	for _, c := range failed {
		if like := c.Failure.LooksLike; like == answersShared || like == AnswersKept {
			shared.Explains, looks[like] = append(shared.Explains, c.Check.ID), true
		}
	}
	if len(looks) < 2 {
		return nil
	}
	return []conformance.Cause{shared}
}

// Cached reports whether an answer came from a cache that does not look at who asks, to somebody who may have it.
func Cached(f conformance.Failure) bool {
	return f.LooksLike == answersShared && !slices.ContainsFunc(f.Symptoms, func(s conformance.Symptom) bool { return s.Text == served })
}

// byOperations comes before the operations by which a way in is open.
const byOperations = ": by "

// What lets strangers in. One cause has one text, so that a report can put its failures together.
const (
	answersShared    = "answers are cached by what is asked alone, and given to whoever asks the same next"
	loginsRemembered = "a good login is remembered by its connection or User-Agent, and opens for whoever comes next"
	unlookedAt       = "credentials are not looked at"
	anyCredentials   = "any credentials pass, whoever they are of"
	anySecret        = "the secret is not looked at, or not after a good login"
)

// letIn ends the check with a failure whose first exchange is the request of a stranger. If it was served, it is asked in other ways,
// which tells why. The check has failed already, so what these ways lead to is no other outcome.
func (p *probe) letIn(ctx context.Context, f conformance.Failure) {
	x := f.Exchanges[0]
	i := p.operationOf(x.Request)
	if x.Request.Method == http.MethodHead { // whose answer shows nothing of what is served
		get := x.Request
		get.Method = http.MethodGet
		i, x = p.operationOf(get), p.stranger(ctx, get)
	}
	switch {
	case !success(x):
		if again := p.stranger(ctx, x.Request); again.Status == http.StatusUnauthorized { // it was another's refusal
			f.Symptoms = []conformance.Symptom{Refused()}
		}
	case i >= 0 && !shows(p.api.Operations[i], x):
		f.Symptoms = []conformance.Symptom{Hollow()}
	default:
		f.LooksLike, f.Symptoms = p.wayIn(ctx, x.Request), Strangers()
	}
	p.Fail(f)
}

// operationOf finds the operation of a request; -1 if it is none of the API's.
func (p *probe) operationOf(r exchange.Request) int {
	return slices.IndexFunc(p.api.Operations, func(o Operation) bool { return o.Path(p.Target()) == r.Path && o.Method == r.Method })
}

// wayIn names the likely cause for which a request of a stranger was served; it is empty if there is none of those known.
func (p *probe) wayIn(ctx context.Context, r exchange.Request) string {
	r.Safe, r.Hostile = true, true
	i := p.operationOf(r)
	switch {
	case i < 0: // another spelling
		return ""
	case closed(p.fresh(ctx, r)): // first, as an answer that is kept is given on each connection
		if !success(p.afterGood(ctx, p.api.Operations[i], r)) {
			return "" // it was served by chance, or for what came beside it
		}
		return loginsRemembered
	case closed(p.Do(ctx, p.unasked(r))):
		return answersShared
	}
	id, _ := p.api.Secret(p.Target())
	for _, way := range []struct {
		name  string
		value func() string
	}{
		{unlookedAt, func() string { return "" }},
		{anyCredentials, func() string { return p.header("understudy-nobody", p.unseen()) }},
		{anySecret, func() string { return p.header(id, p.unseen()) }},
	} {
		if open, all := p.open(ctx, p.api.Operations[i], way.value); all {
			return way.name
		} else if open != "" {
			return way.name + byOperations + open
		}
	}
	return ""
}

// unseen is a wrong secret that nobody has sent before.
func (p *probe) unseen() string {
	p.made++
	return fmt.Sprint(canary, slug(p.Run()+p.Check().ID), p.made)
}

// unasked is the same request under a URL, and with a body, that nobody has sent before.
func (p *probe) unasked(r exchange.Request) exchange.Request {
	p.made++
	if r.Body != nil {
		r.Body = slices.Concat(r.Body, bytes.Repeat([]byte(" "), p.made), []byte("\n"))
	}
	r.RawQuery = strings.TrimPrefix(fmt.Sprintf("%s&understudy=%s%d", r.RawQuery, slug(p.Run()+p.Check().ID), p.made), "&")
	return r
}

// fresh sends a request over a connection of its own, as a client that was not there before.
func (p *probe) fresh(ctx context.Context, r exchange.Request) *exchange.Exchange {
	conn, err := rawhttp.Dial(ctx, p.Client(), p.Check().ID)
	if err != nil {
		return &exchange.Exchange{Request: r, Err: err}
	}
	defer conn.Close()
	r.Header = r.Header.Clone()
	if r.Header == nil {
		r.Header = http.Header{}
	}
	r.Header.Set("User-Agent", "stranger/"+slug(p.Run()+p.Check().ID))
	x, _ := conn.Do(ctx, r)
	return x
}

// afterGood sends a request behind one with good credentials, over one connection.
func (p *probe) afterGood(ctx context.Context, o Operation, r exchange.Request) *exchange.Exchange {
	conn, err := rawhttp.Dial(ctx, p.Client(), p.Check().ID)
	if err != nil {
		return &exchange.Exchange{Request: r, Err: err}
	}
	defer conn.Close()
	if !o.Writes || !p.Target().ReadOnly {
		if x, _ := conn.Do(ctx, p.request(o)); x.Err != nil {
			return x
		}
	}
	x, _ := conn.Do(ctx, r)
	return x
}

func closed(x *exchange.Exchange) bool {
	return x.Err == nil && anyOf(x, http.StatusUnauthorized, http.StatusForbidden)
}

// open names the operations that serve such an Authorization, which is made for each request, and reports whether all do that can be
// asked; the operation that was asked is among them, or none is.
func (p *probe) open(ctx context.Context, asked Operation, value func() string) (names string, all bool) {
	serves := func(o Operation) bool {
		r := p.as(o, value())
		r.Safe, r.Hostile = true, true
		return success(p.Do(ctx, r))
	}
	if !serves(asked) {
		return "", false
	}
	var open []string
	all = true
	for _, o := range p.api.Operations {
		if o.Optional && o.ID != asked.ID || o.Writes && p.Target().ReadOnly || !o.named(p.Target()) {
			continue
		}
		if o.ID == asked.ID || serves(o) {
			open = append(open, o.ID)
		} else {
			all = false
		}
	}
	return strings.Join(open, ", "), all
}
