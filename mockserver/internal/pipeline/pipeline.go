package pipeline

import (
	"context"
	"io"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// Pipeline is the steps of one server, in the order in which a request meets them. Every step is set. Steps are replaced
// before the first request only; they are called by many requests at once.
type Pipeline struct {
	// Namespace is the name of the one that has the steps; empty for the default one.
	Namespace string
	// Seed is the server's, for choices that must be the same on every run.
	Seed uint64
	// Strict says that advisory violations are refused.
	Strict bool
	// World is the state behind the APIs, to be read. Changes go through steps of the APIs.
	World *world.World
	// Accepted are the credentials that are good.
	Accepted []Credential

	// Transport wraps the handler of both APIs: routing, cross-origin headers and all steps below. It sees the writer of
	// the connection and requests that no operation has.
	Transport func(http.Handler) http.Handler
	// Clock tells the time that events get which come without one.
	Clock clock.Clock
	// Authenticate tells who calls. The call has its operation, path, query and header by then.
	Authenticate func(*Call) (Identity, error)
	// Read reads the body into Call.Sent, within the limits.
	Read func(http.ResponseWriter, *http.Request, *Call) error
	// Decode holds the call to the contract and sets Params and Body.
	Decode func(*Call) error
	// Authorize refuses what a known caller may not touch.
	Authorize func(*Call) error
	// Own are the steps that an API has alone, a value of a type of its own for each that has some, as its Definition makes it. Of
	// finds them.
	Own []any
	// Problem sees a refusal before it gets the API's shape. It returns another one to change it.
	Problem func(*Call, *Problem) *Problem
	// Encode sees an answer, refusals included, before it is sent.
	Encode func(*Call, Answer) Answer
	// Altered says that steps differ from the contract: those of the APIs give decoded what they would not have to read, and Encode sees
	// bodies in one piece.
	Altered bool
	// Verify holds the answer that is sent to the contract.
	Verify func(*Call, Answer) Answer
}

// Of returns the steps that an API has alone, by their type; the zero value if no API of the server has such.
func Of[S any](p *Pipeline) S {
	for _, steps := range p.Own {
		if found, is := steps.(S); is {
			return found
		}
	}
	var none S
	return none
}

// Answer is a whole response before it is written.
type Answer struct {
	Status      int         // HTTP status
	Header      http.Header // besides Content-Type; may be nil
	ContentType string
	Body        []byte
	Items       *Items // the body instead, if it is made of items; else nil
	Stream      Stream // the body instead, if it is made while it is written; else nil
}

// Stream writes a body until it ends, or ctx does. The client gets each write at once. An error cuts the answer, so that the client
// does not take it for whole.
type Stream func(ctx context.Context, to io.Writer) error

// Items is a body of items that were held to the contract when they came into being, so that only what is around them is verified.
type Items struct {
	Around string   // {"events":[],"next_page_token":""}
	At     int      // where in it the items are
	Each   []string // with commas between them
}

// Parts are the pieces of the body.
func (i *Items) Parts(yield func(string) bool) {
	if !yield(i.Around[:i.At]) {
		return
	}
	for n, item := range i.Each {
		if n > 0 && !yield(",") || !yield(item) {
			return
		}
	}
	yield(i.Around[i.At:])
}

// AppendTo appends the body.
func (i *Items) AppendTo(b []byte) []byte {
	b = append(b, i.Around[:i.At]...)
	for n, item := range i.Each {
		if n > 0 {
			b = append(b, ',')
		}
		b = append(b, item...)
	}
	return append(b, i.Around[i.At:]...)
}

// Size is the length of the body.
func (i *Items) Size() int {
	size := len(i.Around) + max(0, len(i.Each)-1)
	for _, item := range i.Each {
		size += len(item)
	}
	return size
}

// InOnePiece is the same answer with its body in one piece.
func (a Answer) InOnePiece() Answer {
	if a.Items != nil {
		a.Body, a.Items = a.Items.AppendTo(make([]byte, 0, a.Items.Size())), nil
	}
	return a
}
