package spec

import "net/http"

// Operation is one method on one path of a contract, ready to validate. It is immutable and safe for concurrent use.
type Operation struct {
	ID      string // operationId
	Method  string // upper case
	Path    string // template, such as /v1/bots/{bot_id}/events/stream
	Summary string
	// Schemes are the names of the security schemes, any one of which lets a caller in; none where nobody is asked who they are.
	Schemes []string

	contract   *Contract
	pointer    string // of the operation object
	parameters []*parameter
	query      map[string]*parameter
	queryNames []string
	body       *body
	responses  map[string]*response
	statuses   map[int]*response // those of one status each
	items      operationItems
}

// Takes reports whether the operation has a parameter of that name in its query.
func (o *Operation) Takes(parameter string) bool { return o.query[parameter] != nil }

// Request is what ValidateRequest looks at. The route is already known and the body already read.
type Request struct {
	PathParams PathParams // percent-decoded
	RawQuery   string     // as it came, without the question mark
	Header     http.Header
	Body       []byte // empty if there was none
	Room       *Room  // for the input; nil for memory of its own
}

// Room is memory that the inputs of requests are read into, one after another: reading the next one ends the one before. The zero value
// is empty.
type Room struct{ params, body []node }

// Clear lets go of all texts, and keeps memory of most sizes.
func (r *Room) Clear() {
	r.params, r.body = emptied(r.params), emptied(r.body)
}

// emptied is a list of none, which is more than no list: what was read, and had nothing, is given.
func emptied(nodes []node) []node {
	if cap(nodes) == 0 || cap(nodes) > mostLent {
		return []node{}
	}
	clear(nodes)
	return nodes[:0]
}

// PathParams are the values of a path's variables. There are few, so that a list is quicker than a map.
type PathParams []PathParam

// PathParam is the value of one variable.
type PathParam struct{ Name, Value string }

// Lookup returns the value of a variable, and whether the path has the variable.
func (all PathParams) Lookup(name string) (value string, there bool) {
	for i := range all {
		if all[i].Name == name {
			return all[i].Value, true
		}
	}
	return "", false
}

// Get returns the value of a variable, empty if the path has no such variable.
func (all PathParams) Get(name string) string {
	value, _ := all.Lookup(name)
	return value
}

// Set changes the value of a variable that the path has.
func (all PathParams) Set(name, value string) {
	for i := range all {
		if all[i].Name == name {
			all[i].Value = value
		}
	}
}

// Input is a request as the contract sees it.
type Input struct {
	Params Members // of query and headers: strings, whole numbers and bools; only what was sent and is valid
	Body   Members // not given if there was no readable body, or none that is an object
}

// Response is what ValidateResponse looks at.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
	Text   string // the body instead, of who has it so
	Head   bool   // the answer is to a HEAD request: headers as for GET, no body
}
