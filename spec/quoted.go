package spec

import "github.com/go-json-experiment/json/jsontext"

// AppendQuoted appends a text as a JSON string. Invalid UTF-8 becomes the replacement character, which the error tells.
func AppendQuoted(b []byte, text string) ([]byte, error) {
	if isPlain(text) {
		return append(append(append(b, '"'), text...), '"'), nil
	}
	return jsontext.AppendQuote(b, text)
}
