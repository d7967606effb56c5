package spec

import (
	"encoding/json"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Limits of what a form reads: deeper values, and objects with more undeclared members that nobody keeps, are not sure.
const (
	formDepth = 100
	formNames = 64
	// formShares is up to which size of a text its values are parts of it. Those of a larger one are copied, so that a short
	// value does not keep a long text in memory.
	formShares = 4 << 10
)

// formReader reads a text with a form.
type formReader struct {
	jsonReader
	keep  bool // the value is wanted
	copy  bool // and its texts in memory of their own
	depth int
	names []string // undeclared members of the objects around, where no map has them
}

// formReaders lends readers: their lists of names stay.
type formReaders struct{ pool sync.Pool }

// read says whether a JSON text is surely right. If it is and keep says so, value is what decodeJSON makes of it.
func (p *formReaders) read(f *form, text string, keep bool) (value any, sure bool) {
	if f == nil || f.kinds == 0 || !utf8.ValidString(text) {
		return nil, false
	}
	r, _ := p.pool.Get().(*formReader)
	if r == nil {
		r = &formReader{}
	}
	*r = formReader{jsonReader: jsonReader{text: text}, keep: keep, copy: len(text) > formShares, names: r.names[:0]}
	value, sure = r.value(f)
	sure = sure && r.peek() == 0 && r.at == len(r.text)
	r.text = ""
	clear(r.names[:cap(r.names)])
	p.pool.Put(r)
	if !sure {
		return nil, false
	}
	return value, true
}

// value reads the next value. It stands behind it if the answer is yes, else anywhere.
func (r *formReader) value(f *form) (any, bool) {
	c := r.peek()
	switch {
	case f.branches != nil:
		return r.anyOf(f)
	case c == '"':
		s, ok := r.string()
		if !ok || !f.takesText(s) {
			return nil, false
		}
		return r.kept(s), true
	case c == '{' && f.kinds&kindObject != 0:
		if f.tagged != nil {
			if f = r.choose(f); f == nil || f.kinds&kindObject == 0 {
				return nil, false
			}
		}
		return r.nested(f, r.object)
	case c == '[' && f.kinds&kindList != 0:
		return r.nested(f, r.list)
	case c == 'n':
		return nil, f.kinds&kindNull != 0 && r.word("null")
	case c == 't':
		return true, f.kinds&kindBool != 0 && r.word("true")
	case c == 'f':
		return false, f.kinds&kindBool != 0 && r.word("false")
	case c == '-' || c >= '0' && c <= '9':
		return r.judgedNumber(f)
	}
	return nil, false
}

// kept is a text as part of a value.
func (r *formReader) kept(s string) any {
	switch {
	case !r.keep:
		return nil
	case r.copy:
		return strings.Clone(s)
	}
	return s
}

// judgedNumber reads a number that a float64 can hold. A whole -0 is left to who knows what it is.
func (r *formReader) judgedNumber(f *form) (any, bool) {
	text, ok := r.number()
	switch {
	case !ok:
		return nil, false
	case f.kinds&kindInteger != 0:
		n, err := strconv.ParseInt(text, 10, 64)
		ok = err == nil && text != "-0" && f.takesInteger(n)
	case f.kinds&kindNumber == 0:
		return nil, false
	default:
		n, err := strconv.ParseFloat(text, 64)
		ok = err == nil && f.inBounds(n)
	}
	if !ok || !r.keep {
		return nil, ok
	}
	if r.copy {
		text = strings.Clone(text)
	}
	return json.Number(text), true
}

// anyOf tries the branches in turn.
func (r *formReader) anyOf(f *form) (any, bool) {
	start := r.at
	for _, branch := range f.branches {
		if value, ok := r.value(branch); ok {
			return value, true
		}
		r.at = start
	}
	return nil, false
}

// nested reads an object or a list, which holds others in turn.
func (r *formReader) nested(f *form, read func(*form) (any, bool)) (any, bool) {
	if r.depth++; r.depth > formDepth {
		return nil, false
	}
	value, ok := read(f)
	r.depth--
	return value, ok
}

func (r *formReader) list(f *form) (any, bool) {
	list, n := []any{}, 0
	r.at++
	for ; !r.take(']'); n++ {
		if n > 0 && !r.take(',') {
			return nil, false
		}
		item, ok := r.value(f.items)
		if !ok {
			return nil, false
		}
		if r.keep {
			list = append(list, item)
		}
	}
	return list, n >= f.fewest && n <= f.largest
}

func (r *formReader) object(f *form) (any, bool) {
	var object map[string]any
	if r.keep {
		object = map[string]any{}
	}
	o := openObject{form: f, names: len(r.names)}
	r.at++
	for n := 0; !r.take('}'); n++ {
		if n > 0 && !r.take(',') {
			return nil, false
		}
		name, of := r.member(&o, object)
		if of == nil {
			return nil, false
		}
		value, ok := r.value(of)
		if !ok {
			return nil, false
		}
		if r.keep {
			object[name] = value
		}
	}
	r.names = r.names[:o.names]
	return object, o.seen&f.required == f.required
}

// openObject is an object that is being read.
type openObject struct {
	form  *form
	seen  uint64 // declared members that have come
	next  int    // the declared member that is likely to come: most writers keep to the order of the document
	names int    // where its undeclared members begin in the reader's list
}

// member reads a name and the colon behind it, and returns the form that the member must have; nil if that is not sure.
func (r *formReader) member(o *openObject, object map[string]any) (string, *form) {
	if r.peek() != '"' {
		return "", nil
	}
	name, ok := r.string()
	if !ok || !r.take(':') {
		return "", nil
	}
	for range o.form.members {
		if o.next == len(o.form.members) {
			o.next = 0
		}
		i := o.next
		o.next++
		if m := &o.form.members[i]; m.name == name {
			if o.seen&(1<<i) != 0 {
				return "", nil
			}
			o.seen |= 1 << i
			return m.name, m.form
		}
	}
	if o.form.extra == nil || !r.fresh(o, name, object) {
		return "", nil
	}
	if r.keep && r.copy {
		name = strings.Clone(name)
	}
	return name, o.form.extra
}

// fresh says that an undeclared member has not come before.
func (r *formReader) fresh(o *openObject, name string, object map[string]any) bool {
	if r.keep {
		_, there := object[name]
		return !there
	}
	so := r.names[o.names:]
	for _, other := range so {
		if other == name {
			return false
		}
	}
	r.names = append(r.names, name)
	return len(so) < formNames
}
