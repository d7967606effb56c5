package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

// JSON reads one JSON text in UTF-8 with nothing behind it. A number is a json.Number, as it is written. Of a member that is there
// twice the last value counts.
func JSON(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the text is not valid UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the JSON text")
	}
	return value, nil
}

// IsJSON reports whether JSON reads a text, without reading it into memory.
func IsJSON(text []byte) bool { return utf8.Valid(text) && json.Valid(text) }
