package kit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// The readers of this file stand beside exchange.JSON, because walks read thousands of events and compare most members as they are written:
// what they give are parts of the answer's bytes and no copies. And they read what exchange.JSON refuses, such as bytes that are no
// UTF-8: that is for a check of its own, and must not fail all others.

// mostMembers is how many members of an object are read. Every one takes many times as much memory as its text.
const mostMembers = 10_000

// ReadObject reads a JSON object without touching its values. Names count letter for letter, unlike those of a struct; of a
// name that is there twice the last value counts, and bytes that are not UTF-8 are replaced: both are for other checks.
func ReadObject(raw []byte) (map[string]json.RawMessage, error) {
	d := decoder(raw)
	if d.PeekKind() != '{' {
		return nil, errors.New("expected a JSON object")
	}
	members := make(map[string]json.RawMessage, 12)
	_, err := d.ReadToken()
	for err == nil && d.PeekKind() != '}' {
		if len(members) == mostMembers {
			return nil, fmt.Errorf("the JSON object has more than %d members", mostMembers)
		}
		var name jsontext.Token
		if name, err = d.ReadToken(); err != nil {
			break
		}
		key := name.String()
		members[key], err = readValue(d, raw)
	}
	if err == nil {
		err = ended(d)
	}
	if err != nil {
		return nil, fmt.Errorf("read the JSON object: %w", err)
	}
	return members, nil
}

// ReadArray reads a JSON array without touching its values: the first of them, and how many more there are.
func ReadArray(raw []byte, most int) (values []json.RawMessage, more int, err error) {
	d := decoder(raw)
	if d.PeekKind() != '[' {
		return nil, 0, errors.New("expected a JSON array")
	}
	_, err = d.ReadToken()
	for err == nil && d.PeekKind() != ']' {
		var value json.RawMessage
		value, err = readValue(d, raw)
		switch {
		case err != nil:
		case len(values) < most:
			values = append(values, value)
		default:
			more++
		}
	}
	if err == nil {
		err = ended(d)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read the JSON array: %w", err)
	}
	return values, more, nil
}

// readValue reads the next value of a text, as a part of that text.
func readValue(d *jsontext.Decoder, raw []byte) (json.RawMessage, error) {
	value, err := d.ReadValue()
	end := int(d.InputOffset())
	return raw[end-len(value) : end : end], err
}

func decoder(raw []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// ended reads the closing bracket and wants nothing behind it.
func ended(d *jsontext.Decoder) error {
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the value")
	}
	return nil
}

// readText reads a JSON string; another type is no text.
func readText(raw json.RawMessage) (text string, ok bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	unquoted, err := jsontext.AppendUnquote(nil, raw)
	return string(unquoted), err == nil || len(unquoted) > 0
}
