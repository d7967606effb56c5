package inkeep

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
)

// draft is an event as it is going to be sent: members in their order, of any value. A draft is never changed; with and
// without return new ones.
type draft []member

type member struct {
	name  string
	value any // what encoding/json can write; json.RawMessage is sent as it stands
}

// with sets a member, in its place if it is there and at the end otherwise.
func (d draft) with(name string, value any) draft {
	changed := slices.Clone(d)
	for i := range changed {
		if changed[i].name == name {
			changed[i].value = value
			return changed
		}
	}
	return append(changed, member{name, value})
}

// without leaves members out.
func (d draft) without(names ...string) draft {
	return slices.DeleteFunc(slices.Clone(d), func(m member) bool { return slices.Contains(names, m.name) })
}

func (d draft) clone() draft { return slices.Clone(d) }

// value returns a member's value as JSON has it: map[string]any, []any, string, json.Number, bool or nil.
func (d draft) value(name string) (v any, there bool) {
	for _, m := range d {
		if m.name == name {
			v, _ = decode(encode(m.value))
			return v, true
		}
	}
	return nil, false
}

// string returns a member's value if it is a text.
func (d draft) string(name string) string {
	v, _ := d.value(name)
	text, _ := v.(string)
	return text
}

// body is the event's JSON text.
func (d draft) body() []byte {
	b := []byte{'{'}
	for i, m := range d {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, encode(m.name)...), ':'), encode(m.value)...)
	}
	return append(b, '}')
}

// ordinary returns the event with nothing but letters, digits and underscores in its own texts and in what its properties are called.
func (d draft) ordinary() draft {
	plain := d.clone()
	for i, m := range plain {
		if slices.Contains([]string{"type", "properties", "userProperties"}, m.name) {
			plain[i].value = ordinary(m.value)
		}
	}
	return plain
}

func ordinary(v any) any {
	switch v := v.(type) {
	case string:
		return "x" + regexp.MustCompile(`\W`).ReplaceAllString(v, "")
	case map[string]any:
		o := map[string]any{}
		for name, inner := range v {
			o[regexp.MustCompile(`\W`).ReplaceAllString(name, "")] = ordinary(inner)
		}
		return o
	case []any:
		l := make([]any, len(v))
		for i := range v {
			l[i] = ordinary(v[i])
		}
		return l
	default:
		return v
	}
}

// encode writes a value without escaping what JSON need not escape. The values of this package can all be written.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return []byte("null")
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
