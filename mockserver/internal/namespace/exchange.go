package namespace

import (
	"net/http"
	"strings"
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// keep puts a request of the APIs and its answer into the journal, before the client can have the answer: who has it may ask for both.
func (n *Namespace) keep(c *pipeline.Call, status int, header http.Header, body journal.Body) {
	if c.Kept != nil || !n.journal.On() {
		return
	}
	x := journal.Exchange{
		ID: c.RequestID, At: c.At, Namespace: n.name, API: c.API, Method: c.Method, Path: c.Target, RawQuery: c.RawQuery,
		Status: status, Violations: c.Violations, Request: journal.Message{Body: journal.Text(c.Sent)},
		Response: journal.Message{Body: body}, Fault: c.Fault, Preferences: c.Preferences.Told(),
	}
	x.Done = clock.System().Now()
	if !c.Began.IsZero() {
		x.Took = x.Done.Sub(c.Began)
	}
	if x.API == n.control.name {
		x.API = ""
	}
	if c.Op != nil {
		x.Operation = c.Op.ID
	}
	var request http.Header
	if came := c.Came; came != nil {
		x.Method, x.Host, x.Proto, x.TLS, request = came.Method, came.Host, came.Proto, came.TLS != nil, came.Header
		x.Path, x.EscapedPath, x.RawQuery = came.URL.Path, came.URL.RawPath, came.URL.RawQuery
		if asked, _, _ := strings.Cut(came.RequestURI, "?"); asked != x.Path { // or there is nothing to read
			x.Before = pipeline.MountedAt(came)
		}
	}
	if x.Method == http.MethodHead {
		x.Response.Body = journal.Body{}
	}
	c.Kept = n.journal.Add(x, request, header)
}

// watch has a request counted, and put into the journal: it is one of the APIs, and none for what there is of the mock's own.
func (n *Namespace) watch(c *pipeline.Call) {
	c.Watched = true
	n.counted.Add(1)
}

// bodyOf is the body of an answer, which has so many bytes, shared with it.
func bodyOf(ans *pipeline.Answer, size int) journal.Body {
	if ans.Items != nil {
		return journal.Items(ans.Items.Around, ans.Items.At, ans.Items.Each, size)
	}
	return journal.Text(ans.Body)
}

// tapped returns a writer that sees what really leaves, where that may be something else than the answer of an operation: where
// something is altered, and of what cross-origin rules answer. It is nil where there is nothing to see.
func (n *Namespace) tapped(w http.ResponseWriter, r *http.Request) *tap {
	if !n.journal.On() || !n.opts.altered() && r.Method != http.MethodOptions {
		return nil
	}
	return &tap{ResponseWriter: w}
}

// settle puts into the journal what reached no operation, and what left in another way than was meant. t may be nil.
func (n *Namespace) settle(c *pipeline.Call, t *tap) {
	if c.Watched && !c.Counted {
		c.Counted = true
		n.count(c, t)
	}
	switch {
	case !c.Watched:
	case t == nil || t.status == 0: // nothing left, or it left where nobody could see it
		n.keep(c, 0, nil, journal.Body{})
	case c.Kept == nil:
		n.keep(c, t.status, t.header, t.body())
	default:
		n.journal.Amend(c.Kept, t.status, t.header, t.body())
	}
}

// tap sees what is written.
type tap struct {
	http.ResponseWriter
	status int // 0 while nothing was written
	header http.Header
	bytes  []byte // the beginning of the body
	size   int
}

// Unwrap lets the server reach the connection.
func (t *tap) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// WriteHeader notes the first status that is one of an answer.
func (t *tap) WriteHeader(status int) {
	if t.status == 0 && status >= http.StatusOK {
		t.status, t.header = status, t.Header().Clone()
	}
	t.ResponseWriter.WriteHeader(status)
}

// Write keeps as much as a journal does.
func (t *tap) Write(b []byte) (int, error) {
	if t.status == 0 {
		t.WriteHeader(http.StatusOK)
	}
	t.size += len(b)
	t.bytes = append(t.bytes, b[:min(len(b), journal.MostBody-len(t.bytes))]...)
	return t.ResponseWriter.Write(b)
}

func (t *tap) body() journal.Body { return journal.Beginning(t.bytes, t.size) }

// secrets are the credentials of the APIs and of the control plane. What they are made into is made when somebody asks.
func (n *Namespace) secrets() func() journal.Secrets {
	return sync.OnceValue(func() journal.Secrets {
		presented := []string{n.opts.ControlToken}
		for _, c := range n.pipeline.Accepted {
			presented = append(presented, c.Secret)
		}
		return journal.NewSecrets(presented...)
	})
}
