package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// mostDepth is how deep a body may be nested to be shown and compared as JSON. Documents of the mock's own have it a few levels deeper.
const mostDepth = 500

// json is a text without its secrets, if it is one value of JSON; else nil. Its members stay in their order.
func (s Secrets) json(text []byte) json.RawMessage {
	var out bytes.Buffer
	in, to := jsontext.NewDecoder(bytes.NewReader(text)), jsontext.NewEncoder(&out)
	for {
		token, err := in.ReadToken()
		if err != nil || in.StackDepth() > mostDepth {
			return nil
		}
		switch token.Kind() {
		case '"':
			token = jsontext.String(s.Text(token.String()))
		case '0':
			if number := token.String(); s.Text(number) != number {
				token = jsontext.String(hidden)
			}
		}
		if to.WriteToken(token) != nil {
			return nil // such as two names that are the same without their secrets
		}
		if in.StackDepth() == 0 {
			break
		}
	}
	if _, err := in.ReadToken(); !errors.Is(err, io.EOF) {
		return nil // there is more than one value
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// Value reads what is kept of the body as JSON, with json.Number for numbers. It reports whether it is JSON, and kept whole.
func (b Body) Value() (any, bool) {
	text := b.Bytes()
	if b.Truncated() || Secrets.json(Secrets{}, text) == nil {
		return nil, false
	}
	in := json.NewDecoder(bytes.NewReader(text))
	in.UseNumber()
	var value any
	err := in.Decode(&value)
	return value, err == nil
}

// Value hides what is secret in a value of JSON, and returns another one.
func (s Secrets) Value(value any) json.RawMessage {
	text, err := json.Marshal(value)
	if err != nil {
		return nil // not reached: it was JSON
	}
	return s.json(text)
}
