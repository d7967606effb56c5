package variant

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// attributes are readings of attribute filters. No document says what an operator means or how several filters combine.
func attributes() []Variant {
	return []Variant{
		legal("", "attribute.ignored", "Attribute filters are ignored.", onList(firstLabels(0))),
		legal("", "attribute.first-only", "Only the first of several attribute filters is applied.", onList(firstLabels(1))),
		legal("", "attribute.third-ignored", "Of more than two attribute filters the first two are applied.", onList(firstLabels(2))),
		legal("", "attribute.any", "An event that meets one of several attribute filters is listed.", onList(anyLabel)),
		legal("", "attribute.unknown-operator-gives-all", "An attribute filter with an unknown operator is left out.", beforeDecode(dropUnknownOperators)),
		legal("", "attribute.as-number", "Values of attributes that look like numbers are compared as numbers.", comparing(sameNumber)),
		legal("", "attribute.prefix", "A filter for equality finds the values of attributes that begin with its own.", comparing(func(want, got string) bool { return strings.HasPrefix(got, want) })),
		legal("", "attribute.ignored-with-user", "Beside user_id attribute filters are ignored.", onList(ignoredWhere(func(l *pipeline.Lookup) bool { return l.Where(world.FieldUser) != "" }))),
		legal("", "attribute.ignored-in-draft", "For drafts attribute filters are ignored.", onList(ignoredWhere(func(l *pipeline.Lookup) bool { return l.Where(world.FieldVersion) == "DRAFT" }))),
		legal("", "attribute.key-case-folded", "Names of attributes are compared without regard to case.", matching(strings.EqualFold, same)),
		legal("", "attribute.key-cut", "Of the names of attributes the first 40 bytes are compared.", matching(startsAlike(40), same)),
		legal("", "attribute.cut-200", "Of the values of attributes the first 200 bytes are compared.", comparing(startsAlike(200))),
		legal("", "attribute.accents-ignored", "In the values of attributes accents do not count.", comparing(func(want, got string) bool { return withoutAccents(want) == withoutAccents(got) })),
	}
}

func same(a, b string) bool { return a == b }

// firstLabels applies the first n attribute filters.
func firstLabels(n int) func(pipeline.List, *pipeline.Lookup) (pipeline.Page, error) {
	return func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		l.Query.Labels = l.Query.Labels[:min(n, len(l.Query.Labels))]
		return next(l)
	}
}

func ignoredWhere(holds func(*pipeline.Lookup) bool) func(pipeline.List, *pipeline.Lookup) (pipeline.Page, error) {
	return func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		if holds(l) {
			l.Query.Labels = nil
		}
		return next(l)
	}
}

func anyLabel(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
	conditions := l.Query.Labels
	if len(conditions) < 2 || slices.ContainsFunc(conditions, func(c eventstore.Condition) bool { return c.Op != eventstore.OneOf }) {
		return next(l)
	}
	l.Query.Labels = nil
	return sieve(next, l, func(e event) bool {
		return slices.ContainsFunc(conditions, func(c eventstore.Condition) bool { return holds(c, e.Attributes, same, same) })
	})
}

// dropUnknownOperators leaves filters out before the contract is asked about them.
func dropUnknownOperators(c *pipeline.Call) error {
	o, ok := parseObject(c.Sent)
	var filters []json.RawMessage
	for _, m := range o {
		if m.name == "filters" {
			ok = ok && json.Unmarshal(m.value, &filters) == nil
		}
	}
	if !ok || filters == nil || !c.Is("ListEventsWithFilters") {
		return nil
	}
	known := []string{"", "eq", "=", "==", "equals", "is", "in", "neq", "!=", "not_equals", "not_in", "contains", "exists"}
	filters = slices.DeleteFunc(filters, func(raw json.RawMessage) bool {
		filter, _ := parseObject(raw)
		return !slices.Contains(known, strings.ToLower(filter.text("operator")))
	})
	c.Sent = o.with("filters", slices.Concat([]byte{'['}, bytes.Join(rawBytes(filters), []byte{','}), []byte{']'})).bytes()
	return nil
}

// comparing replaces how one value is compared with another.
func comparing(values func(want, got string) bool) decorator { return matching(same, values) }

// matching replaces how the names and the values of a filter for equality are compared with an event's.
func matching(names, values func(want, got string) bool) decorator {
	equal := func(c eventstore.Condition) bool { return c.Op == eventstore.OneOf }
	return onList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		conditions := l.Query.Labels
		if !slices.ContainsFunc(conditions, equal) {
			return next(l)
		}
		l.Query.Labels = slices.DeleteFunc(slices.Clone(conditions), equal)
		return sieve(next, l, func(e event) bool {
			return !slices.ContainsFunc(conditions, func(c eventstore.Condition) bool { return equal(c) && !holds(c, e.Attributes, names, values) })
		})
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

func sameNumber(want, got string) bool {
	a, errA := strconv.ParseFloat(want, 64)
	b, errB := strconv.ParseFloat(got, 64)
	return want == got || errA == nil && errB == nil && a == b
}

func startsAlike(n int) func(want, got string) bool {
	return func(want, got string) bool { return want[:min(n, len(want))] == got[:min(n, len(got))] }
}

// withoutAccents knows the letters that anybody's tests use.
func withoutAccents(s string) string {
	return strings.NewReplacer("é", "e", "è", "e", "e\u0301", "e", "e\u0300", "e", "ä", "a", "a\u0308", "a").Replace(s)
}
