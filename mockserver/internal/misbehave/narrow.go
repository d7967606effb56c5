package misbehave

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/seam"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// ignoring leaves filters by these fields out.
func ignoring(fields ...string) func(*seam.Lookup) {
	return func(l *seam.Lookup) {
		l.Query.Where = slices.DeleteFunc(slices.Clone(l.Query.Where), func(w eventstore.Equal) bool {
			return slices.Contains(fields, w.Field)
		})
	}
}

// unfiltered leaves all filters out but that by version.
func unfiltered(l *seam.Lookup) {
	ignoring(world.FieldEvent, world.FieldConversation, world.FieldUser, world.FieldCampaign)(l)
	l.Query.Labels = nil
}

// seeking changes the value that a field is compared with.
func seeking(field string, change func(string) string) func(*seam.Lookup) {
	return func(l *seam.Lookup) {
		l.Query.Where = slices.Clone(l.Query.Where)
		for i, w := range l.Query.Where {
			if w.Field == field || field == "" && w.Field != world.FieldVersion {
				l.Query.Where[i].Value = change(w.Value)
			}
		}
	}
}

// matching compares a field in another way than by equality.
func matching(field string, holds func(*seam.Lookup) bool, match func(want string, e event) bool) decorator {
	return func(p *seam.Pipeline) {
		aroundList(func(next seam.List, l *seam.Lookup) (seam.Page, error) {
			want := l.Where(field)
			if want == "" || !holds(l) {
				return next(l)
			}
			wide := *l
			ignoring(field)(&wide)
			return sifted(p, next, &wide, func(e event) bool { return match(want, e) })
		})(p)
	}
}

// sifted pages over the events of a lookup that a test lets through.
func sifted(p *seam.Pipeline, next seam.List, l *seam.Lookup, keep func(event) bool) (seam.Page, error) {
	all, err := next.All(l)
	if err != nil {
		return seam.Page{}, err
	}
	return p.Cut(l, slices.DeleteFunc(all, func(e event) bool { return !keep(e) }))
}

// united pages over the events that any of the lookups finds.
func united(p *seam.Pipeline, next seam.List, lookups ...*seam.Lookup) (seam.Page, error) {
	found := map[eventstore.Position]event{}
	for _, l := range lookups {
		all, err := next.All(l)
		if err != nil {
			return seam.Page{}, err
		}
		for _, e := range all {
			found[seam.PositionOf(e)] = e
		}
	}
	var all []event
	for _, e := range found {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b event) int { return seam.PositionOf(a).Compare(seam.PositionOf(b)) })
	return p.Cut(lookups[0], all)
}

// with returns a copy of a lookup, changed.
func with(l *seam.Lookup, change func(*seam.Lookup)) *seam.Lookup {
	again := *l
	change(&again)
	return &again
}
