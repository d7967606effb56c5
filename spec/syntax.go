package spec

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// explain says why a text is not one JSON value, by the error of the decoder.
func explain(data []byte, err error) *Violation {
	if errors.Is(err, errDepth) {
		return &Violation{
			Rule: RuleBodyDepth, Got: fmt.Sprintf("more than %d levels", maxDepth),
			Expected: fmt.Sprintf("lists and objects nested at most %d deep", maxDepth), Fix: "flatten the value",
		}
	}
	at, pointer := len(data), ""
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		at, pointer = int(syntactic.ByteOffset), string(syntactic.JSONPointer)
	}
	v := &Violation{Rule: RuleBodySyntax, Pointer: pointer, Got: near(data, at), Expected: "JSON (RFC 8259)", Fix: adviceAt(data, at)}
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		v.Rule, v.Expected, v.Fix = RuleBodyDuplicate, "every member once", "remove one of the two members"
	case surrogateAt(data, at):
		v.Rule, v.Expected = RuleBodySurrogate, "surrogates in pairs, such as \\ud83d\\ude00"
		v.Fix = "write the character itself, or both halves of the pair"
	}
	return v
}

func trailing(data []byte, offset int64) *Violation {
	rest := bytes.TrimLeft(data[offset:], " \t\r\n")
	return &Violation{
		Rule: RuleBodyTrailing, Got: near(data, len(data)-len(rest)), Expected: "nothing after the JSON value",
		Fix: "remove what follows the JSON value",
	}
}

// adviceAt guesses from the byte at which the decoder gave up.
func adviceAt(data []byte, at int) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return "remove the byte order mark at the beginning"
	case at >= len(data):
		return "complete the JSON value: the text ends too early"
	case data[at] == '\'':
		return "put names and texts in double quotes"
	case data[at] == ',':
		return "remove the comma, or put a value after it"
	case data[at] < ' ':
		return adviceOnControl(data[at])
	}
	return "write the body as JSON"
}

// adviceOnControl keeps senders from escaping what would be refused escaped too.
func adviceOnControl(c byte) string {
	if c == 0 {
		return "leave the NUL character out"
	}
	return "leave the control character out, or escape it, as \\u0001 or \\n"
}

// near shows the bytes from an offset on, and the offset.
func near(data []byte, at int) string {
	if at >= len(data) {
		return fmt.Sprintf("the end, at byte %d", len(data))
	}
	return fmt.Sprintf("%s at byte %d", quote(string(data[at:min(len(data), at+20)])), at)
}

// surrogateAt says that the escape at an offset is half of a surrogate pair.
func surrogateAt(data []byte, at int) bool {
	if at+6 > len(data) || data[at] != '\\' || data[at+1] != 'u' {
		return false
	}
	first, second := data[at+2]|0x20, data[at+3]|0x20
	return first == 'd' && (second >= 'a' && second <= 'f' || second >= '8'|0x20 && second <= '9'|0x20)
}

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}
