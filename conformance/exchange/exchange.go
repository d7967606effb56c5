package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
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
	// Chunked sends the body without announcing its length, in chunks that end within its first letters of several bytes.
	Chunked bool
	// Fresh sends the request over a connection that served none before.
	Fresh bool
	// Timeout is how long the whole exchange may take; zero is the client's.
	Timeout time.Duration
	// Meta is the caller's own account of what it asks; it travels with the exchange.
	Meta any
	// Manner says how the request is sent in a way that curl has no words for; empty if curl sends it alike.
	Manner string
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
	// Beside is the same request as it met a server error while others were under way, if this is the second try, alone.
	Beside *Exchange
	// Untried says that a server error was not tried again alone, because the run has done that as often as it may.
	Untried bool
	// Read is what Options.Ended made of the answer; it is not kept.
	Read any
	// After is the exchange before it on the same connection of a check's own; nil if there was none. It is not kept.
	After *Exchange

	target  string  // the URL as it was sent
	cut     *cut    // nil if the exchange is whole
	judged  *judged // of a body that gets cut; nil if it is none
	release func()  // gives back its turn to be looked at; nil if it has none
}

// cut tells what is missing of an exchange that was cut.
type cut struct {
	sent, came int    // length of the bodies, in bytes
	sum        string // SHA-256 of the answer's body; empty if that is whole
	garbled    bool   // what Garbled says of all of it
	packed     []byte // the body that was sent, for a command that sends it again; nil if it is whole, or large even so
}

// judged is what takes too long to be told of a large body each time that it is cut.
type judged struct {
	sum     string // SHA-256
	garbled bool
}

// OK reports whether the answer came whole and has status 200.
func (x *Exchange) OK() bool { return x.Err == nil && x.Status == http.StatusOK }

// Refused reports whether the answer is a refusal: any 4xx.
func (x *Exchange) Refused() bool { return x.Err == nil && x.Status >= 400 && x.Status < 500 }

// Failed reports whether the answer is a server error. One that has no time or that does not offer the operation has none.
func (x *Exchange) Failed() bool {
	return x.Status >= 500 && x.Status != http.StatusNotImplemented && x.Status != http.StatusServiceUnavailable
}

// Cut reports whether an answer began and ended before its header says that it does.
func (x *Exchange) Cut() bool { return x.Status != 0 && errors.Is(x.Err, io.ErrUnexpectedEOF) }

// Garbled reports whether an answer that is declared as JSON has a body that came whole and is not JSON in UTF-8.
func (x *Exchange) Garbled() bool {
	if x.cut != nil {
		return x.cut.garbled
	}
	if x.judged != nil {
		return x.judged.garbled
	}
	if x.Err != nil || len(x.Body) == 0 || !strings.Contains(x.Header.Get("Content-Type"), "json") {
		return false
	}
	text, err := x.Plain()
	return err == nil && !IsJSON(text)
}

// Busy reports whether the target had no time: 429, or 503.
func (x *Exchange) Busy() bool {
	return x.Status == http.StatusTooManyRequests || x.Status == http.StatusServiceUnavailable
}

// Came is the length of the body that came, in bytes, and its SHA-256 if not all of it is here.
func (x *Exchange) Came() (length int, sum string) {
	if x.cut == nil {
		return len(x.Body), ""
	}
	return x.cut.came, x.cut.sum
}

// Sent is the length of the body that was sent, in bytes.
func (x *Exchange) Sent() int {
	if x.cut == nil {
		return len(x.Request.Body)
	}
	return x.cut.sent
}

// longestBrief is how much of a body Brief leaves, in bytes: what a report shows, and room for the longest form of a secret that
// begins within it.
const longestBrief = 24 << 10

// Brief returns the exchange with no more of its bodies than a report shows. Whoever keeps an exchange keeps that.
func (x *Exchange) Brief() *Exchange { return x.brief(longestBrief) }

// Bare returns the exchange with the beginnings of its bodies.
func (x *Exchange) Bare() *Exchange { return x.brief(beginning) }

func (x *Exchange) brief(most int) *Exchange {
	b := *x
	b.Read, b.release, b.After = nil, nil, nil
	if len(x.Body) <= most && len(x.Request.Body) <= most {
		return &b
	}
	b.cut = &cut{sent: x.Sent(), garbled: x.Garbled()}
	b.cut.came, b.cut.sum = x.Came()
	if x.cut != nil {
		b.cut.packed = x.cut.packed
	}
	if len(x.Request.Body) > most {
		if b.cut.packed == nil && x.Sent() == len(x.Request.Body) {
			b.cut.packed = packed(x.Request.Body)
		}
		b.Request.Body = bytes.Clone(x.Request.Body[:most])
	}
	if len(x.Body) > most {
		if x.judged != nil {
			b.cut.sum = x.judged.sum
		}
		b.Body = bytes.Clone(x.Body[:most])
	}
	return &b
}

// judge tells once of a body that gets cut what is left of it.
func (x *Exchange) judge() {
	if len(x.Body) > longestBrief {
		sum := sha256.Sum256(x.Body)
		x.judged = &judged{hex.EncodeToString(sum[:]), x.Garbled()}
	}
}

// Dense reports whether a JSON text holds more than so many members and elements. Read into memory each takes many times as much
// as its text.
func Dense(text []byte, most int) bool {
	n := 0
	for _, sign := range []string{",", ":", "{", "["} {
		n += bytes.Count(text, []byte(sign))
	}
	return n > most
}
