package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ItemKind says what of a contract an item is.
type ItemKind string

// The kinds of items.
const (
	ItemOperation ItemKind = "operation"
	ItemParameter ItemKind = "parameter"
	ItemMember    ItemKind = "body member"
	ItemValue     ItemKind = "enum value" // of a parameter or of a member of a body
	ItemPage      ItemKind = "later page"
	ItemStatus    ItemKind = "status"  // that is no refusal
	ItemRefusal   ItemKind = "refusal" // a status from 400 on
)

// Item is one thing that a contract documents and that a client can use. Its id begins with the name of the contract, such as
// chatlayer.ListEvents.query.version=DRAFT, and stays the same as long as the document says the same there.
type Item struct {
	ID        string
	Kind      ItemKind
	Operation string // operationId
	Place     Place  // where it is written: a $ref there is not followed
}

// PageToken is the name that a parameter, or a member of a body, has which asks for a later page.
// Source: AIP-158.
const PageToken = "page_token"

// Items lists what a client can use of the contract, operation by operation in the order of the document: the operation, its
// parameters, the members of its body, their enum values, a later page and every status. A member of several variants of a body is
// one item, at the place of the first; what nothing lists, such as the names in a free object, is none. What is inside a member is left
// out where a schema has come back to itself, or an operation has a thousand items already.
func (c *Contract) Items() []Item {
	items := make([]Item, len(c.items))
	for i, it := range c.items {
		items[i] = Item{ID: it.id, Kind: it.kind, Operation: it.operation, Place: c.places.written(it.pointer)}
	}
	return items
}

// item is an Item whose place has still to be found.
type item struct {
	id        string
	kind      ItemKind
	operation string
	pointer   string // as it was come by
}

// plainName is a name or a value that an id holds as it is; others are quoted, so that no two items have the same id.
var plainName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

func idOf(name string) string {
	if plainName.MatchString(name) {
		return name
	}
	return strconv.Quote(name)
}

// itemizer numbers the items of a contract.
type itemizer struct {
	contract  *Contract
	operation *Operation
	within    []*shape // that are being itemized, so that recursion ends
	found     int      // items so far
	paged     bool     // it has a later page
}

// add appends an item of the operation; rest is what follows the operation in the id.
func (z *itemizer) add(kind ItemKind, rest, pointer string) int {
	c := z.contract
	z.found++
	c.items = append(c.items, item{c.name + "." + z.operation.ID + rest, kind, z.operation.ID, pointer})
	return len(c.items) - 1
}

// itemize gives every operation the items that it has.
func (c *Contract) itemize() {
	for _, o := range c.operations {
		z := itemizer{contract: c, operation: o}
		o.items.served = z.add(ItemOperation, "", o.pointer)
		for _, p := range o.parameters {
			if u := z.parameter(p); p.in == InPath {
				o.items.path = append(o.items.path, u)
			} else {
				o.items.parameters = append(o.items.parameters, u)
			}
		}
		if o.body != nil {
			if s := o.body.content.json(); s != nil {
				body := z.inside([]*shape{s}, ".body")
				o.items.body = &body
			}
		}
		o.items.statuses = map[*response]int{}
		for _, status := range c.places.keys(o.pointer + "/responses") {
			z.status(status)
		}
	}
}

func (z *itemizer) parameter(p *parameter) usable {
	rest := "." + string(p.in) + "." + idOf(p.name)
	u := usable{name: p.name, item: z.one(ItemParameter, rest, p.name, p.in == InQuery, p.declared)}
	u.values = z.values(rest, p.schema.Enum, z.contract.places.canonical(p.place+"/schema"), nil)
	return u
}

// one is the item of a parameter or member: what asks for a later page is that page.
func (z *itemizer) one(kind ItemKind, rest, name string, paging bool, pointer string) int {
	if paging && name == PageToken && !z.paged {
		z.paged = true
		return z.add(ItemPage, ".page=later", pointer)
	}
	return z.add(kind, rest, pointer)
}

// values are the items of an enum, by the text of each value.
func (z *itemizer) values(rest string, enum []any, pointer string, found map[string]int) map[string]int {
	for i, value := range enum {
		text := fmt.Sprint(value)
		if _, there := found[text]; there || value == nil || text == "" { // what is empty or null counts as left out
			continue
		}
		if found == nil {
			found = map[string]int{}
		}
		found[text] = z.add(ItemValue, rest+"="+idOf(text), pointer+"/enum/"+strconv.Itoa(i))
	}
	return found
}

func (z *itemizer) status(status string) {
	declared := z.operation.responses[strings.ToUpper(status)]
	if declared == nil {
		return // an extension
	}
	kind := ItemStatus
	if status[0] == '4' || status[0] == '5' {
		kind = ItemRefusal
	}
	z.operation.items.statuses[declared] = z.add(kind, ".status="+status, z.operation.pointer+"/responses/"+status)
}

// mostItems is how many items an operation has before nothing more is looked into: schemas that refer to each other lead to as many
// paths as there are orders of them.
const mostItems = 1000

// inside are the items in a value to which these schemas apply, whichever branch it takes.
func (z *itemizer) inside(shapes []*shape, rest string) usable {
	u := usable{item: none}
	if z.found >= mostItems {
		return u
	}
	var applying []*shape
	for _, s := range shapes {
		applying = s.applying(anything{}, applying)
	}
	view := merge(applying)
	before := len(z.within)
	for _, s := range view.shapes {
		if len(s.properties) > 0 && !slices.Contains(z.within[:before], s) {
			z.within = append(z.within, s)
			u.members = z.members(u.members, s, view, rest)
		}
		u.values = z.values(rest, s.schema.Enum, s.place, u.values)
	}
	if len(view.items) > 0 {
		elements := z.inside(view.items, rest+"[]")
		u.elements = &elements
	}
	z.within = z.within[:before]
	return u
}

// members adds those that a schema lists and that no schema before it has.
func (z *itemizer) members(sofar []usable, s *shape, view *view, rest string) []usable {
	for _, name := range z.contract.places.keys(s.place + "/properties") {
		had := slices.ContainsFunc(sofar, func(m usable) bool { return m.name == name })
		if had || s.properties[name] == nil || s.properties[name].schema.ReadOnly {
			continue
		}
		path := rest + "." + idOf(name)
		number := z.one(ItemMember, path, name, rest == ".body", s.place+"/properties/"+escape(name))
		m := z.inside(view.members[name], path)
		m.name, m.item = name, number
		sofar = append(sofar, m)
	}
	return sofar
}
