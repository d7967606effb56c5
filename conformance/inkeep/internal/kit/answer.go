package kit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// What of an answer is read: a body of so many bytes, and about so many values. The longest event has 2 MB.
const (
	longestRead = 4 << 20
	mostValues  = 200_000
)

// Answer is what came back for one request.
type Answer struct {
	*exchange.Exchange
	Draft  Draft          // the event that was sent; nil if it was no event
	Text   []byte         // the body, unzipped
	Event  map[string]any // the body, if it is one JSON object
	Unread string         // why there is no such object
	long   bool           // it was not read, because it is too long
	cuts   int            // how many answers to it and to those that it replaces were cut short

	// Before is the answer to what was sent first, where that made this one what it is: a failure shows both. Nil if nothing did.
	Before *Answer

	// Repeated says that an answer to the same request before was lost, so that the target may have done already what it was asked for.
	Repeated bool

	Session *Session // of the run; nil if the answer was not read when it came
}

// Steps are what has to be sent to see the answer again; the one that shows it comes first.
func (a *Answer) Steps() []*exchange.Exchange {
	if a.Before == nil {
		return []*exchange.Exchange{a.Exchange}
	}
	return []*exchange.Exchange{a.Exchange, a.Before.Exchange}
}

// of reports whether an exchange is about what is below a path. To look at events is no operation.
func of(x *exchange.Exchange, path string) bool {
	rest, below := strings.CutPrefix(x.Request.Path, path)
	return below && (rest == "" || rest[0] == '/') && (path != eventsPath || rest == "" && x.Request.Method == http.MethodPost)
}

// read reads the answer to what the checks log and look up when it has come.
func (s *Session) read(x *exchange.Exchange) any {
	if !of(x, eventsPath) && !of(x, ConversationsPath) && !of(x, FeedbackPath) && !of(x, QueryPath) {
		return nil
	}
	a := NewAnswer(nil, x)
	a.Session = s
	if Logged(x) && a.Event != nil {
		s.whole.note(x, a.Event)
	}
	return a
}

// NewAnswer reads what came back for an event; sent is nil if what was sent is no event.
func NewAnswer(sent Draft, x *exchange.Exchange) *Answer {
	a := &Answer{Exchange: x, Draft: sent}
	if before, read := x.Read.(*Answer); read {
		a.Text, a.Event, a.Unread, a.long = before.Text, before.Event, before.Unread, before.long
		return a
	}
	if x.Err != nil {
		a.Unread = x.Err.Error()
		return a
	}
	var err error
	if a.Text, err = x.Plain(); err != nil {
		a.Unread, a.long = err.Error(), errors.Is(err, exchange.ErrTooLarge)
		return a
	}
	if len(a.Text) > longestRead || exchange.Dense(a.Text, mostValues) {
		a.Unread, a.long, a.Text = fmt.Sprintf("the answer holds more than a run reads: %d bytes", len(a.Text)), true, nil
		return a
	}
	v, err := exchange.JSON(a.Text)
	if err != nil {
		a.Unread = "the body is not JSON: " + err.Error()
		return a
	}
	object, ok := v.(map[string]any)
	if !ok {
		a.Unread = "the body is no JSON object"
	}
	a.Event = object
	return a
}

// Good reports whether the event was accepted. Which 2xx it is, is judged by one check only.
func (a *Answer) Good() bool { return a.Err == nil && a.Status >= 200 && a.Status < 300 }

// again reports whether another event may fare better.
func (a *Answer) again(attempt int) bool {
	if a.Err != nil {
		return attempt < Tries && a.Broken()
	}
	return a.Busy() && !a.long
}

// cutShort reports whether an answer began and ended before its end.
func (a *Answer) cutShort() bool { return a.Broken() && a.Status != 0 }

// TimedOut reports whether no answer came in time.
func (a *Answer) TimedOut() bool { return errors.Is(a.Err, context.DeadlineExceeded) }

// Unsure says why the answer proves nothing; it is empty if it does.
func (a *Answer) Unsure() string {
	switch {
	case a.Err != nil:
		return "no answer came: " + a.Err.Error()
	case a.Busy():
		return "the target was busy: " + a.StatusText()
	case a.long:
		return a.Unread
	default:
		return ""
	}
}

// Member returns a member of the answer if it is a text.
func (a *Answer) Member(name string) string {
	text, _ := a.Event[name].(string)
	return text
}

// StatusText is the status with its name, for people.
func (a *Answer) StatusText() string {
	return strings.TrimSpace(strconv.Itoa(a.Status) + " " + http.StatusText(a.Status))
}

// Outcome tells how a request ended, for people.
func (a *Answer) Outcome() string {
	if a.Err != nil {
		return a.Err.Error()
	}
	return a.StatusText()
}

// Shown tells what came back, for people.
func (a *Answer) Shown() string {
	if a.Err != nil {
		return a.Err.Error()
	}
	return a.StatusText() + ": " + Shorten(string(a.Text))
}

// Shorten cuts a text that is too long for a report.
func Shorten(text string) string {
	const longest = 300
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + "…"
}
