package spec

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

const (
	// formDepth is how deep values may be of which a form is sure.
	formDepth = 100
	// formNames is how many undeclared members of an object are compared one by one.
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
	nodes []node   // what was read so far
	names []string // undeclared members of the objects around
}

// formReaders lends readers: their lists stay.
type formReaders struct{ pool sync.Pool }

// read says whether a JSON text is surely right. If it is and into is not nil, value is what the text says, in that memory.
func (p *formReaders) read(f *form, text string, into *[]node) (read value, sure bool) {
	if f == nil || f.kinds == 0 {
		return value{}, false
	}
	r, _ := p.pool.Get().(*formReader)
	if r == nil {
		r = &formReader{}
	}
	*r = formReader{
		jsonReader: jsonReader{text: text}, keep: into != nil, copy: len(text) > formShares, nodes: r.nodes[:0], names: r.names[:0],
	}
	sure = r.value(f, "") && r.peek() == 0 && r.at == len(r.text) && r.isUTF8()
	if sure && into != nil {
		nodes := append(*into, r.nodes...)
		read, *into = value{node: nodes[0], inner: nodes[1:]}, nodes
	}
	p.giveBack(r)
	return read, sure
}

// mostLent is how many nodes a reader keeps room for.
const mostLent = 1 << 10

// giveBack keeps a reader, but none of the texts that it has seen.
func (p *formReaders) giveBack(r *formReader) {
	r.text = ""
	if cap(r.nodes) > mostLent {
		r.nodes = nil
	}
	clear(r.nodes)
	clear(r.names[:cap(r.names)])
	p.pool.Put(r)
}

// value reads the next value, which has a name in an object. It stands behind it if the answer is yes, else anywhere.
func (r *formReader) value(f *form, name string) bool {
	c := r.peek()
	switch {
	case f.branches != nil:
		return r.anyOf(f, name)
	case c == '"':
		s, ok := r.string()
		return ok && f.takesText(s) && r.kept(node{name: name, text: s, kind: kindText})
	case c == '{' && f.kinds&kindObject != 0:
		if f.tagged != nil {
			if f = r.choose(f); f == nil || f.kinds&kindObject == 0 {
				return false
			}
		}
		return r.nested(f, node{name: name, kind: kindObject})
	case c == '[' && f.kinds&kindList != 0:
		return r.nested(f, node{name: name, kind: kindList})
	case c == 'n':
		return f.kinds&kindNull != 0 && r.word("null") && r.kept(node{name: name, kind: kindNull})
	case c == 't':
		return f.kinds&kindBool != 0 && r.word("true") && r.kept(node{name: name, kind: kindBool, yes: true})
	case c == 'f':
		return f.kinds&kindBool != 0 && r.word("false") && r.kept(node{name: name, kind: kindBool})
	case c == '-' || c >= '0' && c <= '9':
		text, ok := r.number()
		return ok && f.takesNumber(text) && r.kept(node{name: name, text: text, kind: kindNumber})
	}
	return false
}

// kept keeps a value, if anybody wants it.
func (r *formReader) kept(n node) bool {
	if r.keep {
		if r.copy {
			n.text = strings.Clone(n.text)
		}
		r.nodes = append(r.nodes, n)
	}
	return true
}

// takesNumber judges a number that a float64 can hold. A whole -0 is left to who knows what it is.
func (f *form) takesNumber(text string) bool {
	switch {
	case f.kinds&kindInteger != 0:
		n, err := strconv.ParseInt(text, 10, 64)
		return err == nil && text != "-0" && f.takesInteger(n)
	case f.kinds&kindNumber == 0:
		return false
	}
	n, err := strconv.ParseFloat(text, 64)
	return err == nil && f.inBounds(n)
}

// anyOf tries the branches in turn.
func (r *formReader) anyOf(f *form, name string) bool {
	start, nodes := r.at, len(r.nodes)
	for _, branch := range f.branches {
		if r.value(branch, name) {
			return true
		}
		clear(r.nodes[nodes:])
		r.at, r.nodes = start, r.nodes[:nodes]
	}
	return false
}

// nested reads an object or a list, which holds others in turn.
func (r *formReader) nested(f *form, n node) bool {
	if r.depth++; r.depth > formDepth {
		return false
	}
	at := len(r.nodes)
	ok := r.kept(n) && (n.kind == kindObject && r.object(f) || n.kind == kindList && r.list(f))
	r.depth--
	if ok && r.keep {
		r.nodes[at].inner = int32(len(r.nodes) - at - 1) //nolint:gosec // fewer than the text has bytes
	}
	return ok
}

func (r *formReader) list(f *form) bool {
	n := 0
	r.at++
	for ; !r.take(']'); n++ {
		if n > 0 && !r.take(',') || !r.value(f.items, "") {
			return false
		}
	}
	return n >= f.fewest && n <= f.largest
}

func (r *formReader) object(f *form) bool {
	o := openObject{form: f, names: len(r.names)}
	r.at++
	for more := !r.take('}'); more; {
		name, of := r.member(&o)
		if of == nil || !r.value(of, name) {
			return false
		}
		if more = r.take(','); !more && !r.take('}') {
			return false
		}
	}
	r.names = r.names[:o.names]
	return o.seen&f.required == f.required
}

// openObject is an object that is being read.
type openObject struct {
	form  *form
	seen  uint64          // declared members that have come
	next  int             // the declared member that is likely to come: most writers keep to the order of the document
	names int             // where its undeclared members begin in the reader's list
	many  map[string]bool // the undeclared members, once there are many
}

// member reads a name and the colon behind it, and returns the form that the member must have; nil if that is not sure.
func (r *formReader) member(o *openObject) (string, *form) {
	if r.peek() != '"' {
		return "", nil
	}
	if m := r.likely(o); m != nil {
		return m.name, m.form
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
	if o.form.extra == nil || !r.fresh(o, name) {
		return "", nil
	}
	if r.keep && r.copy {
		name = strings.Clone(name)
	}
	return name, o.form.extra
}

// likely takes the name of a declared member that has not come, and the colon, if they are written as by most: the next one of the
// document, or one behind it. It returns nil, and takes nothing, if it is another or written otherwise.
func (r *formReader) likely(o *openObject) *formMember {
	rest := r.text[r.at:]
	for i := o.next; i < len(o.form.members); i++ {
		m := &o.form.members[i]
		if len(rest) < 2 || rest[1] != m.quoted[1] || !strings.HasPrefix(rest, m.quoted) {
			continue
		}
		if o.seen&(1<<i) != 0 {
			return nil
		}
		r.at += len(m.quoted)
		o.seen |= 1 << i
		o.next = i + 1
		return m
	}
	return nil
}

// fresh says that an undeclared member has not come before.
func (r *formReader) fresh(o *openObject, name string) bool {
	if o.many != nil {
		before := len(o.many)
		o.many[name] = true
		return len(o.many) > before
	}
	so := r.names[o.names:]
	if slices.Contains(so, name) {
		return false
	}
	if r.names = append(r.names, name); len(so) == formNames {
		o.many = map[string]bool{}
		for _, name := range r.names[o.names:] {
			o.many[name] = true
		}
	}
	return true
}
