package wire

import (
	"net/http"
	"time"
)

// Request is what to send.
type Request struct {
	Method   string
	Path     string      // escaped, below the target's base path; sent as it stands
	RawQuery string      // without the question mark; sent as it stands
	Header   http.Header // names are sent as they are spelt here
	Body     []byte      // nil sends none
	// Authorization is the whole value of the header; empty sends none.
	Authorization string
	// Safe requests change nothing, so they may be sent again when the target is busy or a connection breaks.
	Safe bool
	// Hostile requests are wrong on purpose: what holds for answers to good requests is not asked of theirs.
	Hostile bool
	// Chunked sends the body without announcing its length.
	Chunked bool
	// Timeout is how long the whole exchange may take; zero is the client's.
	Timeout time.Duration
	// Meta is the caller's own account of what it asks; it travels with the exchange.
	Meta any
}

// Exchange is one request and what came of it. It is not changed after Do returned it, and may be shared.
type Exchange struct {
	Number   int    // in the order in which they were begun, from 1
	Check    string // the check, or the phase, that sent it
	Request  Request
	URL      string // with secrets replaced
	Status   int    // 0 if there was no answer
	Header   http.Header
	Body     []byte    // as it came: not unzipped; incomplete if Err says so
	Err      error     // why there is no whole answer; nil otherwise
	Began    time.Time // when it was sent, after any wait for its turn
	Took     time.Duration
	Attempts int  // how often it was sent; this is the last
	Reused   bool // the connection had served another request before
}

// OK reports whether the answer came whole and has status 200.
func (x *Exchange) OK() bool { return x.Err == nil && x.Status == http.StatusOK }

// Refused reports whether the answer is a refusal: any 4xx.
func (x *Exchange) Refused() bool { return x.Err == nil && x.Status >= 400 && x.Status < 500 }

// Busy reports whether the target had no time: 429, or 503.
func (x *Exchange) Busy() bool {
	return x.Status == http.StatusTooManyRequests || x.Status == http.StatusServiceUnavailable
}
