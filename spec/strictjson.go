package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how deep lists and objects may be nested.
const maxDepth = 1000

// decodeJSON reads exactly one JSON value, strictly: UTF-8, no duplicate names, nothing after it. Numbers stay as they were
// written (json.Number). Unless it is nil, nul is called with the pointer of every text, and of every member whose name, holds the
// character U+0000.
func (c *Contract) decodeJSON(data []byte, nul func(pointer string)) (any, *Violation) {
	if !utf8.Valid(data) {
		return nil, &Violation{
			Rule: RuleBodyUTF8, Got: near(data, invalidAt(data)), Expected: "UTF-8",
			Fix: "encode the body as UTF-8, without a byte order mark",
		}
	}
	pooled, _ := c.decoders.Get().(*jsontext.Decoder)
	if pooled == nil {
		pooled = new(jsontext.Decoder)
	}
	defer c.decoders.Put(pooled)
	pooled.Reset(bytes.NewBuffer(data))
	d := decoder{in: pooled, names: c.names, nul: nul}
	value, err := d.value(0)
	if err != nil {
		return nil, explain(data, err)
	}
	end := d.in.InputOffset()
	if _, err := d.in.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, trailing(data, end)
	}
	return value, nil
}

// decoder builds Go values from tokens.
type decoder struct {
	in    *jsontext.Decoder
	names map[string]string // names seen in the document, shared instead of copied
	nul   func(pointer string)
}

var errDepth = errors.New("nested too deep")

func (d *decoder) value(depth int) (any, error) {
	switch kind := d.in.PeekKind(); kind {
	case '{', '[':
		if depth >= maxDepth {
			return nil, errDepth
		}
		if _, err := d.in.ReadToken(); err != nil {
			return nil, err
		}
		if kind == '{' {
			return d.object(depth + 1)
		}
		return d.list(depth + 1)
	default:
		raw, err := d.in.ReadValue()
		if err != nil {
			return nil, err
		}
		return d.scalar(kind, raw)
	}
}

func (d *decoder) object(depth int) (any, error) {
	object := map[string]any{}
	for d.in.PeekKind() != '}' {
		raw, err := d.in.ReadValue()
		if err != nil {
			return nil, err
		}
		name, err := d.name(raw)
		if err != nil {
			return nil, err
		}
		if object[name], err = d.value(depth); err != nil {
			return nil, err
		}
	}
	_, err := d.in.ReadToken()
	return object, err
}

func (d *decoder) list(depth int) (any, error) {
	list := []any{}
	for d.in.PeekKind() != ']' {
		item, err := d.value(depth)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	_, err := d.in.ReadToken()
	return list, err
}

func (d *decoder) name(raw jsontext.Value) (string, error) {
	if known, ok := d.names[string(raw[1:len(raw)-1])]; ok {
		return known, nil
	}
	return d.unquote(raw)
}

func (d *decoder) scalar(kind jsontext.Kind, raw jsontext.Value) (any, error) {
	switch kind {
	case 'n':
		return nil, nil
	case 't', 'f':
		return kind == 't', nil
	case '0':
		return json.Number(raw), nil
	default:
		return d.unquote(raw)
	}
}

func (d *decoder) unquote(raw jsontext.Value) (string, error) {
	if bytes.IndexByte(raw, '\\') >= 0 {
		text, err := jsontext.AppendUnquote(nil, raw)
		if d.nul != nil && bytes.IndexByte(text, 0) >= 0 { // only an escape can mean it: the byte itself is no JSON
			d.nul(string(d.in.StackPointer()))
		}
		return string(text), err
	}
	return string(raw[1 : len(raw)-1]), nil
}
