package spec

import (
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// AppendQuoted appends a text as a JSON string. Invalid UTF-8 becomes the replacement character, which the error tells.
func AppendQuoted(b []byte, text string) ([]byte, error) {
	if plainText(text, 0) < len(text) || !utf8.ValidString(text) {
		return jsontext.AppendQuote(b, text)
	}
	return append(append(append(b, '"'), text...), '"'), nil
}
