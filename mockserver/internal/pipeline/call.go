package pipeline

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/spec"
)

// Call is one request, from its first byte to its answer. It belongs to one goroutine, until its answer was given: then another request
// may get its memory. Of a request that no handler sees, as it is no HTTP, there is what its connection showed.
type Call struct {
	RequestID  string    // the server's name for the request
	At         time.Time // when it came, by the world's clock
	Remote     string    // address of the client's end of the connection
	Method     string    // HEAD too, which is answered like GET; at most 32 bytes
	Target     string    // the path, percent-decoded; at most 256 bytes
	RawQuery   string
	Header     http.Header
	Authorized bool   // it has an Authorization header
	BodyDue    bool   // when the handler got it, part of its body had still to come
	Base       string // where the client has found the server; only of the server's own endpoints

	Came    *http.Request // as the server got it; nil of one that no handler sees
	Began   time.Time     // when the server got it, by the machine's clock
	Watched bool          // it belongs into the journal
	Looks   bool          // it only looks at what there is, for the console: no fault is given to it, and it counts nowhere
	Kept    uint64        // its number in the journal; 0 while it has none

	API string          // name of the contract: chatlayer, inkeep or control; of a path that no operation has, whose refusals it gets
	Op  *spec.Operation // nil if no operation has the path and method
	// Context ends when nobody waits for the answer any more, or the time to find it is over. A call carries it as an
	// http.Request does its own.
	Context context.Context

	Who      Identity         // set by Authenticate
	Path     spec.PathParams  // percent-decoded
	Encoded  spec.PathParams  // as they were sent, where they have still to be decoded
	Sent     []byte           // the body as it was sent; set by Read
	Cut      bool             // it did not come to its end; set by Read
	Held     int64            // bytes of the body that count against the room that all share; set by Read
	Params   spec.Members     // query and header parameters as the contract types them; set by Decode
	Body     spec.Members     // of a JSON object; not given if there is none; set by Decode
	Forgiven []spec.Violation // what the call broke and was not refused for; set by Decode
	Asked    spec.Use         // what it asked for before a step has changed it; set by Decode

	Violations []spec.Violation // what it broke of the contract, for the record
	// Preferences are what the request asks for itself, those that were ignored included; nil if it has no header Prefer.
	Preferences *fault.Preferences
	Unmet       []spec.Violation // what it says of itself that is not so, for the record; set by its preferences
	Instead     bool             // a fault answers it in place of the API
	Fault       string           // the id of the fault that it was given, or fault.Preferred; empty if there is none
	Reshape     func(*Answer)    // what a fault does to the answer, which was held to the contract before; nil if nothing

	Status  int    // that was answered; 0 as long as none was
	Counted bool   // it stands in the metrics
	Stray   string // why it is a stray although the rule for them does not say so; empty if it is not

	// Room is memory that the handler of the call before has made, and that this one's may use for what ends with the call.
	Room Room
	// Input is the memory of Params and Body.
	Input spec.Room

	carrier carrier
	alone   []string // one behind the other, for headers, which are read when the call has ended
}

// Room is memory of an API's own that one call after another may use.
type Room interface {
	// Clear lets go of what is in it.
	Clear()
}

// carrier is the context of the request that carries a call.
type carrier struct {
	context.Context
	call *Call
}

type callKey struct{}

// Value returns the call, or what the context around has.
func (c *carrier) Value(key any) any {
	if _, call := key.(callKey); call {
		return c.call
	}
	return c.Context.Value(key)
}

// In returns a request that carries the call. A call is carried by one request, and by what is made of it.
func (c *Call) In(r *http.Request) *http.Request {
	c.carrier = carrier{r.Context(), c}
	return r.WithContext(&c.carrier)
}

// mostAlone is how many headers of an answer have most values of their own.
const mostAlone = 3

// Alone is a text as the only value of a header. The first few are in one piece of memory.
func (c *Call) Alone(value string) []string {
	if cap(c.alone) == 0 {
		c.alone = make([]string, 0, mostAlone)
	}
	c.alone = append(c.alone, value)
	end := len(c.alone)
	return c.alone[end-1 : end : end]
}

// CallOf returns the call that a request carries; nil if it carries none.
func CallOf(r *http.Request) *Call {
	c, _ := r.Context().Value(callKey{}).(*Call)
	return c
}

// Next returns a request that came behind this one on its connection, with a call of its own, where something else than the server
// has read it.
func (c *Call) Next(r *http.Request) *http.Request {
	next := &Call{
		RequestID: c.RequestID, At: c.At, Remote: c.Remote, API: c.API, Method: r.Method, Target: r.URL.Path,
		Authorized: r.Header["Authorization"] != nil, Came: r, Began: c.Began, Watched: c.Watched,
	}
	return next.In(r)
}

// Instance is the path as a URI reference, which a refusal calls its instance.
func (c *Call) Instance() string {
	path := (&url.URL{Path: c.Target}).EscapedPath()
	if strings.HasPrefix(path, "//") { // what follows would be a host
		return "/." + path
	}
	return path
}

// Is reports whether the call is for one of the operations, named by operationId.
func (c *Call) Is(operations ...string) bool {
	return c.Op != nil && slices.Contains(operations, c.Op.ID)
}

// Args are the arguments besides the path: the members of the body if there is one, else the parameters.
func (c *Call) Args() *spec.Members {
	if c.Body.Given() {
		return &c.Body
	}
	return &c.Params
}

// Identity is whom a request comes from.
type Identity = credential.Identity

// Credential is a credential that is good.
type Credential struct {
	API    string // name of the contract
	Secret string // what the client presents behind the scheme's encoding: ID:SECRET, or the key
	Who    Identity
}
