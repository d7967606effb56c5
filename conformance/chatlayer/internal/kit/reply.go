package kit

import (
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// Reply is the answer of an operation that tells of events as a whole: of their definitions, their attributes' values, their funnels.
type Reply struct {
	X       *exchange.Exchange
	Members map[string]json.RawMessage
	Problem string // why the answer is no JSON object with status 200; empty if it is one
}

// Question makes the request of such an operation. It changes nothing on the target. A nil body is none.
func (s *Session) Question(method, path, query string, body any) exchange.Request {
	r := exchange.Request{
		Method: method, Path: path, RawQuery: query, Authorization: s.Auth, Safe: true,
		Header: http.Header{"Accept": {"application/json"}},
	}
	if body != nil {
		r.Body, _ = json.Marshal(body) // texts, numbers and lists of them: it cannot fail
		r.Header["Content-Type"] = []string{"application/json"}
	}
	return r
}

// Tell asks and reads the answer. The check ends if no answer comes, or one that shows that the target does not offer the operation, or not
// to these credentials: which operations there are is for the target to say, and what is not there is not judged.
func (p *Probe) Tell(ctx context.Context, r exchange.Request) Reply { return p.Told(p.Do(ctx, r)) }

// Told is Tell of an answer that is there.
func (p *Probe) Told(x *exchange.Exchange) Reply {
	if x.Err != nil || x.Busy() {
		p.Inconclusive("the way to the target failed: %s", Gist(x))
	}
	if why := Unoffered(x); why != "" {
		p.NotApplicable("%s", why)
	}
	return ReadReply(x)
}

// mustRead ends a check that needs the answer: what is wrong with it is for the check called by to say.
func (p *Probe) mustRead(got Reply, by string) {
	if got.Problem != "" {
		p.Inconclusive("%s %s cannot be read: %s; see %s", got.X.Request.Method, got.X.Request.Path, got.Problem, by)
	}
}

// Unoffered says why an operation cannot be judged; it is empty if it can.
func Unoffered(x *exchange.Exchange) string {
	media, _, _ := mime.ParseMediaType(x.Header.Get("Content-Type"))
	what := fmt.Sprintf("%s %s is answered with status %d", x.Request.Method, x.Request.Path, x.Status)
	switch {
	case protocol.Absent(x), x.OK() && media == "text/html":
		return "the target does not offer this, so it is not judged: " + what
	case x.Status == http.StatusUnauthorized || x.Status == http.StatusForbidden:
		return "the credentials may not do this, so it is not judged: " + what
	default:
		return ""
	}
}

// ReadReply reads an answer as an object.
func ReadReply(x *exchange.Exchange) Reply {
	got := Reply{X: x}
	if !x.OK() {
		got.Problem = fmt.Sprintf("the answer has status %d", x.Status)
		return got
	}
	body, err := x.Plain()
	if err == nil && exchange.Dense(body, mostValues) {
		err = fmt.Errorf("%w: it holds more than %d values", exchange.ErrTooLarge, mostValues)
	}
	if err == nil {
		got.Members, err = ReadObject(body)
	}
	if err != nil {
		got.Problem = err.Error()
	}
	return got
}
