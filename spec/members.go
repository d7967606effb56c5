package spec

import (
	"encoding/json"
	"iter"
	"strconv"
)

// Members are the members of a JSON object, or the parameters of a request, that the contract has accepted, so that their types are
// known. They are read where the text has them, until somebody wants a map to change. The zero value is no object at all.
type Members struct {
	nodes []node         // of the object's members, each before what is inside it
	own   map[string]any // instead of the nodes
}

// node is a JSON value with the name that it has.
type node struct {
	name  string // empty in a list
	text  string // of a string or a number
	inner int32  // how many nodes behind it are inside it
	kind  kind   // one alone
	yes   bool   // a bool's value
}

// MembersOf are the members of a map, which has values as Members.Map has them.
func MembersOf(m map[string]any) Members { return Members{own: m} }

// Given reports whether there is an object, be it an empty one.
func (m Members) Given() bool { return m.nodes != nil || m.own != nil }

// Map returns the members as a map, nil if there is no object: of string, json.Number (int64 in parameters), bool, nil, map[string]any
// and []any. Changes of the map are changes of the members.
func (m *Members) Map() map[string]any {
	if m.own == nil && m.nodes != nil {
		object, _ := value{node: node{kind: kindObject}, inner: m.nodes}.any().(map[string]any)
		m.own, m.nodes = object, nil
	}
	return m.own
}

// Lookup returns a member as Map has it, and whether there is one.
func (m Members) Lookup(name string) (any, bool) {
	v, there := m.value(name)
	return v.any(), there
}

// Text returns a string member, empty if it is absent.
func (m Members) Text(name string) string {
	s, _ := m.TextGiven(name)
	return s
}

// TextGiven returns a string member, and whether there is one.
func (m Members) TextGiven(name string) (string, bool) {
	if v, _ := m.value(name); v.kind == kindText {
		return v.text, true
	}
	return "", false
}

// TextOr returns a string member that may be null: nil if it is null, a default if it is absent.
func (m Members) TextOr(name, absent string) *string {
	v, there := m.value(name)
	switch {
	case !there:
		return &absent
	case v.kind == kindText:
		return &v.text
	}
	return nil
}

// Bool returns a boolean member, false if it is absent, and whether there is one.
func (m Members) Bool(name string) (yes, given bool) {
	v, _ := m.value(name)
	return v.yes, v.kind == kindBool
}

// Number returns a number as it is written, and whether there is one.
func (m Members) Number(name string) (n json.Number, given bool) {
	v, _ := m.value(name)
	if v.kind != kindNumber && v.kind != kindInteger {
		return "", false
	}
	return json.Number(v.text), true
}

// Int32 returns a whole number, nil if it is absent. The contract has checked its range.
func (m Members) Int32(name string) *int32 {
	n, given := m.Number(name)
	if !given {
		return nil
	}
	whole, _ := strconv.ParseInt(string(n), 10, 32)
	size := int32(whole)
	return &size
}

// Object returns an object member; not given if it is absent.
func (m Members) Object(name string) Members {
	v, _ := m.value(name)
	return v.object()
}

// Objects returns a list of objects, nil if it is absent.
func (m Members) Objects(name string) []Members {
	list, there := m.value(name)
	if !there {
		return nil
	}
	var objects []Members
	for item := range list.items() {
		if item.kind == kindObject {
			objects = append(objects, item.object())
		}
	}
	return objects
}

// Texts returns a list of strings, nil if it is absent.
func (m Members) Texts(name string) []string {
	list, there := m.value(name)
	if !there {
		return nil
	}
	var texts []string
	for item := range list.items() {
		if item.kind == kindText {
			texts = append(texts, item.text)
		}
	}
	return texts
}

// TextMap returns an object whose members are strings, nil if it is absent.
func (m Members) TextMap(name string) map[string]string {
	object := m.Object(name)
	if !object.Given() {
		return nil
	}
	texts := make(map[string]string, max(len(object.nodes), len(object.own)))
	for key, v := range object.own {
		texts[key], _ = v.(string)
	}
	for _, n := range object.nodes {
		texts[n.name] = n.text
	}
	return texts
}

// value is a value with all that is inside it.
type value struct {
	node
	inner []node
	raw   any // a map or a list that somebody made, instead of inner
}

func (m Members) value(name string) (value, bool) {
	if m.own != nil {
		raw, there := m.own[name]
		return valueFrom(raw), there
	}
	for i := 0; i < len(m.nodes); i += 1 + int(m.nodes[i].inner) {
		if n := &m.nodes[i]; n.name == name {
			return value{node: *n, inner: m.nodes[i+1 : i+1+int(n.inner)]}, true
		}
	}
	return value{}, false
}

// valueFrom is a value of a map or a list that somebody made.
func valueFrom(raw any) value {
	switch raw := raw.(type) {
	case string:
		return value{node: node{kind: kindText, text: raw}}
	case json.Number:
		return value{node: node{kind: kindNumber, text: raw.String()}}
	case int64:
		return value{node: node{kind: kindInteger, text: strconv.FormatInt(raw, 10)}}
	case bool:
		return value{node: node{kind: kindBool, yes: raw}}
	case map[string]any:
		return value{node: node{kind: kindObject}, raw: raw}
	case []any:
		return value{node: node{kind: kindList}, raw: raw}
	}
	return value{node: node{kind: kindNull}}
}

func (v value) object() Members {
	switch {
	case v.kind != kindObject:
		return Members{}
	case v.raw != nil:
		made, _ := v.raw.(map[string]any)
		return Members{own: made}
	}
	return Members{nodes: v.inner}
}

// items are the values in a list; none if it is no list.
func (v value) items() iter.Seq[value] {
	return func(yield func(value) bool) {
		if v.kind != kindList {
			return
		}
		made, _ := v.raw.([]any)
		for _, raw := range made {
			if !yield(valueFrom(raw)) {
				return
			}
		}
		for item := range each(v.inner) {
			if !yield(item) {
				return
			}
		}
	}
}

// each goes through values that stand behind each other.
func each(nodes []node) iter.Seq[value] {
	return func(yield func(value) bool) {
		for len(nodes) > 0 {
			behind := 1 + int(nodes[0].inner)
			if !yield(value{node: nodes[0], inner: nodes[1:behind]}) {
				return
			}
			nodes = nodes[behind:]
		}
	}
}

// any is the value as decodeJSON makes it; a parameter's whole number is an int64.
func (v value) any() any {
	switch v.kind {
	case kindText:
		return v.text
	case kindNumber:
		return json.Number(v.text)
	case kindInteger:
		n, _ := strconv.ParseInt(v.text, 10, 64)
		return n
	case kindBool:
		return v.yes
	case kindObject, kindList:
		if v.raw != nil {
			return v.raw
		}
	}
	switch v.kind {
	case kindObject:
		object := map[string]any{}
		for member := range each(v.inner) {
			object[member.name] = member.any()
		}
		return object
	case kindList:
		list := []any{}
		for item := range each(v.inner) {
			list = append(list, item.any())
		}
		return list
	}
	return nil
}
