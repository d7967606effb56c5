package plan

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/understudy-mock/understudy/spec"
)

// mostTold is how many violations are told of one event, and mostOfWhere how much of a place in the plan, in bytes.
const (
	mostTold    = 20
	mostOfWhere = 256
)

// Document is what the place of a violation has for a document: the plan says so, and no API's contract does.
const Document = "plan"

// Check tells what an event, or something else that a client writes, breaks of the plan. What is forbidden is mostly somebody's own, and so
// never repeated.
func (p *Plan) Check(body map[string]any, parts Parts) []spec.Violation {
	c := check{lines: p.lines}
	if parts.Event != "" {
		c.tracked(p, body, parts)
	}
	if len(p.forbid) > 0 {
		c.forbidden(p, body, "")
	}
	return c.found
}

type check struct {
	lines Lines
	found []spec.Violation
}

// full reports whether no more will be told, so that the size of a body does not matter from there on.
func (c *check) full() bool { return len(c.found) >= mostTold }

// add tells of what is at a pointer into the body. Where is the pointer into the plan that asks for something else.
func (c *check) add(rule, where, pointer, got, expected, fix string) {
	if !c.full() {
		c.found = append(c.found, spec.Violation{
			Rule: rule, Side: spec.SideRequest, In: spec.InBody, Pointer: pointer, Got: got, Expected: expected, Fix: fix,
			Place: spec.Place{Document: Document, Pointer: spec.Cut(where, mostOfWhere), Line: c.lines.of(where)},
		})
	}
}

// tracked holds an event to what the plan says of its name.
func (c *check) tracked(p *Plan, body map[string]any, parts Parts) {
	name, _ := body[parts.Event].(string)
	of, known := p.events[name]
	switch {
	case known:
		attributes, _ := body[parts.Attributes].(map[string]any)
		c.event(name, of, attributes, "/"+parts.Attributes)
	case p.closed:
		c.add(spec.RulePlanEvent, "/other_events", "/"+parts.Event, strconv.Quote(name), "an event of the tracking plan",
			spec.FixName(name, p.names, "name the event as the plan does, or add it to the plan"))
	}
}

func (c *check) event(name string, of event, attributes map[string]any, pointer string) {
	where := "/events/" + escape(name)
	for i, wanted := range of.required {
		if _, there := attributes[wanted]; !there {
			c.add(spec.RulePlanMissing, fmt.Sprintf("%s/required/%d", where, i), pointer, "no "+strconv.Quote(wanted),
				"the attribute "+strconv.Quote(wanted)+" of "+strconv.Quote(name), "send it, or take it out of what the plan requires")
		}
	}
	for _, sent := range slices.Sorted(maps.Keys(attributes)) {
		if c.full() {
			return
		}
		asked, known := of.attributes[sent]
		at := pointer + "/" + escape(sent)
		if !known {
			if of.closed && !slices.Contains(of.required, sent) {
				c.unknown(of, sent, where+"/other_attributes", at)
			}
			continue
		}
		if expected := asked.broken(attributes[sent]); expected != "" {
			text := asText(attributes[sent])
			c.add(spec.RulePlanValue, where+"/attributes/"+escape(sent), at, strconv.Quote(spec.Cut(text, 80)), expected,
				spec.FixName(text, asked.enum, "send a value that the plan allows"))
		}
	}
}

func (c *check) unknown(of event, sent, where, at string) {
	c.add(spec.RulePlanUnknown, where, at, strconv.Quote(sent), "an attribute of the tracking plan",
		spec.FixName(sent, of.names, "leave it out, or add it to the plan"))
}

// forbidden looks into every text of a value, until enough is told.
func (c *check) forbidden(p *Plan, value any, pointer string) {
	switch value := value.(type) {
	case string:
		for i, pattern := range p.forbid {
			if pattern.MatchString(value) {
				c.add(spec.RulePlanForbidden, fmt.Sprintf("/forbid/%d", i), pointer, "a text that matches "+pattern.String(),
					"none that does", "leave it out, or send a substitute that names nobody")
			}
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if c.full() {
				return
			}
			c.forbidden(p, value[name], pointer+"/"+escape(name))
		}
	case []any:
		for i, item := range value {
			if c.full() {
				return
			}
			c.forbidden(p, item, fmt.Sprintf("%s/%d", pointer, i))
		}
	}
}
