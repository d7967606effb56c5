package spec

import "net/http"

// Operation is one method on one path of a contract, ready to validate. It is immutable and safe for concurrent use.
type Operation struct {
	ID      string // operationId
	Method  string // upper case
	Path    string // template, such as /v1/bots/{bot_id}/events/stream
	Summary string

	contract   *Contract
	pointer    string // of the operation object
	parameters []*parameter
	query      map[string]*parameter
	queryNames []string
	body       *body
	responses  map[string]*response
	statuses   map[int]*response // those of one status each
}

// Takes reports whether the operation has a parameter of that name in its query.
func (o *Operation) Takes(parameter string) bool { return o.query[parameter] != nil }

// Request is what ValidateRequest looks at. The route is already known and the body already read.
type Request struct {
	PathParams map[string]string // by name, percent-decoded
	RawQuery   string            // as it came, without the question mark
	Header     http.Header
	Body       []byte // empty if there was none
}

// Input is a request as the contract sees it.
type Input struct {
	Params map[string]any // by name: string, int64 or bool; only what was sent and is valid
	Body   any            // map[string]any, []any, string, bool, json.Number or nil; nil too if there was no readable body
}

// Response is what ValidateResponse looks at.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	Head   bool // the answer is to a HEAD request: headers as for GET, no body
}
