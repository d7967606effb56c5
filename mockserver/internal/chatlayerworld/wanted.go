package chatlayerworld

import (
	"slices"
	"strconv"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// filterOf is what a query asks of seeded events. It reports never if no event can be that.
func filterOf(q *eventstore.Query, spend eventstore.Spend) (wanted fixtures.Filter, never bool) {
	names, fields := Fields(), wantedOf(&wanted)
	for _, equal := range q.Where {
		at := slices.Index(names, equal.Field)
		if at < 0 || *fields[at] != nil && **fields[at] != equal.Value {
			return wanted, true
		}
		*fields[at] = &equal.Value
	}
	for i := range q.Labels {
		condition := &q.Labels[i]
		wanted.Attributes = append(wanted.Attributes, fixtures.AttributeFilter{
			Name: condition.Key,
			Holds: func(value string, there bool) (bool, error) {
				if err := spend(1 + len(condition.Values)); err != nil {
					return false, err
				}
				return condition.Holds(value, there, spend)
			},
		})
	}
	return wanted, false
}

// textOf is what a query asks of events, the same for queries that ask for the same in the same order.
func textOf(q *eventstore.Query) string {
	if len(q.Where)+len(q.Labels) == 0 {
		return ""
	}
	var text []byte
	add := func(part string) {
		text = append(append(strconv.AppendInt(text, int64(len(part)), 10), ':'), part...)
	}
	for _, equal := range q.Where {
		add(equal.Field)
		add(equal.Value)
	}
	for _, condition := range q.Labels {
		text = strconv.AppendInt(append(text, '?'), int64(condition.Op), 10)
		add(condition.Key)
		for _, value := range condition.Values {
			add(value)
		}
	}
	return string(text)
}
