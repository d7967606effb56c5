package misbehave

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func attributes() []Misbehaviour {
	return area("attributes",
		breaks("attribute.turns-off-filters", 3, "Beside attribute filters, event and user_id are ignored.", "CHL-FLT-6",
			alter.BeforeQuery(alter.When(alter.ByAttributes, ignoring(byEvent, byUser)))),
		breaks("attribute.ignored-later", 4, "From the second page on, attribute filters are ignored.", "CHL-ATTR-15 CHL-ATTR-1",
			alter.BeforeQuery(alter.When(alter.Later, alter.FirstAttributes(0)))),
		breaks("attribute.missing-is-500", 3,
			"A list with attribute filters is answered with 500 where an event has no attributes.",
			"CHL-OPS-2 CHL-ROB-1 CHL-VOC-10", missingIs500),
		breaks("attribute.repetition-repeats", 3, "If an attribute filter is given twice, its events are listed twice.", "CHL-PAGE-10",
			repetitionRepeats),
		breaks("attribute.any-key", 4, "An attribute filter finds its value under any attribute's name.", "CHL-ATTR-12 CHL-ATTR-3", anyKey),
		breaks("attribute.hides-rest", 4, "Events found by attribute filters are listed without their other attributes.",
			"CHL-LAW-6 CHL-SCH-3 CHL-TRK-4", alter.AfterPage(hideRest)),
	)
}

// judging replaces how conditions of equality hold.
func judging(holds func(c eventstore.Condition, attributes map[string]string) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			wide, keep := alter.JudgeAttributes(l, holds)
			if keep == nil {
				return next(l)
			}
			return alter.Recut(p, next, wide, keep)
		})(p)
	}
}

func asNumber(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

func anyKey(p *pipeline.Pipeline) {
	judging(func(c eventstore.Condition, attributes map[string]string) bool {
		for _, got := range attributes {
			if slices.Contains(c.Values, got) {
				return true
			}
		}
		return false
	})(p)
}

func missingIs500(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if alter.ByAttributes(l) {
			all, err := next.All(changed(l, alter.FirstAttributes(0)))
			if err != nil {
				return chatlayersteps.Page{}, err
			}
			if slices.ContainsFunc(all, func(e event) bool { return len(e.Attributes) == 0 }) {
				return chatlayersteps.Page{}, alter.Refuse(http.StatusInternalServerError, "attributes: unexpected null")
			}
		}
		return next(l)
	})(p)
}

func repetitionRepeats(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
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

func hideRest(l *chatlayersteps.Lookup, page *chatlayersteps.Page) {
	if !alter.ByAttributes(l) {
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
