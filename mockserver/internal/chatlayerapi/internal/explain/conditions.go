package explain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// event is what is looked at.
type event = fixtures.ChatlayerEvent

// kind is what a condition is about.
type kind int

const (
	ofBot kind = iota
	ofWindow
	ofField
	ofAttribute
	ofToken
)

// condition is one thing that a list asks of events.
type condition struct {
	kind
	step  string   // as the funnel shows it
	name  string   // of what is compared: a parameter, or an attribute
	asked []string // the values that are asked for, if they are plain texts
	like  string   // between the name of an attribute and a value, if that is not "="
	holds func(*event) bool
	value func(*event) (text string, there bool) // what an event has; nil if that is no text
}

// conditionsOf are those of a list, in the order of the funnel. After is the place behind which its page begins.
func conditionsOf(l *chatlayersteps.Lookup, after eventstore.Position) []condition {
	all := []condition{botCondition(l)}
	for i, equal := range l.Query.Where {
		if equal.Field == chatlayerworld.FieldVersion {
			all = append(all, fieldCondition(&l.Query.Where[i]))
		}
	}
	if l.Call != nil {
		all = append(all, windowCondition(&l.Query))
	}
	for i, equal := range l.Query.Where {
		if equal.Field != chatlayerworld.FieldVersion {
			all = append(all, fieldCondition(&l.Query.Where[i]))
		}
	}
	for i := range l.Query.Labels {
		all = append(all, attributeCondition(&l.Query.Labels[i]))
	}
	if !after.IsZero() {
		all = append(all, condition{kind: ofToken, step: "page_token", holds: func(e *event) bool {
			return chatlayerworld.PositionOf(e.TrackingEvent).Compare(after) > 0
		}})
	}
	return all
}

func botCondition(l *chatlayersteps.Lookup) condition {
	c := condition{
		kind: ofBot, step: "team_id", name: "bot_id", asked: l.Bots,
		holds: func(e *event) bool { return slices.Contains(l.Bots, e.BotID) },
		value: func(e *event) (string, bool) { return e.BotID, true },
	}
	if l.Asked != "" {
		c.step = "bot_id"
	}
	return c
}

func fieldCondition(equal *eventstore.Equal) condition {
	value := func(e *event) (string, bool) {
		text := chatlayerworld.Value(e, equal.Field)
		return text, text != ""
	}
	step := fmt.Sprintf("%s=%q", equal.Field, equal.Value)
	if equal.Field == chatlayerworld.FieldVersion { // one of two words
		step = equal.Field + "=" + equal.Value
	}
	return condition{
		kind: ofField, step: step, name: equal.Field, asked: []string{equal.Value}, value: value,
		holds: func(e *event) bool { return chatlayerworld.Value(e, equal.Field) == equal.Value },
	}
}

func windowCondition(q *eventstore.Query) condition {
	return condition{
		kind: ofWindow, step: "start_time..end_time", name: "timestamp",
		holds: func(e *event) bool { return !e.Timestamp.Before(q.Start) && e.Timestamp.Before(q.End) },
		value: func(e *event) (string, bool) { return e.Timestamp.UTC().Format(time.RFC3339Nano), true },
	}
}

func attributeCondition(c *eventstore.Condition) condition {
	op := map[eventstore.Op]string{
		eventstore.OneOf: "in", eventstore.NoneOf: "not in", eventstore.Contains: "contains", eventstore.Exists: "exists",
		eventstore.Absent: "does not exist",
	}[c.Op]
	step := fmt.Sprintf("attributes.%s %s", c.Key, op)
	if len(c.Values) > 0 {
		step += fmt.Sprintf(" %q", c.Values)
	}
	made := condition{
		kind: ofAttribute, step: step, name: c.Key,
		value: func(e *event) (string, bool) { text, there := e.Attributes[c.Key]; return text, there },
		holds: func(e *event) bool {
			text, there := e.Attributes[c.Key]
			holds, err := c.Holds(text, there, func(int) error { return nil })
			return err == nil && holds
		},
	}
	if c.Op == eventstore.OneOf {
		made.asked = c.Values
	}
	return made
}

// holdingCondition is that an attribute has a text in it, in either case of letters.
func holdingCondition(attribute, text string) condition {
	value := func(e *event) (string, bool) { text, there := e.Attributes[attribute]; return text, there }
	return condition{
		kind: ofAttribute, step: fmt.Sprintf("query=%q", text), name: attribute, asked: []string{text}, like: " with ", value: value,
		holds: func(e *event) bool {
			have, there := value(e)
			return there && strings.Contains(strings.ToLower(have), strings.ToLower(text))
		},
	}
}

// plain is a text without what is easily overlooked: letter case and white space around it.
func plain(text string) string { return strings.ToLower(strings.TrimSpace(text)) }
