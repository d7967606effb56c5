package inkeep

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// What of an answer is read: a body of so many bytes, and about so many values. The longest event has 2 MB.
const (
	longestRead = 4 << 20
	mostValues  = 200_000
)

// answer is what came back for one request.
type answer struct {
	*exchange.Exchange
	sent  draft          // the event that was sent; nil if it was no event
	text  []byte         // the body, unzipped
	event map[string]any // the body, if it is one JSON object
	fault string         // why there is no such object
	long  bool           // it was not read, because it is too long
	cuts  int            // how many answers to it and to those that it replaces were cut short

	session *session // of the run; nil if the answer was not read when it came
}

// read reads the answer to an event when it has come.
func (s *session) read(x *exchange.Exchange) any {
	if x.Request.Method != http.MethodPost || x.Request.Path != "/events" {
		return nil
	}
	a := newAnswer(nil, x)
	a.session = s
	return a
}

func newAnswer(sent draft, x *exchange.Exchange) *answer {
	a := &answer{Exchange: x, sent: sent}
	if before, read := x.Read.(*answer); read {
		a.text, a.event, a.fault, a.long = before.text, before.event, before.fault, before.long
		return a
	}
	if x.Err != nil {
		a.fault = x.Err.Error()
		return a
	}
	var err error
	if a.text, err = x.Plain(); err != nil {
		a.fault, a.long = err.Error(), errors.Is(err, exchange.ErrTooLarge)
		return a
	}
	if len(a.text) > longestRead || exchange.Dense(a.text, mostValues) {
		a.fault, a.long, a.text = fmt.Sprintf("the answer holds more than a run reads: %d bytes", len(a.text)), true, nil
		return a
	}
	v, err := decode(a.text)
	if err != nil {
		a.fault = "the body is not JSON: " + err.Error()
		return a
	}
	object, ok := v.(map[string]any)
	if !ok {
		a.fault = "the body is no JSON object"
	}
	a.event = object
	return a
}

// good reports whether the event was accepted. Which 2xx it is, is judged by one check only.
func (a *answer) good() bool { return a.Err == nil && a.Status >= 200 && a.Status < 300 }

// broken reports whether a new request may fare better: not if the target was too slow, or its answer too long.
func (a *answer) broken() bool {
	return a.Err != nil && !errors.Is(a.Err, context.DeadlineExceeded) && !errors.Is(a.Err, exchange.ErrTooLarge)
}

// cutShort reports whether an answer began and ended before its end.
func (a *answer) cutShort() bool {
	return a.broken() && a.Status != 0 && !errors.Is(a.Err, context.Canceled)
}

// unsure says why the answer proves nothing; it is empty if it does.
func (a *answer) unsure() string {
	switch {
	case a.Err != nil:
		return "no answer came: " + a.Err.Error()
	case a.Busy():
		return "the target was busy: " + a.status()
	case a.long:
		return a.fault
	default:
		return ""
	}
}

// member returns a member of the answer if it is a text.
func (a *answer) member(name string) string {
	text, _ := a.event[name].(string)
	return text
}

func (a *answer) status() string {
	return strings.TrimSpace(strconv.Itoa(a.Status) + " " + http.StatusText(a.Status))
}

// outcome tells how a request ended, for people.
func (a *answer) outcome() string {
	if a.Err != nil {
		return a.Err.Error()
	}
	return a.status()
}

// got tells what came back, for people.
func (a *answer) got() string {
	if a.Err != nil {
		return a.Err.Error()
	}
	return a.status() + ": " + shorten(string(a.text))
}

func shorten(text string) string {
	const longest = 300
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + "…"
}

// pause is how long to wait before a busy target is asked again.
func (a *answer) pause(attempt int) time.Duration {
	asked := exchange.RetryAfter(a.Header, a.Began.Add(a.Took))
	switch {
	case a.Status == http.StatusTooManyRequests:
		return 0 // the client makes everybody wait
	case asked >= 0:
		return min(asked, 10*time.Second)
	default:
		return 50 * time.Millisecond << min(attempt, 5)
	}
}
