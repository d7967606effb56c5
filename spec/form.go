package spec

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// form is a schema, compiled to say yes: a value that it takes is one in which kin-openapi and inspection find nothing. Where it
// says no it tells nothing: they look then, and they have the words. So it may say no to what is right, but not often: most
// messages are right, and those are to be cheap. The zero value takes nothing, for schemas with keywords that no form has.
type form struct {
	kinds kind

	anyText           bool // any text will do
	shortest, longest int  // of texts, in characters
	enum              []string
	pattern           func(string) bool
	format            func(string) bool

	least, most float64 // of numbers
	low, high   int64   // of whole ones, as their format has it

	fewest, largest int // of lists
	items           *form

	members  []formMember // declared ones, in the order of the document
	required uint64       // of members, one bit each
	extra    *form        // of members that are not declared; nil if there must be none

	branches []*form          // any of which may take the value instead
	tag      string           // name of the member that chooses one of
	tagged   map[string]*form // these
}

type formMember struct {
	name   string
	quoted string // the name and the colon behind it, as most writers have them; notQuoted if they write it in several ways
	form   *form
}

// notQuoted is nowhere in a JSON text.
const notQuoted = "\x00\x00"

// kind is a set of kinds of JSON values.
type kind uint8

const (
	kindNull kind = 1 << iota
	kindBool
	kindInteger
	kindNumber
	kindText
	kindList
	kindObject
)

// mostFormMembers is how many declared members a form can keep apart.
const mostFormMembers = 64

// anyForm takes every value.
func anyForm() *form {
	f := &form{kinds: kindNull | kindBool | kindNumber | kindText | kindList | kindObject}
	f.bounds(&openapi3.Schema{})
	f.items, f.extra = f, f
	return f
}

// takes judges a value that was sent as text.
func (f *form) takes(n node) bool {
	switch n.kind {
	case kindText:
		return f.takesText(n.text)
	case kindInteger:
		whole, err := strconv.ParseInt(n.text, 10, 64)
		return err == nil && f.takesInteger(whole)
	}
	return f.kinds&kindBool != 0
}

// takesText judges a text without its quotes.
func (f *form) takesText(s string) bool {
	if f.kinds&kindText == 0 {
		return false
	}
	if f.anyText {
		return true
	}
	if f.shortest > 0 || f.longest < len(s) {
		if n := utf8.RuneCountInString(s); n < f.shortest || n > f.longest {
			return false
		}
	}
	return (f.enum == nil || slices.Contains(f.enum, s)) &&
		(f.pattern == nil || f.pattern(s)) && (f.format == nil || f.format(s))
}

// takesInteger judges a whole number.
func (f *form) takesInteger(n int64) bool {
	return f.kinds&kindInteger != 0 && n >= f.low && n <= f.high && f.inBounds(float64(n))
}

func (f *form) inBounds(n float64) bool { return f.least <= n && n <= f.most }
