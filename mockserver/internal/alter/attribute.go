package alter

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// ByAttributes holds if there are filters by attributes.
func ByAttributes(l *chatlayersteps.Lookup) bool { return len(l.Query.Labels) > 0 }

// FirstAttributes leaves the first n filters by attributes.
func FirstAttributes(n int) func(*chatlayersteps.Lookup) {
	return func(l *chatlayersteps.Lookup) { l.Query.Labels = l.Query.Labels[:min(n, len(l.Query.Labels))] }
}

// JudgeAttributes replaces how filters by attributes for equality hold: wide asks for more, of which keep picks the events. It is
// nil if there is no such filter.
func JudgeAttributes(
	l *chatlayersteps.Lookup, holds func(c eventstore.Condition, attributes map[string]string) bool,
) (wide *chatlayersteps.Lookup, keep func(event) bool) {
	equal := func(c eventstore.Condition) bool { return c.Op == eventstore.OneOf }
	if !slices.ContainsFunc(l.Query.Labels, equal) {
		return l, nil
	}
	again := *l
	again.Query.Labels = slices.DeleteFunc(slices.Clone(l.Query.Labels), equal)
	return &again, func(e event) bool {
		return !slices.ContainsFunc(l.Query.Labels, func(c eventstore.Condition) bool { return equal(c) && !holds(c, e.Attributes) })
	}
}
