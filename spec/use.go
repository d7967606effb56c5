package spec

import (
	"net/http"
	"strconv"
)

// Counter counts how often the items of a contract are used. They are numbered as Items lists them.
type Counter interface{ Count(item int) }

// Use is a request with its answer, as far as it says what of the contract was used.
type Use struct {
	Path   PathParams
	Params Members // those of Input; not given if nobody has held the request to the contract
	Body   Members // that of Input
	Status int     // of the answer
}

// Count counts what a request used. A request that was refused, or answered without being read, has used nothing but the status
// of its answer. A parameter or member that is empty or null counts as left out; of a list each element counts.
func (o *Operation) Count(use Use, counter Counter) {
	if number, there := o.items.statuses[o.declared(use.Status)]; there {
		counter.Count(number)
	}
	if !use.Params.Given() || use.Status >= http.StatusBadRequest {
		return
	}
	counter.Count(o.items.served)
	for i := range o.items.path {
		p := &o.items.path[i]
		p.count(&value{node: node{kind: kindText, text: use.Path.Get(p.name)}}, counter)
	}
	parameters := usable{members: o.items.parameters}
	parameters.inside(use.Params, counter)
	if body := o.items.body; body != nil {
		body.inside(use.Body, counter)
	}
}

// operationItems are the items of an operation, by their numbers.
type operationItems struct {
	served     int
	path       []usable
	parameters []usable // all others
	body       *usable  // nil if there is none in JSON
	statuses   map[*response]int
}

// none is the number of what is no item of its own.
const none = -1

// usable is a parameter, a member of a body, the body itself or an element of a list.
type usable struct {
	name     string
	item     int            // or none
	values   map[string]int // of an enum, by their text
	members  []usable       // that are listed
	elements *usable
}

func (u *usable) count(sent *value, counter Counter) {
	if sent.empty() {
		return
	}
	if u.item != none {
		counter.Count(u.item)
	}
	if u.values != nil {
		if number, there := u.values[sent.plain()]; there {
			counter.Count(number)
		}
	}
	if u.elements != nil {
		for element := range sent.items() {
			u.elements.count(&element, counter)
		}
	}
	if u.members != nil {
		u.inside(sent.object(), counter)
	}
}

// inside counts what is listed. Most clients send members in the order of the document.
func (u *usable) inside(object Members, counter Counter) {
	if object.own != nil {
		u.insideMap(object.own, counter)
		return
	}
	next := 0
	for i := 0; i < len(object.nodes); {
		n := &object.nodes[i]
		inner := object.nodes[i+1 : i+1+int(n.inner)]
		if m := u.member(n.name, next); m >= 0 {
			u.members[m].count(&value{node: *n, inner: inner}, counter)
			next = m + 1
		}
		i += 1 + len(inner)
	}
}

func (u *usable) insideMap(object map[string]any, counter Counter) {
	for name, raw := range object {
		if m := u.member(name, 0); m >= 0 {
			made := valueFrom(raw)
			u.members[m].count(&made, counter)
		}
	}
}

// member is the place of a listed one, looked for from a place on; -1 if it is not listed.
func (u *usable) member(name string, from int) int {
	for range u.members {
		if from == len(u.members) {
			from = 0
		}
		if u.members[from].name == name {
			return from
		}
		from++
	}
	return -1
}

// empty reports whether a value says no more than none would.
func (v *value) empty() bool {
	switch v.kind {
	case kindText:
		return v.text == ""
	case kindList, kindObject:
		list, _ := v.raw.([]any)
		object, _ := v.raw.(map[string]any)
		return len(v.inner)+len(list)+len(object) == 0
	}
	return v.kind == kindNull
}

// plain is how an enum has a value.
func (v *value) plain() string {
	if v.kind == kindBool {
		return strconv.FormatBool(v.yes)
	}
	return v.text
}
