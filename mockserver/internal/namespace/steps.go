package namespace

import (
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/wire"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
)

// server answers a request that came at an instant of the machine's clock.
type server func(came time.Time, w http.ResponseWriter, r *http.Request)

// steps puts the steps that every request takes around the routes.
func (n *Namespace) steps(routes http.Handler) server {
	return n.identify(n.recoverPanic(n.hurryBody(routes)))
}

// unreadBodyTimeout is how long the body of a request that is answered without being read may still take to arrive.
const unreadBodyTimeout = 500 * time.Millisecond

// hurryBody keeps a client that announces a body and does not send it from holding up its own answer: before net/http
// writes an answer it reads what is left of the body. A step that wants the body sets a deadline of its own.
func (n *Namespace) hurryBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 && !wire.Arrived(r.Context()) {
			pipeline.CallOf(r).BodyDue = true
			readUntil(w, unreadBodyTimeout)
		}
		next.ServeHTTP(w, r)
	})
}

// readUntil gives the request's body a deadline. It is the machine's time, whatever the world's clock shows. Writers that
// have none, as in tests, need none.
func readUntil(w http.ResponseWriter, patience time.Duration) {
	_ = http.NewResponseController(w).SetReadDeadline(clock.System().Now().Add(patience))
}

// identify gives the request an id, a function of the seed and of how many came before.
func (n *Namespace) identify(next http.Handler) server {
	return func(came time.Time, w http.ResponseWriter, r *http.Request) {
		at, machine := n.clock.At(came)
		c := n.newCall(at, r.Method, r.URL.Path)
		c.Remote, c.RawQuery, c.Header = r.RemoteAddr, r.URL.RawQuery, r.Header
		c.Came, c.Began = r, came
		_, c.Authorized = r.Header["Authorization"]
		h := w.Header()
		h["Understudy-Request-Id"] = c.Alone(c.RequestID)
		maps.Copy(h, n.stamp)
		if !machine { // else net/http says the same
			h["Date"] = c.Alone(httpDate(c.At))
		}
		t := n.tapped(w, r)
		if t != nil {
			w = t
		}
		n.toTheEnd(next, w, c.In(r), c, t)
		n.again(c)
	}
}

// toTheEnd has a request answered, and settles it whatever comes of it.
func (n *Namespace) toTheEnd(next http.Handler, w http.ResponseWriter, r *http.Request, c *pipeline.Call, t *tap) {
	defer n.settle(c, t)
	next.ServeHTTP(w, r)
}

// again gives another request the memory of a call that has ended as most do. What holds more than answers take, such as a fault, a
// misbehaviour or a stream, may hold the call, too.
func (n *Namespace) again(c *pipeline.Call) {
	if c.Op == nil || c.API == n.control.name || c.Preferences != nil || c.Fault != "" || n.opts.altered() {
		return
	}
	c.Input.Clear()
	if c.Room != nil {
		c.Room.Clear()
	}
	*c = pipeline.Call{Room: c.Room, Input: c.Input}
	n.shared.calls.Put(c)
}

// httpDate is an instant as headers write it.
// Source: RFC 9110, 5.6.7.
func httpDate(at time.Time) string { return at.UTC().Format(http.TimeFormat) }

// The longest method and path that are noted, told and kept, in bytes.
const (
	mostOfMethod = 32
	mostOfPath   = 256
)

// newCall is what is known of a request before any step.
func (n *Namespace) newCall(at time.Time, method, path string) *pipeline.Call {
	shape := n.shapeOf(path)
	if controlapi.IsIndex(method, path) {
		shape = n.control
	}
	c, _ := n.shared.calls.Get().(*pipeline.Call)
	if c == nil {
		c = &pipeline.Call{}
	}
	c.RequestID, c.At, c.API = n.requestID(), at, shape.name
	c.Method, c.Target = spec.Cut(method, mostOfMethod), readable(spec.Cut(path, mostOfPath))
	return c
}

// readable is a text of which nothing is no UTF-8, as most are.
func readable(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}

func (n *Namespace) requestID() string {
	var room [128]byte
	of := strconv.AppendUint(append(room[:0], "understudy/request/"...), n.opts.Seed, 10)
	if n.name != Default { // whose ids are those of a server without namespaces
		of = append(append(of, '/'), n.name...)
	}
	id := world.Named(uuid.NameSpaceURL, strconv.AppendUint(append(of, '/'), n.requests.Add(1), 10))
	return string(hex.AppendEncode(append(room[:0], "req_"...), id[:10]))
}

// recoverPanic lets a panic cost one request.
func (n *Namespace) recoverPanic(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler { //nolint:errorlint // this very value is how a handler drops its connection
				panic(cause) //nolint:forbidigo // and passing it on is how net/http wants it
			}
			c := pipeline.CallOf(r)
			n.log.Error("BUG OF THE MOCK: panic", "request", c.RequestID, "method", c.Method, "path", c.Target, "cause", cause, "stack",
				string(debug.Stack()))
			n.refuseUnrouted(w, n.named(c.API), c, pipeline.Failure())
		}()
		next.ServeHTTP(w, r)
	})
}

// limitHeader refuses a header block that is too large before anything looks into it.
func (n *Namespace) limitHeader(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size := len(r.Method) + len(r.RequestURI)
		for name, values := range r.Header {
			for _, v := range values {
				size += len(name) + len(v) + len(": \r\n")
			}
		}
		if size <= n.opts.Limits.HeaderBytes {
			next.ServeHTTP(w, r)
			return
		}
		c := pipeline.CallOf(r)
		p := headerTooLarge(n.opts.Limits.HeaderBytes).With("Connection", "close")
		n.refuseUnrouted(w, n.named(c.API), c, p)
	})
}

func headerTooLarge(limit int) *pipeline.Problem {
	return pipeline.Broken(http.StatusRequestHeaderFieldsTooLarge, spec.Violation{
		Rule: spec.RuleHeaderValue, Side: spec.SideRequest, In: spec.InHeader, Got: "more than the limit",
		Expected: fmt.Sprintf("at most %d bytes of request line and headers", limit), Fix: "send fewer or shorter headers",
	})
}

// dispatch answers HEAD like GET, OPTIONS with what there is, and refuses other methods.
func (n *Namespace) dispatch(a *api, rt *route, w http.ResponseWriter, r *http.Request) {
	if op := rt.operations[r.Method]; op != nil && a == n.control {
		n.endpoint(a, op, w, r)
		return
	} else if op != nil {
		n.faulty(a, op, w, r)
		return
	}
	if r.Method == http.MethodOptions {
		w.Header().Set("Allow", rt.allow)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	p := pipeline.Broken(http.StatusMethodNotAllowed, spec.Violation{
		Rule: spec.RuleRouteMethod, Side: spec.SideRequest, In: spec.InRoute, Name: rt.path,
		Got: fmt.Sprintf("%q", pipeline.Shorten(r.Method)), Expected: "one of " + rt.allow, Fix: "use a method that this path has",
	}).With("Allow", rt.allow)
	n.refuseUnrouted(w, a, pipeline.CallOf(r), p)
}

// cors lets pages call the APIs, by all methods that an operation has, with credentials in headers.
func (n *Namespace) cors(next http.Handler) http.Handler {
	methods := []string{http.MethodGet, http.MethodHead}
	for _, l := range n.shared.apis.served {
		for _, op := range l.contract().Operations() {
			if !slices.Contains(methods, op.Method) {
				methods = append(methods, op.Method)
			}
		}
	}
	return n.opts.CORSOrigins.CORS(methods, n.stamp).Handler(next)
}
