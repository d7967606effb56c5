package conformance

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// attempt runs a check once.
func (r *runner) attempt(ctx context.Context, c Check) Result {
	began := r.target.Clock.Now()
	t := &T{
		check: c, target: r.target, client: r.client, auth: r.auth, run: r.run, session: r.session, evidence: map[string]int{},
	}
	if w := r.watching[c.ID]; w != nil {
		t.watcher = w.Watcher
	}
	if cut := r.interruption(ctx); cut != "" {
		t.outcome, t.failure.Message = Inconclusive, cut
		return r.result(t, 0)
	}
	ended := make(chan struct{})
	go func() { // of its own, because Fail ends the goroutine
		defer close(ended)
		defer t.recoverPanic()
		defer t.settled()
		c.Run(ctx, t)
		t.finish()
	}()
	<-ended
	if t.outcome == Fail {
		if cause := r.accident(ctx, t); cause != "" {
			t.outcome, t.failure = Inconclusive, Failure{Message: cause}
		}
	}
	if cut := r.interruption(ctx); cut != "" && t.outcome != Pass {
		// What a check made of requests that were cut off says nothing about the target.
		t.outcome, t.failure = Inconclusive, Failure{Message: cut}
	}
	return r.result(t, r.target.Clock.Now().Sub(began).Milliseconds())
}

// interruption says why the run cannot go on; it is empty if it can.
func (r *runner) interruption(ctx context.Context) string {
	switch {
	case ctx.Err() == context.DeadlineExceeded:
		text := fmt.Sprintf("the run's deadline of %s was over; allow more with --deadline, or select fewer checks with ",
			r.target.Deadline)
		if !r.target.Quick {
			text += "--quick or "
		}
		return text + "--only"
	case ctx.Err() != nil:
		return "the run was interrupted before it was done"
	default:
		return down(r.client.Down())
	}
}

// down says for people why nothing is sent any more; it is empty if something is.
func down(why error) string {
	switch {
	case why == nil:
		return ""
	case errors.Is(why, exchange.ErrDown):
		return why.Error() + ": look whether it still runs, and run again"
	default:
		return why.Error()
	}
}

// finish gives the outcome of a check that came to its end: a pass, if it saw enough.
func (t *T) finish() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.outcome != "" {
		return // ended from another goroutine, which the check did not notice
	}
	if lacking := t.short(); lacking != "" {
		t.outcome, t.failure.Message = Inconclusive, lacking
		return
	}
	t.outcome, t.failure.Message = Pass, t.message
}

// settled gives an outcome to a check that left its goroutine by a way of its own.
func (t *T) settled() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.outcome == "" {
		t.outcome, t.failure.Message = Error, "the check ended without a result, which is a bug of the runner"
	}
}

// recoverPanic makes a panicking check the runner's own error.
func (t *T) recoverPanic() {
	if cause := recover(); cause != nil {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.outcome = Error
		t.failure = Failure{Message: fmt.Sprintf("the check itself failed, which is a bug of the runner: %v\n%s", cause, debug.Stack())}
	}
}

// result makes the public form of what a check found.
func (r *runner) result(t *T, ms int64) Result {
	c, f := t.check, t.failure
	result := r.blank(c)
	hide := r.client.Redactor().Prose
	result.Requests = t.requests
	result.Outcome, result.DurationMS, result.Evidence, result.LooksLike = t.outcome, ms, t.evidence, hide(f.LooksLike)
	result.Note = hide(t.note)
	result.Message, result.Expected, result.Got = hide(f.Message), hide(f.Expected), hide(f.Got)
	if t.outcome == Fail {
		r.mu.Lock()
		r.failures[c.ID] = f
		r.mu.Unlock()
		for _, p := range f.Pictures {
			result.Pictures = append(result.Pictures, p.hidden(hide))
		}
		for _, x := range f.Exchanges {
			result.Exchanges = append(result.Exchanges, r.show(r.together(x)))
		}
	}
	return result
}

// blank is the result of a check before anything is known.
func (r *runner) blank(c Check) Result {
	result := Result{
		ID: c.ID, Level: c.Level, Requirement: c.Requirement, Title: c.Title, Area: c.Area(), Operations: c.Operations,
		Exchanges: []Exchange{},
	}
	q, _ := r.contract.Requirement(c.Requirement) // the zero value if there is none of that id
	result.Source, result.SourceURL, result.Page, result.Statement = q.Source.String(), q.Source.URL, q.Page, q.Statement
	return result
}

// longestBody is how much of a body a report shows, in bytes.
const longestBody = 16 << 10

// show makes the public form of an exchange.
func (r *runner) show(x *exchange.Exchange) Exchange {
	hide := r.client.Redactor()
	curl := hide.Curl(x, r.target.CAFile) // of the whole body
	x = x.Brief()
	shown := Exchange{
		Number: x.Number,
		Request: ExchangeRequest{
			Method: x.Request.Method, URL: x.URL, Headers: hide.Asking(x.Request.Header),
			Body: bodyText(hide.Asked, x.Request.Body, x.Sent(), ""),
		},
		Response: ExchangeResponse{Status: x.Status, Headers: hide.Header(x.Header)},
		Curl:     curl,
	}
	came, sum := x.Came()
	shown.Response.Body = bodyText(hide.Answer, x.Body, came, sum)
	if x.Request.Authorization != "" {
		shown.Request.Headers["Authorization"] = exchange.Redacted
	}
	if x.Err != nil {
		shown.Response.Error = hide.Prose(x.Err.Error())
	}
	return shown
}

// bodyText shows the beginning of a body, and how long all of it is. Its secrets are hidden before it is cut, so that no half
// of one stays.
func bodyText(begin func(body []byte, most int, wasCut bool) string, body []byte, length int, sum string) string {
	text := begin(body, longestBody, len(body) < length)
	if length <= longestBody && len(body) == length {
		return text
	}
	if sum != "" {
		sum = ", SHA-256 " + sum
	}
	return fmt.Sprintf("%s… (%d bytes in all%s)", strings.ToValidUTF8(text, ""), length, sum)
}
