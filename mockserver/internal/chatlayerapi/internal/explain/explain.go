package explain

import (
	"context"
	"iter"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const (
	// mostLooked is how many events are looked at. Of more, the funnel counts the first.
	mostLooked = 200_000
	// mostValues is how many different values of one condition are remembered.
	mostValues = 5_000
	// mostConditions is how many conditions are told apart.
	mostConditions = 63
)

// events are all there are, with the error that ends them.
type events = iter.Seq2[event, error]

// List explains what a list finds among all events. After is the place behind which its page begins. A list without a call is of all times,
// and one without a limit has one page.
func List(ctx context.Context, l *chatlayersteps.Lookup, after eventstore.Position, all events) (pipeline.Explanation, error) {
	return newLook(l, conditionsOf(l, after)).over(ctx, all)
}

// Values explains which values of an attribute are found among all events.
func Values(ctx context.Context, v chatlayersteps.ValueLookup, all events) (pipeline.Explanation, error) {
	l := &chatlayersteps.Lookup{Asked: v.Bot, Bots: []string{v.Bot}}
	l.Query.Labels = []eventstore.Condition{{Key: v.Attribute, Op: eventstore.Exists}}
	conditions := conditionsOf(l, eventstore.Position{})
	if v.Holding != "" {
		conditions = append(conditions, holdingCondition(v.Attribute, v.Holding))
	}
	return newLook(l, conditions).over(ctx, all)
}

// over looks at all events, and tells what was seen.
func (k *look) over(ctx context.Context, all events) (pipeline.Explanation, error) {
	for e, err := range all {
		if err != nil {
			return pipeline.Explanation{}, err
		}
		if k.events++; k.events > mostLooked {
			k.events, k.more = mostLooked, true
			break
		}
		k.at(&e)
		if k.events%1024 == 0 && ctx.Err() != nil {
			return pipeline.Explanation{}, ctx.Err()
		}
	}
	return pipeline.Explanation{Funnel: k.funnel(), Found: k.left(len(k.conditions)), Hints: k.hints()}, nil
}

// look is what was seen of the events.
type look struct {
	list       *chatlayersteps.Lookup
	conditions []condition
	events     int
	more       bool           // there are more events than were looked at
	failed     map[uint64]int // events by the conditions that they fail, as bits

	anywhere []values // by condition: the values of events that fail it
	before   []values // of those that meet all conditions before it
	alone    []values // of those that fail nothing else

	keys           map[string]int // of attributes of the bots' events
	campaigns      int            // of the bots' events, how many have one
	oldest, newest time.Time      // of the bots' events
	nearest        time.Duration  // from the window to an event that fails nothing else; negative if it lies before, zero on its end
	outside        int            // events that fail the window alone
}

// values are counted texts.
type values map[string]int

func (v values) add(text string) {
	if _, known := v[text]; known || len(v) < mostValues {
		v[text]++
	}
}

func newLook(l *chatlayersteps.Lookup, conditions []condition) *look {
	k := &look{list: l, conditions: conditions[:min(len(conditions), mostConditions)], failed: map[uint64]int{}, keys: map[string]int{}}
	for range k.conditions {
		k.anywhere, k.before, k.alone = append(k.anywhere, values{}), append(k.before, values{}), append(k.alone, values{})
	}
	return k
}

// at looks at one event.
func (k *look) at(e *event) {
	var failed uint64
	for i := range k.conditions {
		if !k.conditions[i].holds(e) {
			failed |= 1 << i
		}
	}
	k.failed[failed]++
	for i := range k.conditions {
		if failed&(1<<i) != 0 {
			k.note(i, e, failed)
		}
	}
	if failed&1 != 0 { // another bot's
		return
	}
	for key := range e.Attributes {
		k.keys[key]++
	}
	if e.Campaign != nil {
		k.campaigns++
	}
	if k.oldest.IsZero() || e.Timestamp.Before(k.oldest) {
		k.oldest = e.Timestamp
	}
	if e.Timestamp.After(k.newest) {
		k.newest = e.Timestamp
	}
}

// note remembers what an event has in place of what the condition asks for.
func (k *look) note(i int, e *event, failed uint64) {
	c := &k.conditions[i]
	if failed == 1<<i && c.kind == ofWindow {
		k.outside++
		k.gap(e.Timestamp)
	}
	if c.value == nil {
		return
	}
	text, there := c.value(e)
	if !there {
		return
	}
	k.anywhere[i].add(text)
	if failed&(1<<i-1) == 0 {
		k.before[i].add(text)
	}
	if failed == 1<<i {
		k.alone[i].add(text)
	}
}

// gap notes how far an event lies outside the window.
func (k *look) gap(at time.Time) {
	gap := at.Sub(k.list.Query.End)
	if at.Before(k.list.Query.Start) {
		gap = at.Sub(k.list.Query.Start)
	}
	if k.outside == 1 || gap.Abs() < k.nearest.Abs() {
		k.nearest = gap
	}
}

// left is how many events meet the first so many conditions.
func (k *look) left(conditions int) int {
	n := 0
	for failed, events := range k.failed {
		if failed&(1<<conditions-1) == 0 {
			n += events
		}
	}
	return n
}

func (k *look) funnel() []pipeline.Step {
	steps := []pipeline.Step{{Name: "namespace", Events: k.events, AtLeast: k.more}}
	for i := range k.conditions {
		steps = append(steps, pipeline.Step{Name: k.conditions[i].step, Events: k.left(i + 1), AtLeast: k.more})
	}
	return steps
}
