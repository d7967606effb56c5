package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how deep lists and objects may be nested.
const maxDepth = 1000

// syntaxFault is why a text is not one JSON value.
type syntaxFault struct {
	rule, pointer, got, expected, fix string
}

// decodeJSON reads exactly one JSON value, strictly: UTF-8, no duplicate names, nothing after it. Numbers stay as they were
// written (json.Number). With a scratch the value lives only until the scratch is used again.
func (c *Contract) decodeJSON(data []byte, s *scratch) (any, *syntaxFault) {
	if !utf8.Valid(data) {
		return nil, &syntaxFault{
			rule: RuleBodyUTF8, got: near(data, invalidAt(data)), expected: "UTF-8",
			fix: "encode the body as UTF-8, without a byte order mark",
		}
	}
	pooled, _ := c.decoders.Get().(*jsontext.Decoder)
	if pooled == nil {
		pooled = new(jsontext.Decoder)
	}
	defer c.decoders.Put(pooled)
	pooled.Reset(bytes.NewBuffer(data))
	d := decoder{in: pooled, names: c.names, scratch: s}
	if s != nil {
		d.whole = string(data)
	}
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
	in      *jsontext.Decoder
	names   map[string]string // names seen in the document, shared instead of copied
	scratch *scratch          // nil if the value is to stay
	whole   string            // the text, to take slices of; empty if the value is to stay
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
	object := d.scratch.object()
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
		return string(text), err
	}
	if d.whole != "" {
		end := int(d.in.InputOffset())
		return d.whole[end-len(raw)+1 : end-1], nil
	}
	return string(raw[1 : len(raw)-1]), nil
}

// explain turns an error of the decoder into words.
func explain(data []byte, err error) *syntaxFault {
	if errors.Is(err, errDepth) {
		return &syntaxFault{
			rule: RuleBodyDepth, got: fmt.Sprintf("more than %d levels", maxDepth),
			expected: fmt.Sprintf("lists and objects nested at most %d deep", maxDepth), fix: "flatten the value",
		}
	}
	at, pointer := len(data), ""
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		at, pointer = int(syntactic.ByteOffset), string(syntactic.JSONPointer)
	}
	fault := &syntaxFault{rule: RuleBodySyntax, pointer: pointer, got: near(data, at), expected: "JSON (RFC 8259)", fix: adviceAt(data, at)}
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		fault.rule, fault.expected, fault.fix = RuleBodyDuplicate, "every member once", "remove one of the two members"
	case surrogateAt(data, at):
		fault.rule, fault.expected = RuleBodySurrogate, "surrogates in pairs, such as \\ud83d\\ude00"
		fault.fix = "write the character itself, or both halves of the pair"
	}
	return fault
}

func trailing(data []byte, offset int64) *syntaxFault {
	rest := bytes.TrimLeft(data[offset:], " \t\r\n")
	return &syntaxFault{
		rule: RuleBodyTrailing, got: near(data, len(data)-len(rest)), expected: "nothing after the JSON value",
		fix: "remove what follows the JSON value",
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
		return "escape control characters, as \\u0000 or \\n"
	}
	return "write the body as JSON"
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
