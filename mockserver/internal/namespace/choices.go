package namespace

import (
	"cmp"
	"slices"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/alter/misbehave"
	"github.com/understudy-mock/understudy/mockserver/internal/alter/variant"
	"github.com/understudy-mock/understudy/spec/control"
)

// choices are what the options of a namespace may be.
func choices() control.OptionList {
	var all control.OptionList
	for _, s := range fixtures.Scenarios() {
		all.Scenarios = append(all.Scenarios, control.ScenarioOption{Name: s.Name, Summary: s.Summary})
	}
	areas := map[string]bool{}
	for _, m := range misbehave.All() {
		all.Misbehaviours = append(all.Misbehaviours, control.MisbehaviourOption{
			Name: m.Name, Summary: m.Summary, Area: m.Area, Requirements: append([]string{}, m.Requirement...),
			Difficulty: int32(m.Difficulty), //nolint:gosec // 1 to 4
		})
		if !areas[m.Area] {
			areas[m.Area] = true
			all.Areas = append(all.Areas, control.MisbehaviourArea{Name: m.Area, Advice: misbehave.Advice(m.Area)})
		}
	}
	for _, v := range variant.All() {
		all.Variants = append(all.Variants, control.VariantOption{
			Name: v.Name, Summary: v.Summary, Against: append([]string{}, v.Against...),
		})
	}
	slices.SortFunc(all.Misbehaviours, func(a, b control.MisbehaviourOption) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(all.Areas, func(a, b control.MisbehaviourArea) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(all.Variants, func(a, b control.VariantOption) int { return cmp.Compare(a.Name, b.Name) })
	return all
}
