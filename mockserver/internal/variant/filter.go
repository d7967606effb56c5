package variant

import (
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/seam"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

func filters() []Variant {
	return []Variant{
		legal("L34", "filter.other-operators", "Attribute operators are called EQUAL_TO and NOT_EQUAL_TO; other names are refused.", onFilters(otherNames)),
		legal("L34", "filter.only-eq", "There is one attribute operator, eq; others are refused.", onFilters(onlyEqual)),
		legal("", "filter.none", "A list with attribute filters is refused with 400.", onFilters(noFilter)),
		legal("L35", "filter.not-equal-wants-the-key", "A not-equal filter skips events that lack the attribute.", onList(wantKey)),
		legal("L36", "filter.one-value", "An attribute filter with several values is refused.", onFilters(oneValue)),
		legal("L37", "filter.case-folded", "Filters find values in either case of letters.", onList(folded)).against("CHL-FLT-8"),
		legal("", "filter.at-most-3", "A list with more than 3 attribute filters is refused with 400.", afterDecode(atMost3)),
	}
}

// onFilters changes or refuses every attribute filter of a list.
func onFilters(change func(filter map[string]any) error) decorator {
	return afterDecode(func(c *seam.Call) error {
		for _, item := range filtersOf(c) {
			if f, ok := item.(map[string]any); ok {
				if err := change(f); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func filtersOf(c *seam.Call) []any {
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
		return refuse(http.StatusBadRequest, "filters: got the operator %v, expected EQUAL_TO or NOT_EQUAL_TO", filter["operator"])
	}
	return nil
}

func onlyEqual(filter map[string]any) error {
	if filter["operator"] != "eq" {
		return refuse(http.StatusBadRequest, "filters: got the operator %v, expected eq, the only one", filter["operator"])
	}
	return nil
}

func noFilter(map[string]any) error {
	return refuse(http.StatusBadRequest, "filters: got some, expected none; this server filters by event, conversation, user and campaign only")
}

func oneValue(filter map[string]any) error {
	if values, _ := filter["value"].([]any); len(values) > 1 {
		return refuse(http.StatusBadRequest, "filters: got %d values, expected one", len(values))
	}
	return nil
}

func atMost3(c *seam.Call) error {
	const most = 3
	if n := len(filtersOf(c)); n > most {
		return refuse(http.StatusBadRequest, "filters: got %d, expected at most %d", n, most)
	}
	return nil
}

func wantKey(next seam.List, l *seam.Lookup) (seam.Page, error) {
	labels := slices.Clone(l.Query.Labels)
	for _, c := range l.Query.Labels {
		if c.Op == eventstore.NoneOf {
			labels = append(labels, eventstore.Condition{Key: c.Key, Op: eventstore.Exists})
		}
	}
	l.Query.Labels = labels
	return next(l)
}

// folded compares names, conversations, users and attributes without regard to case. The store compares exactly, so it is
// asked for more and the rest is left out.
func folded(next seam.List, l *seam.Lookup) (seam.Page, error) {
	var where []eventstore.Equal
	conditions := l.Query.Labels
	wanted := map[string]string{}
	for _, w := range l.Query.Where {
		switch w.Field {
		case world.FieldEvent, world.FieldConversation, world.FieldUser:
			wanted[w.Field] = w.Value
		default:
			where = append(where, w)
		}
	}
	if len(wanted)+len(conditions) == 0 {
		return next(l)
	}
	l.Query.Where, l.Query.Labels = where, nil
	return sieve(next, l, func(e event) bool {
		has := map[string]string{world.FieldEvent: e.Event, world.FieldConversation: e.ConversationID, world.FieldUser: e.UserID}
		for field, value := range wanted {
			if !strings.EqualFold(has[field], value) {
				return false
			}
		}
		return !slices.ContainsFunc(conditions, func(c eventstore.Condition) bool { return !foldedHolds(c, e.Attributes) })
	})
}

func foldedHolds(c eventstore.Condition, labels map[string]string) bool {
	got, there := labels[c.Key]
	same := func(v string) bool { return strings.EqualFold(v, got) }
	switch c.Op {
	case eventstore.OneOf:
		return there && slices.ContainsFunc(c.Values, same)
	case eventstore.NoneOf:
		return !there || !slices.ContainsFunc(c.Values, same)
	case eventstore.Contains:
		lower := strings.ToLower(got)
		return there && slices.ContainsFunc(c.Values, func(v string) bool { return strings.Contains(lower, strings.ToLower(v)) })
	case eventstore.Exists:
		return there
	default:
		return !there
	}
}
