package seam

import (
	"context"
	"net/http"

	"github.com/understudy-mock/understudy/spec"
)

// Call is one request on its way through the steps. It belongs to one goroutine.
type Call struct {
	API       string          // name of the contract: chatlayer, inkeep or control
	Op        *spec.Operation // nil if no operation has the path and method
	Method    string          // upper case; HEAD too, which is answered like GET
	RequestID string          // the server's name for the request
	Target    string          // the path as it was sent, percent-decoded
	Remote    string          // address of the client's end of the connection
	RawQuery  string
	Header    http.Header
	// Context ends when nobody waits for the answer any more, or the time to find it is over. A call carries it as an
	// http.Request does its own.
	Context context.Context

	Who      Identity          // set by Authenticate
	Path     map[string]string // path parameters, percent-decoded
	Sent     []byte            // the body as it was sent; set by Read
	Params   map[string]any    // path and query parameters as the contract types them; set by Decode
	Body     map[string]any    // of a JSON object; nil if there is none; set by Decode
	Forgiven []spec.Violation  // what the call broke and was not refused for; set by Decode
}

// Is reports whether the call is for one of the operations, named by operationId.
func (c *Call) Is(operations ...string) bool {
	if c.Op == nil {
		return false
	}
	for _, id := range operations {
		if c.Op.ID == id {
			return true
		}
	}
	return false
}

// Args are the arguments besides the path: the members of the body if there is one, else the parameters.
func (c *Call) Args() map[string]any {
	if c.Body != nil {
		return c.Body
	}
	return c.Params
}

// Identity is whom a request comes from.
type Identity struct {
	Token       string // the token's id, which is no secret; empty where credentials are not compared
	Team        string // Chatlayer
	Project     string // Inkeep
	Integration string // Inkeep
}

// Credential is a credential that is good.
type Credential struct {
	API    string // chatlayer or inkeep
	Secret string // what the client presents behind the scheme's encoding: ID:SECRET, or the key
	Who    Identity
}
