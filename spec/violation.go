package spec

import (
	"cmp"
	"slices"
	"strings"
)

// Side says which half of an exchange broke the contract.
type Side string

// The two sides of an exchange.
const (
	SideRequest  Side = "request"
	SideResponse Side = "response"
)

// Location says in which part of a message a violation lies.
type Location string

// The parts of a message. Security and route violations are found by the server; Violate of the Operation or Contract
// places them.
const (
	InPath     Location = "path"
	InQuery    Location = "query"
	InHeader   Location = "header"
	InBody     Location = "body"
	InStatus   Location = "status"
	InSecurity Location = "security"
	InRoute    Location = "route"
)

// Place is a position in a published document, or in a tracking plan.
type Place struct {
	Document string `json:"document"` // such as "chatlayer/openapi.yaml"; "plan" is a tracking plan
	Pointer  string `json:"pointer"`  // JSON Pointer of the declaration, $ref followed
	Line     int    `json:"line"`     // counted from 1; 0 if unknown, as of a plan that has come over HTTP
}

// Violation is one way in which a message differs from its contract. It is a plain value: copy it freely. Those that this
// package returns are Bounded: whatever was sent, they are small.
type Violation struct {
	Rule      string   `json:"rule"`      // one of the ids that Rules lists
	Side      Side     `json:"side"`      // which half of the exchange
	In        Location `json:"in"`        // which part of the message
	Name      string   `json:"name"`      // parameter, header or, of a route, path template; empty for bodies
	Pointer   string   `json:"pointer"`   // JSON Pointer into the body; "" is the whole body
	Got       string   `json:"got"`       // what was sent, as JSON, about 80 characters at most, never a secret
	Expected  string   `json:"expected"`  // in words
	Fix       string   `json:"fix"`       // one imperative sentence, without a full stop
	Operation string   `json:"operation"` // operationId; empty if the route is unknown
	Place     Place    `json:"place"`     // where the contract says so
	Advisory  bool     `json:"advisory"`  // recorded and answered normally, unless the server is strict
	// OnPurpose says that the request has announced it; set by the server.
	OnPurpose bool `json:"on_purpose"`
}

// The longest texts of a violation that is told or kept, in bytes. What the sender wrote has the shorter limit.
const (
	mostOfSent = 256
	mostOfOurs = 1024
)

// Bounded returns the violation with texts of bounded length, and without a hold on the message that it was found in.
func (v Violation) Bounded() Violation {
	v.Name, v.Pointer, v.Got = Cut(v.Name, mostOfSent), Cut(v.Pointer, mostOfSent), Cut(v.Got, mostOfSent)
	v.Expected, v.Fix = Cut(v.Expected, mostOfOurs), Cut(v.Fix, mostOfOurs)
	return v
}

// String says in one line what was wrong, what was expected and what to do.
func (v Violation) String() string {
	var b strings.Builder
	b.WriteString(v.subject())
	if v.Got != "" {
		b.WriteString(": got " + v.Got)
	}
	if v.Expected != "" {
		b.WriteString(separator(v.Got == "", ": ", ", ") + "expected " + v.Expected)
	}
	if v.Fix != "" {
		b.WriteString("; " + v.Fix)
	}
	return b.String()
}

func separator(first bool, yes, no string) string {
	if first {
		return yes
	}
	return no
}

// subject names the part of the message, on one line whatever the sender wrote.
func (v Violation) subject() string {
	switch v.In {
	case InPath, InQuery:
		if v.Name == "" {
			return string(v.In)
		}
		return string(v.In) + " parameter " + printable(v.Name)
	case InHeader:
		side := separator(v.Side == SideResponse, "response ", "")
		if v.Name == "" {
			return side + "headers"
		}
		return side + "header " + printable(v.Name)
	case InBody:
		if v.Pointer == "" {
			return string(v.Side) + " body"
		}
		return string(v.Side) + " body at " + printable(v.Pointer)
	case InStatus:
		return "response status"
	default:
		return string(v.In)
	}
}

// printable quotes a name that would not read well on one line.
func printable(name string) string {
	if len(name) <= gotLimit && !strings.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || r >= 0x7f && r <= 0xa0 || r == '\u2028' || r == '\u2029' || r == '\uFFFD'
	}) {
		return name
	}
	return shorten(name)
}

// inOrder sorts violations for the eye and drops those that say the same thing twice. Only neighbours of the same
// location are moved: parameters stay in the order in which the contract declares them.
func inOrder(found []Violation) []Violation {
	if len(found) < 2 {
		return found
	}
	slices.SortStableFunc(found, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Rule, b.Rule))
	})
	return slices.CompactFunc(found, func(a, b Violation) bool {
		return a.Rule == b.Rule && a.Pointer == b.Pointer && a.Name == b.Name
	})
}
