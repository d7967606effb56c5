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
	if c.Kept != 0 || !n.journal.On() {
		return
	}
	x := journal.Exchange{ID: c.RequestID, At: c.At, Path: c.Target, RawQuery: c.RawQuery, Status: status}
	if c.Began.IsZero() {
		x.Done = clock.System().Now()
	} else {
		x.Took = clock.Since(c.Began)
		x.Done = c.Began.Add(x.Took)
	}
	kind, rare := journal.Kind{Namespace: n.name, API: c.API, Method: c.Method}, journal.Rare{Violations: c.Violations, Fault: c.Fault}
	if kind.API == n.control.name {
		kind.API = ""
	}
	if c.Op != nil {
		kind.Operation = c.Op.ID
	}
	if c.Preferences != nil {
		rare.Preferences = c.Preferences.Told()
	}
	request, response := journal.Half{Body: n.sentOf(c)}, journal.Half{Header: header, Body: body}
	if came := c.Came; came != nil {
		kind.Method, kind.Proto, request.Header = came.Method, came.Proto, came.Header
		x.Host, x.TLS, x.Path, x.RawQuery = came.Host, came.TLS != nil, came.URL.Path, came.URL.RawQuery
		rare.EscapedPath = came.URL.RawPath
		if asked, _, _ := strings.Cut(came.RequestURI, "?"); asked != x.Path { // or there is nothing to read
			rare.Before = pipeline.MountedAt(came)
		}
	}
	if kind.Method == http.MethodHead {
		response.Body = journal.Body{}
	}
	if len(rare.Violations)+len(rare.Fault)+len(rare.Preferences)+len(rare.EscapedPath)+len(rare.Before) > 0 {
		x.Rare = ofItsOwn(rare)
	}
	c.Kept = n.journalOf(c).Add(x, kind, request, response)
}

// ofItsOwn is in memory that most exchanges do not need.
func ofItsOwn(rare journal.Rare) *journal.Rare { return &rare }

// watch has a request counted, and put into the journal: it is one of the APIs, and none for what there is of the mock's own.
func (n *Namespace) watch(c *pipeline.Call) {
	c.Watched = true
	c.Looks = n.Looks(c.Header)
	if !c.Looks {
		n.counted.Add(1)
	}
}

// Looks says whether a request is the console's, and no client's.
func (n *Namespace) Looks(header http.Header) bool {
	return header.Get(lookHeader) == looks && !n.opts.NoControl
}

// By this header the console says that a request of it is no client's: looking changes nothing.
const (
	lookHeader = "Understudy-Console"
	looks      = "look"
)

// journalOf is where a request is kept.
func (n *Namespace) journalOf(c *pipeline.Call) *journal.Journal {
	if c.Looks {
		return n.looked
	}
	return n.journal
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
	if c.Watched && !c.Counted && !c.Looks {
		c.Counted = true
		n.count(c, t)
	}
	switch {
	case !c.Watched:
	case t == nil || t.status == 0: // nothing left, or it left where nobody could see it
		n.keep(c, 0, nil, journal.Body{})
	case c.Kept == 0:
		n.keep(c, t.status, t.header, t.body())
	default:
		n.journalOf(c).Amend(c.Kept, t.status, journal.Half{Header: t.header, Body: t.body()})
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
