package misbehave

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// ignoring leaves filters by these fields out.
func ignoring(fields ...string) func(*chatlayersteps.Lookup) {
	return func(l *chatlayersteps.Lookup) {
		l.Query.Where = slices.DeleteFunc(slices.Clone(l.Query.Where), func(w eventstore.Equal) bool {
			return slices.Contains(fields, w.Field)
		})
	}
}

// unfiltered leaves all filters out but that by version.
func unfiltered(l *chatlayersteps.Lookup) {
	ignoring(chatlayerworld.FieldEvent, chatlayerworld.FieldConversation, chatlayerworld.FieldUser, chatlayerworld.FieldCampaign)(l)
	l.Query.Labels = nil
}

// seeking changes the value that a field is compared with.
func seeking(field string, change func(string) string) func(*chatlayersteps.Lookup) {
	return func(l *chatlayersteps.Lookup) {
		l.Query.Where = slices.Clone(l.Query.Where)
		for i, w := range l.Query.Where {
			if w.Field == field || field == "" && w.Field != chatlayerworld.FieldVersion {
				l.Query.Where[i].Value = change(w.Value)
			}
		}
	}
}

// matching compares a field in another way than by equality.
func matching(field string, holds func(*chatlayersteps.Lookup) bool, match func(want string, e event) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			want := l.Where(field)
			if want == "" || !holds(l) {
				return next(l)
			}
			wide := *l
			ignoring(field)(&wide)
			return alter.Recut(p, next, &wide, func(e event) bool { return match(want, e) })
		})(p)
	}
}

// changed returns a copy of a lookup, changed.
func changed(l *chatlayersteps.Lookup, change func(*chatlayersteps.Lookup)) *chatlayersteps.Lookup {
	again := *l
	change(&again)
	return &again
}
