package misbehave

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/seam"
)

func attributes() []Mutant {
	return area("attributes",
		mutant("attribute.ignored", 2, "filters are ignored.", "CHL-ATTR-1 CHL-ATTR-2", beforeQuery(labels(0))),
		mutant("attribute.first-only", 2, "Only the first of filters is applied.", "CHL-ATTR-7 CHL-ATTR-1", beforeQuery(labels(1))),
		mutant("attribute.third-ignored", 4, "Of more than two filters the first two are applied.", "CHL-ATTR-7 CHL-ATTR-1", beforeQuery(labels(2))),
		mutant("attribute.any", 3, "An event that meets one of several filters is listed.", "CHL-ATTR-7 CHL-ATTR-1", anyLabel),
		mutant("attribute.unknown-operator-gives-all", 3, "A filter with an unknown operator is left out.", "CHL-ATTR-4 CHL-ATTR-1", afterDecode(dropUnknownOperators)),
		mutant("attribute.as-number", 3, "Values that look like numbers are compared as numbers.", "CHL-ATTR-5 CHL-ATTR-1", comparing(func(want, got string) bool {
			return want == got || asNumber(want) == asNumber(got) && asNumber(want) != ""
		})),
		mutant("attribute.prefix", 3, "A value matches values that begin with it.", "CHL-ATTR-5 CHL-ATTR-1",
			comparing(func(want, got string) bool { return strings.HasPrefix(got, want) })),
		mutant("attribute.turns-off-filters", 3, "With filters given, event and user_id are ignored.", "CHL-FLT-6",
			beforeQuery(when(labelled, ignoring(byEvent, byUser)))),
		mutant("attribute.ignored-with-user", 4, "With user_id given, filters are ignored.", "CHL-ATTR-1 CHL-FLT-6",
			beforeQuery(when(asking(byUser, ""), labels(0)))),
		mutant("attribute.ignored-in-draft", 4, "For DRAFT filters are ignored.", "CHL-ATTR-1", beforeQuery(when(asking(byVersion, "DRAFT"), labels(0)))),
		mutant("attribute.ignored-later", 4, "From page two on, filters are ignored.", "CHL-ATTR-1", beforeQuery(when(later, labels(0)))),
		mutant("attribute.missing-is-500", 3, "Events without attributes make a list with filters fail with 500.", "CHL-VOC-10 CHL-OPS-2 CHL-ROB-1", missingIs500),
		mutant("attribute.repetition-repeats", 3, "A filter that is given twice lists its events twice.", "CHL-PAGE-10", repetitionRepeats),
		mutant("attribute.key-case-folded", 4, "The names of attributes are compared without regard to case.", "CHL-ATTR-5 CHL-ATTR-1", foldedKeys),
		mutant("attribute.any-key", 4, "A value matches in whichever attribute it stands.", "CHL-ATTR-3", anyKey),
		mutant("attribute.hides-rest", 4, "Events listed under filters show no other attributes.", "CHL-SCH-3 CHL-TRK-4", afterPage(hideRest)),
	)
}

func labelled(l *seam.Lookup) bool { return len(l.Query.Labels) > 0 }

// labels leaves the first n conditions.
func labels(n int) func(*seam.Lookup) {
	return func(l *seam.Lookup) { l.Query.Labels = l.Query.Labels[:min(n, len(l.Query.Labels))] }
}

func anyLabel(p *seam.Pipeline) {
	aroundList(func(next seam.List, l *seam.Lookup) (seam.Page, error) {
		if len(l.Query.Labels) < 2 {
			return next(l)
		}
		var each []*seam.Lookup
		for i := range l.Query.Labels {
			each = append(each, with(l, func(l *seam.Lookup) { l.Query.Labels = l.Query.Labels[i : i+1] }))
		}
		return united(p, next, each...)
	})(p)
}

