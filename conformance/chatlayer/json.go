package chatlayer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// readObject reads a JSON object without touching its values. Names count letter for letter, unlike those of a struct; of a
// name that is there twice the last value counts, and bytes that are not UTF-8 are replaced: both are for other checks.
func readObject(raw []byte) (map[string]json.RawMessage, error) {
	d := decoder(raw)
	if d.PeekKind() != '{' {
		return nil, errors.New("expected a JSON object")
	}
	members := make(map[string]json.RawMessage, 12)
	_, err := d.ReadToken()
	for err == nil && d.PeekKind() != '}' {
		var name jsontext.Token
		var value jsontext.Value
		if name, err = d.ReadToken(); err != nil {
			break
		}
		key := name.String()
		if value, err = d.ReadValue(); err == nil {
			members[key] = json.RawMessage(value.Clone())
		}
	}
	if err == nil {
		err = ended(d)
	}
	if err != nil {
		return nil, fmt.Errorf("read the JSON object: %w", err)
	}
	return members, nil
}

// readArray reads a JSON array without touching its values.
func readArray(raw []byte) ([]json.RawMessage, error) {
	d := decoder(raw)
	if d.PeekKind() != '[' {
		return nil, errors.New("expected a JSON array")
	}
	var values []json.RawMessage
	_, err := d.ReadToken()
	for err == nil && d.PeekKind() != ']' {
		var value jsontext.Value
		if value, err = d.ReadValue(); err == nil {
			values = append(values, json.RawMessage(value.Clone()))
		}
	}
	if err == nil {
		err = ended(d)
	}
	if err != nil {
		return nil, fmt.Errorf("read the JSON array: %w", err)
	}
	return values, nil
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
