package fault

import (
	"time"
)

// MaxWait is the longest delay, drip or median of delays.
const MaxWait = time.Hour

// Fault is a failure that a user asks for. It is a plain value; the zero value of a member asks for nothing.
type Fault struct {
	Match Match
	When  When
	Delay Delay // before the effect
	Effect
}

// Match says which requests a fault is for: those for which all of it holds. The zero value is every request that has an operation.
type Match struct {
	Operation string            // operationId
	Method    string            // as it was sent, in upper case; HEAD is not GET
	Query     map[string]string // values that parameters of the query have, percent-decoded
	Header    map[string]string // values that headers have
	Page      string            // First or Later
}

// The pages of Match: the one that is asked for without a page_token or an offset in the query, and those behind it.
const (
	First = "first"
	Later = "later"
)

// When says which of the requests that match are hit.
type When struct {
	Skip        int64         // so many are let pass first
	First       int64         // then so many are hit in all; zero is no end
	Every       int64         // each so many-th is hit; zero is each one
	Probability float64       // of a hit, drawn from the seed; zero is certain
	For         time.Duration // how long the fault acts, counted from its adding by the machine's clock; zero is for ever
}

// Delay is how long a request waits: Fixed, or a time drawn from the seed, log-normal with these percentiles and at most MaxWait.
type Delay struct {
	Fixed    time.Duration
	P50, P99 time.Duration
}

// Any reports whether there is one.
func (d Delay) Any() bool { return d != Delay{} }

// Effect is what happens to a request that is hit. One of the members is set, or none where a delay is all; Headers and Body go with
// Status, AfterBytes with Reset.
type Effect struct {
	Status  int               // this answer
	Headers map[string]string // with these headers
	Body    *string           // and this body; nil is the API's own error shape, or nothing where the status is no error

	Rate *Rate // what comes faster is answered with 429

	Reset      bool   // the connection is reset before an answer
	AfterBytes *int64 // or rather behind so many bytes of the answer's body

	Drip        time.Duration // the answer comes in small pieces over this time
	Malformed   bool          // the body is cut in the middle, and Content-Length with it
	ContentType string        // the answer claims to be this
}

// Rate is a token bucket: full at first, with PerSecond new tokens a second and at most Burst.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Acts reports whether there is an effect.
func (e *Effect) Acts() bool { return len(e.names()) > 0 }

// names are the effects that are asked for.
func (e *Effect) names() []string {
	var names []string
	for _, effect := range []struct {
		name string
		set  bool
	}{
		{"status", e.Status != 0},
		{"rate", e.Rate != nil},
		{"reset", e.Reset},
		{"drip", e.Drip != 0},
		{"malformed", e.Malformed},
		{"content_type", e.ContentType != ""},
	} {
		if effect.set {
			names = append(names, effect.name)
		}
	}
	return names
}

// Operation is what a set knows of an operation of the APIs.
type Operation struct {
	ID     string
	Method string
	Pages  string // the parameter of its query that asks for a later page; empty if none does
}
