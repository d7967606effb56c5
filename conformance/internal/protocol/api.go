package protocol

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// API describes an API to the checks. It is plain data and is not changed after it was made.
type API struct {
	Name       string // as in the checks' ids
	Scheme     string // of its credentials: Basic or Bearer
	Operations []Operation
	// Rules says for each check, by its id without the API's name, who may insist and on what. A check that is not named
	// does not exist.
	Rules map[string]Rule
	// Secret returns the target's own credentials; id is empty for Bearer.
	Secret func(conformance.Target) (id, secret string)
	// OtherSecret returns those of somebody else; both are empty if there are none. Other is what a check that must have them needs.
	OtherSecret func(conformance.Target) (id, secret string)
	Other       conformance.Capability
	// Bot is the id in the paths that says whose the data are, and WithBot the target with another one. Checks that vary it need both.
	Bot     func(conformance.Target) string
	WithBot func(t conformance.Target, id string) conformance.Target
	// Narrow finds parameters with which the reads give some events and always the same ones. Nil, or no result: the valid
	// request's own are used.
	Narrow func(context.Context, *conformance.T) []Pair
	// Wide are parameters with which the reads give as much as they can. Nil: the valid request's own are used.
	Wide []Pair
}

// Rule says who may insist on a check.
type Rule struct {
	Level       conformance.Level
	Requirement string
	Also        []string
	NoMutant    string // as in conformance.Check
}

// Pair is a parameter, not escaped.
type Pair struct{ Name, Value string }

// Operation is one operation of an API and a valid request for it.
type Operation struct {
	ID     string
	Method string
	Path   func(conformance.Target) string // escaped
	Query  []Pair
	Body   func(nonce string) map[string]any // nil: the operation takes none
	// Params are the names of Narrow and Wide that the operation takes, in its query or, if it has a body, there.
	Params   []string
	Writes   bool
	Optional bool // a target may lack it: only refusals are asked of it
	// Named reports whether the target names what Path takes. Nil: it does.
	Named func(conformance.Target) bool
	// Text sets a text of the body that comes back in the answer, and Back takes it out of the answer. Nil: none does.
	Text func(body map[string]any, text string)
	Back func(answer any) string
	// Owned tells whether an answer shows data, which no stranger may see.
	Owned func(answer any) bool
	// Sum takes out of an answer what has to be equal when the same is asked again. It gives a value that JSON can hold.
	Sum func(answer any) any
	// Wrong makes a body one that has to be refused, with a text wherever one may stand. Nil: the operation takes no body, or nobody
	// says what it has to refuse.
	Wrong func(body map[string]any, text string)
	// Refusal travels with requests that have to be refused, so that a suite can look at their answers; nil if it does not.
	Refusal any
	// Token takes the token of the next page out of an answer, "" if there is none. Nil: the operation has no pages.
	Token func(answer any) string
}

// named reports whether the target names what the path takes.
func (o Operation) named(t conformance.Target) bool { return o.Named == nil || o.Named(t) }

// setAll returns the operation with those parameters that it takes set to other values.
func (o Operation) setAll(pairs []Pair) Operation {
	for _, p := range pairs {
		if slices.Contains(o.Params, p.Name) {
			o = o.set(p)
		}
	}
	return o
}

// set returns the operation with one parameter set, in the body if there is one.
func (o Operation) set(p Pair) Operation {
	if o.Body == nil {
		var others []Pair
		for _, q := range o.Query {
			if q.Name != p.Name {
				others = append(others, q)
			}
		}
		o.Query = slices.Concat(others, []Pair{p})
		return o
	}
	return o.change(func(body map[string]any) { body[p.Name] = p.Value })
}

// change returns the operation with a body that is changed in the same way each time.
func (o Operation) change(how func(body map[string]any)) Operation {
	made := o.Body
	o.Body = func(nonce string) map[string]any {
		body := maps.Clone(made(nonce))
		how(body)
		return body
	}
	return o
}

// body is the valid body as it is sent; nil if the operation takes none.
func (o Operation) body(nonce string) []byte {
	if o.Body == nil {
		return nil
	}
	text, _ := json.Marshal(o.Body(nonce)) // strings, numbers, maps and lists always marshal
	return text
}

// query writes pairs as a raw query, in their order.
func query(pairs []Pair) string {
	parts := make([]string, len(pairs))
	for i, p := range pairs {
		parts[i] = escape(p.Name) + "=" + escape(p.Value)
	}
	return strings.Join(parts, "&")
}

// escape percent-encodes everything but RFC 3986's unreserved characters.
func escape(text string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; unreserved(c) {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + string(hex[c>>4]) + string(hex[c&15]))
		}
	}
	return b.String()
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
