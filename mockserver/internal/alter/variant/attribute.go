package variant

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// attributes are readings of attribute filters. No document says what an operator means or how several filters combine.
func attributes() []Variant {
	return []Variant{
		legal("", "attribute.ignored", "Attribute filters are ignored.", alter.BeforeQuery(alter.FirstAttributes(0))),
		legal("", "attribute.first-only", "Only the first of several attribute filters is applied.",
			alter.BeforeQuery(alter.FirstAttributes(1))),
		legal("", "attribute.any", "An event that meets one of several attribute filters is listed.", alter.AroundList(anyLabel)),
		legal("", "attribute.unknown-operator-gives-all", "An attribute filter with an unknown operator is left out.",
			alter.BeforeDecode(dropUnknownOperators)),
		legal("", "attribute.as-number", "Values of attributes that look like numbers are compared as numbers.",
			comparing(alter.SameNumber)),
		legal("", "attribute.prefix", "A filter for equality finds the values of attributes that begin with its own.",
			comparing(func(want, got string) bool { return strings.HasPrefix(got, want) })),
		legal("", "attribute.key-case-folded", "Names of attributes are compared without regard to case.",
			matching(strings.EqualFold, same)),
	}
}

func same(a, b string) bool { return a == b }

func anyLabel(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
	conditions := l.Query.Labels
	if len(conditions) < 2 || slices.ContainsFunc(conditions, func(c eventstore.Condition) bool { return c.Op != eventstore.OneOf }) {
		return next(l)
	}
	l.Query.Labels = nil
	return alter.Sift(next, l, func(e event) bool {
		return slices.ContainsFunc(conditions, func(c eventstore.Condition) bool { return holds(c, e.Attributes, same, same) })
	})
}

// dropUnknownOperators leaves filters out before the contract is asked about them.
func dropUnknownOperators(c *pipeline.Call) error {
	o, _ := alter.ParseObject(c.Sent)
	raw, there := o.Get("filters")
	var filters []json.RawMessage
	if !c.Is(alter.ListByPost) || !there || json.Unmarshal(raw, &filters) != nil || filters == nil {
		return nil
	}
	operators := []string{"", "eq", "=", "==", "equals", "is", "in", "neq", "!=", "not_equals", "not_in", "contains", "exists"}
	filters = slices.DeleteFunc(filters, func(raw json.RawMessage) bool {
		filter, _ := alter.ParseObject(raw)
		return !slices.Contains(operators, strings.ToLower(filter.Text("operator")))
	})
	c.Sent = o.With("filters", alter.List(filters)).Bytes()
	return nil
}

// comparing replaces how one value is compared with another.
func comparing(values func(want, got string) bool) alter.Decorator { return matching(same, values) }

// matching replaces how the names and the values of a filter for equality are compared with an event's.
func matching(names, values func(want, got string) bool) alter.Decorator {
	return alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		wide, keep := alter.JudgeAttributes(l, func(c eventstore.Condition, attributes map[string]string) bool {
			return holds(c, attributes, names, values)
		})
		if keep == nil {
			return next(l)
		}
		return alter.Sift(next, wide, keep)
	})
}

func holds(c eventstore.Condition, attributes map[string]string, names, values func(want, got string) bool) bool {
	for key, got := range attributes {
		if names(c.Key, key) && slices.ContainsFunc(c.Values, func(want string) bool { return values(want, got) }) {
			return true
		}
	}
	return false
}