func dropUnknownOperators(c *seam.Call) error {
	known := []string{"", "eq", "=", "==", "equals", "is", "in", "neq", "!=", "not_equals", "not_in", "contains", "exists"}
	given, there := c.Body["filters"].([]any)
	if !c.Is(byPost) || !there {
		return nil
	}
	c.Body["filters"] = slices.DeleteFunc(slices.Clone(given), func(f any) bool {
		filter, _ := f.(map[string]any)
		return !slices.Contains(known, strings.ToLower(text(filter, "operator")))
	})
	return nil
}

// judging replaces how conditions of equality hold.
func judging(holds func(c eventstore.Condition, attributes map[string]string) bool) decorator {
	return func(p *seam.Pipeline) {
		aroundList(func(next seam.List, l *seam.Lookup) (seam.Page, error) {
			equal := func(c eventstore.Condition) bool { return c.Op == eventstore.OneOf }
			if !slices.ContainsFunc(l.Query.Labels, equal) {
				return next(l)
			}
			wide := with(l, func(l *seam.Lookup) { l.Query.Labels = slices.DeleteFunc(slices.Clone(l.Query.Labels), equal) })
			return sifted(p, next, wide, func(e event) bool {
				return !slices.ContainsFunc(l.Query.Labels, func(c eventstore.Condition) bool { return equal(c) && !holds(c, e.Attributes) })
			})
		})(p)
	}
}

// comparing replaces how one value is compared with another.
func comparing(same func(want, got string) bool) decorator {
	return judging(func(c eventstore.Condition, attributes map[string]string) bool {
		got, there := attributes[c.Key]
		return there && slices.ContainsFunc(c.Values, func(want string) bool { return same(want, got) })
	})
}

func asNumber(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

func foldedKeys(p *seam.Pipeline) {
	judging(func(c eventstore.Condition, attributes map[string]string) bool {
		for key, got := range attributes {
			if strings.EqualFold(key, c.Key) && slices.Contains(c.Values, got) {
				return true
			}
		}
		return false
	})(p)
}

func anyKey(p *seam.Pipeline) {
	judging(func(c eventstore.Condition, attributes map[string]string) bool {
		for _, got := range attributes {
			if slices.Contains(c.Values, got) {
				return true
			}
		}
		return false
	})(p)
}

func missingIs500(p *seam.Pipeline) {
	aroundList(func(next seam.List, l *seam.Lookup) (seam.Page, error) {
		if labelled(l) {
			all, err := next.All(with(l, labels(0)))
			if err != nil {
				return seam.Page{}, err
			}
			if slices.ContainsFunc(all, func(e event) bool { return len(e.Attributes) == 0 }) {
				return seam.Page{}, &seam.Problem{Status: http.StatusInternalServerError, Detail: "attributes: unexpected null"}
			}
		}
		return next(l)
	})(p)
}

func repetitionRepeats(p *seam.Pipeline) {
	aroundList(func(next seam.List, l *seam.Lookup) (seam.Page, error) {
		same := func(a, b eventstore.Condition) bool {
			return a.Key == b.Key && a.Op == b.Op && slices.Equal(a.Values, b.Values)
		}
		twice := len(l.Query.Labels) == 2 && same(l.Query.Labels[0], l.Query.Labels[1]) && l.Query.Limit > 1
		if !twice {
			return next(l)
		}
		l.Query.Limit /= 2
		page, err := next(l)
		var rows []event
		for _, e := range page.Events {
			rows = append(rows, e, e)
		}
		page.Events = rows
		return page, err
	})(p)
}

func hideRest(l *seam.Lookup, page *seam.Page) {
	if !labelled(l) {
		return
	}
	for i := range page.Events {
		shown := map[string]string{}
		for _, c := range l.Query.Labels {
			if got, there := page.Events[i].Attributes[c.Key]; there {
				shown[c.Key] = got
			}
		}
		page.Events[i].Attributes = shown
	}
}
