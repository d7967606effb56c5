package variant

import (
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func filters() []Variant {
	return []Variant{
		legal("L34", "filter.other-operators", "Attribute operators are called EQUAL_TO and NOT_EQUAL_TO; other names are refused.", onFilters(otherNames)),
		legal("L34", "filter.only-eq", "There is one attribute operator, eq; others are refused.", onFilters(onlyEqual)),
		legal("", "filter.none", "A list with attribute filters is refused with 400.", onFilters(noFilter)),
		legal("L35", "filter.not-equal-wants-the-key", "A not-equal filter skips events that lack the attribute.", alter.BeforeQuery(wantKey)),
		legal("L36", "filter.one-value", "An attribute filter with several values is refused.", onFilters(oneValue)),
		legal("", "filter.at-most-3", "A list with more than 3 attribute filters is refused with 400.", alter.AfterDecode(atMost3)),
	}
}

// onFilters changes or refuses every attribute filter of a list.
func onFilters(change func(filter map[string]any) error) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		for _, f := range c.Body.Objects("filters") {
			if err := change(f); err != nil {
				return err
			}
		}
		return nil
	})
}

func filtersOf(c *pipeline.Call) []any {
	list, _ := c.Body["filters"].([]any)
	return list
}

func otherNames(filter map[string]any) error {
	switch filter["operator"] {
	case "EQUAL_TO":
		filter["operator"] = "eq"
	case "NOT_EQUAL_TO":
		filter["operator"] = "neq"
	default:
		return alter.Refuse(http.StatusBadRequest, "filters: got the operator %v, expected EQUAL_TO or NOT_EQUAL_TO", filter["operator"])
	}
	return nil
}

func onlyEqual(filter map[string]any) error {
	if filter["operator"] != "eq" {
		return alter.Refuse(http.StatusBadRequest, "filters: got the operator %v, expected eq, the only one", filter["operator"])
	}
	return nil
}

func noFilter(map[string]any) error {
	return alter.Refuse(http.StatusBadRequest, "filters: got some, expected none; this server filters by event, conversation, user and campaign only")
}

func oneValue(filter map[string]any) error {
	if values, _ := filter["value"].([]any); len(values) > 1 {
		return alter.Refuse(http.StatusBadRequest, "filters: got %d values, expected one", len(values))
	}
	return nil
}

func atMost3(c *pipeline.Call) error {
	const most = 3
	if n := len(filtersOf(c)); n > most {
		return alter.Refuse(http.StatusBadRequest, "filters: got %d, expected at most %d", n, most)
	}
	return nil
}

func wantKey(l *pipeline.Lookup) {
	labels := slices.Clone(l.Query.Labels)
	for _, c := range l.Query.Labels {
		if c.Op == eventstore.NoneOf {
			labels = append(labels, eventstore.Condition{Key: c.Key, Op: eventstore.Exists})
		}
	}
	l.Query.Labels = labels
}
