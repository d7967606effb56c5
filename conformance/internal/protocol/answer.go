package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// errLong says that a JSON text holds more than a check reads into memory.
var errLong = errors.New("the answer holds too much to be compared")

// mostValues is about how many values of a JSON text are read.
const mostValues = 50_000

// longestToken is how long a page token may be to be sent, in bytes.
const longestToken = 16 << 10

// decode reads an answer's body as one JSON text.
func decode(x *exchange.Exchange) (any, error) {
	text, err := x.Plain()
	if err != nil {
		return nil, err
	}
	if exchange.Dense(text, mostValues) {
		return nil, fmt.Errorf("%w: %d bytes", errLong, len(text))
	}
	value, err := exchange.JSON(text)
	if err != nil {
		return nil, fmt.Errorf("the body is not JSON: %w", err)
	}
	return value, nil
}

// unread reports whether an error means that nothing is known of an answer: it is in a coding that the runner cannot undo, or
// too long.
func unread(err error) bool {
	return errors.Is(err, exchange.ErrCoding) || errors.Is(err, exchange.ErrTooLarge) || errors.Is(err, errLong)
}

// twice returns a member name that one object of a JSON text has more than once, if there is one.
func twice(text []byte) (name string, found bool) {
	var syntactic *jsontext.SyntacticError
	_, err := jsontext.NewDecoder(bytes.NewBuffer(text)).ReadValue()
	if errors.Is(err, jsontext.ErrDuplicateName) && errors.As(err, &syntactic) {
		return syntactic.JSONPointer.LastToken(), true
	}
	return "", false
}

// canonical writes a value with its members in order, so that equal values are equal texts.
func canonical(value any) string {
	text, _ := json.Marshal(value) // maps are sorted; every value came from JSON or is made to go there
	return string(text)
}

// mediaType is the type of a Content-Type without its parameters, in lower case.
func mediaType(h http.Header) string {
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// member returns a member of an object, nil if there is none.
func member(value any, name string) any {
	object, _ := value.(map[string]any)
	return object[name]
}
