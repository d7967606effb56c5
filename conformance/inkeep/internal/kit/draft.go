package kit

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Draft is an event as it is going to be sent: members in their order, of any value. A draft is never changed; With and
// Without return new ones.
type Draft []Member

// Member is one member of an event.
type Member struct {
	Name  string
	Value any // what encoding/json can write; json.RawMessage is sent as it stands
}

// With sets a member, in its place if it is there and at the end otherwise.
func (d Draft) With(name string, value any) Draft {
	changed := slices.Clone(d)
	for i := range changed {
		if changed[i].Name == name {
			changed[i].Value = value
			return changed
		}
	}
	return append(changed, Member{name, value})
}

// Without leaves members out.
func (d Draft) Without(names ...string) Draft {
	return slices.DeleteFunc(slices.Clone(d), func(m Member) bool { return slices.Contains(names, m.Name) })
}

// Clone returns a copy.
func (d Draft) Clone() Draft { return slices.Clone(d) }

// Value returns a member's value as JSON has it: map[string]any, []any, string, json.Number, bool or nil.
func (d Draft) Value(name string) (v any, there bool) {
	for _, m := range d {
		if m.Name == name {
			v, _ = exchange.JSON(Encode(m.Value))
			return v, true
		}
	}
	return nil, false
}

// Text returns a member's value if it is a text.
func (d Draft) Text(name string) string {
	v, _ := d.Value(name)
	text, _ := v.(string)
	return text
}

// Body is the event's JSON text.
func (d Draft) Body() []byte {
	b := []byte{'{'}
	for i, m := range d {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, Encode(m.Name)...), ':'), Encode(m.Value)...)
	}
	return append(b, '}')
}

// Object is the event as a value.
func (d Draft) Object() map[string]any {
	o := map[string]any{}
	for _, m := range d {
		o[m.Name] = m.Value
	}
	return o
}

// Ordinary returns the event with nothing but letters, digits and underscores in its own texts and in what its properties are called.
func (d Draft) Ordinary() Draft {
	plain := d.Clone()
	for i, m := range plain {
		if slices.Contains([]string{"type", "properties", "userProperties"}, m.Name) {
			plain[i].Value = ordinary(m.Value)
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

// Encode writes a value without escaping what JSON need not escape. The values of this package can all be written.
func Encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return []byte("null")
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// And puts another draft's members behind its own.
func (d Draft) And(other Draft) Draft { return append(d[:len(d):len(d)], other...) }
