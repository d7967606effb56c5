package plan

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/spec"
)

// Plan is a tracking plan. It does not change.
type Plan struct {
	written map[string]any
	lines   Lines
	events  map[string]event
	names   []string // of the events, sorted
	forbid  []*regexp.Regexp
	closed  bool // other events are violations
}

type event struct {
	required   []string
	attributes map[string]attribute
	names      []string // of the attributes, sorted
	closed     bool     // other attributes are violations
}

// Parts are the members in which an operation of an API has what a plan speaks of. The zero value is that of an operation that writes no
// event: only what no text may have matters there.
type Parts struct {
	Event      string // the event's name
	Attributes string // an object with its attributes
}

// Written is the plan as it was written.
func (p *Plan) Written() map[string]any {
	if p == nil {
		return map[string]any{}
	}
	return p.written
}

// At is the plan as one whose parts stand on these lines.
func (p *Plan) At(lines Lines) *Plan {
	if p == nil {
		return nil
	}
	placed := *p
	placed.lines = lines
	return &placed
}

// Read reads a plan that keeps to the schema TrackingPlan; nil if it asks for nothing. The mistakes are those that no schema can tell, each
// with its pointer behind that of the plan.
func Read(written map[string]any, pointer string) (*Plan, []spec.Violation) {
	r := reader{}
	p := &Plan{written: written, events: map[string]event{}, closed: written["other_events"] == violation}
	events, _ := written["events"].(map[string]any)
	p.names = slices.Sorted(maps.Keys(events))
	for _, name := range p.names {
		of, _ := events[name].(map[string]any)
		p.events[name] = r.event(of, pointer+"/events/"+escape(name))
	}
	for i, text := range texts(written["forbid"]) {
		if e := r.pattern(text, fmt.Sprintf("%s/forbid/%d", pointer, i)); e != nil {
			p.forbid = append(p.forbid, e)
		}
	}
	if len(p.events) == 0 && len(p.forbid) == 0 && !p.closed {
		return nil, r.mistakes
	}
	return p, r.mistakes
}

// violation is what a plan says of what it does not name.
const violation = "violation"

type reader struct{ mistakes []spec.Violation }

func (r *reader) event(of map[string]any, pointer string) event {
	e := event{required: texts(of["required"]), attributes: map[string]attribute{}, closed: of["other_attributes"] == violation}
	attributes, _ := of["attributes"].(map[string]any)
	e.names = slices.Sorted(maps.Keys(attributes))
	for _, name := range e.names {
		asked, _ := attributes[name].(map[string]any)
		e.attributes[name] = r.attribute(asked, pointer+"/attributes/"+escape(name))
	}
	return e
}

func (r *reader) pattern(text, pointer string) *regexp.Regexp {
	e, err := regexp.Compile(text)
	if err != nil {
		r.wrong(pointer, strconv.Quote(spec.Cut(text, 80)), "a regular expression of RE2: "+err.Error(),
			"correct the expression; RE2 has no look-around and no back-references")
		return nil
	}
	return e
}

func (r *reader) wrong(pointer, got, expected, fix string) {
	r.mistakes = append(r.mistakes, spec.Violation{
		Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: pointer, Got: got, Expected: expected, Fix: fix,
	})
}

func texts(list any) (all []string) {
	items, _ := list.([]any)
	for _, item := range items {
		if text, is := item.(string); is {
			all = append(all, text)
		}
	}
	return all
}

var escapes = strings.NewReplacer("~", "~0", "/", "~1")

func escape(name string) string { return escapes.Replace(name) }
