package funnel_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver/internal/funnel"
)

// event is one of a user.
type event struct {
	user, cohort string
	is           funnel.Steps
}

func count(t require.TestingT, o funnel.Options, events []event) []funnel.Cohort {
	c := funnel.New(o)
	for _, e := range events {
		require.NoError(t, c.Add(e.user, e.is, func() string { return e.cohort }))
	}
	return c.Cohorts()
}

// far is how far the best choice of a user's events goes, by trying each.
func far(own []event, step, steps int, strict bool) (best int) {
	if step == steps {
		return 0
	}
	for i, e := range own {
		if strict && step > 0 && i > 0 {
			break
		}
		if e.is>>step&1 == 1 {
			best = max(best, 1+far(own[i+1:], step+1, steps, strict))
		}
	}
	return best
}

// counted is what a Counter says, by trying all choices.
func counted(o funnel.Options, events []event) map[string][]int {
	all, of := map[string][]int{}, map[string][]event{}
	for _, e := range events {
		of[e.user] = append(of[e.user], e)
	}
	for _, own := range of {
		first := slices.IndexFunc(own, func(e event) bool { return e.is.First() })
		if first < 0 {
			continue
		}
		cohort := own[first].cohort
		if all[cohort] == nil {
			all[cohort] = make([]int, o.Steps)
		}
		for step := range far(own, 0, o.Steps, o.Strict) {
			all[cohort][step]++
		}
	}
	return all
}

func byName(cohorts []funnel.Cohort) map[string][]int {
	all := map[string][]int{}
	for _, c := range cohorts {
		all[c.Name] = c.Counts
	}
	return all
}

func sum(cohorts []funnel.Cohort, steps int) []int {
	sums := make([]int, steps)
	for _, c := range cohorts {
		for i, n := range c.Counts {
			sums[i] += n
		}
	}
	return sums
}

// TestAFunnelIsCountedAsByTryingEverything compares any funnel with one that tries all choices of a user's events, and holds it to its
// laws.
func TestAFunnelIsCountedAsByTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := funnel.Options{Steps: rapid.IntRange(1, 5).Draw(t, "steps"), Strict: rapid.Bool().Draw(t, "strict")}
		events := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) event {
			return event{
				rapid.SampledFrom([]string{"mia", "tom", "zoë"}).Draw(t, "user"),
				rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "cohort"),
				funnel.Steps(rapid.Uint64Range(0, 1<<o.Steps-1).Draw(t, "is")),
			}
		}), 0, 25).Draw(t, "events")
		cohorts := count(t, o, events)
		require.Equal(t, counted(o, events), byName(cohorts))
		total := sum(cohorts, o.Steps)
		require.True(t, slices.IsSortedFunc(total, func(a, b int) int { return b - a }), "no step has more than the one before: %v", total)
		for i := range events {
			events[i].cohort = ""
		}
		require.Equal(t, total, sum(count(t, o, events), o.Steps), "the cohorts are everybody, once")
		o.Strict = true
		strict := sum(count(t, o, events), o.Steps)
		o.Strict = false
		for i, n := range sum(count(t, o, events), o.Steps) {
			require.LessOrEqual(t, strict[i], n, "what is strict is sequential")
		}
	})
}

func TestCohortsAreInOrder(t *testing.T) {
	var events []event
	for i, cohort := range []string{"one", "three", "three", "three", "two", "two", "another two", "another two"} {
		events = append(events, event{fmt.Sprint(i), cohort, 1})
	}
	var names []string
	for _, c := range count(t, funnel.Options{Steps: 1}, events) {
		names = append(names, c.Name)
	}
	require.Equal(t, []string{"three", "another two", "two", "one"}, names)
}

func TestBounds(t *testing.T) {
	c := funnel.New(funnel.Options{Steps: funnel.MostSteps, Strict: true, MostUsers: 3, MostCohorts: 2})
	for step := range funnel.MostSteps {
		require.NoError(t, c.Add("all", 1<<step, func() string { return "" }))
	}
	require.Equal(t, 1, c.Cohorts()[0].Counts[funnel.MostSteps-1])
	require.NoError(t, c.Add("b", 1, func() string { return "b" }))
	var full *funnel.FullError
	require.ErrorAs(t, c.Add("c", 1, func() string { return "c" }), &full)
	require.Equal(t, funnel.FullError{What: "cohorts", Most: 2}, *full)
	require.NoError(t, c.Add("c", 1, func() string { return "b" }))
	require.ErrorAs(t, c.Add("d", 1, func() string { return "b" }), &full)
	require.EqualError(t, full, "more than 3 users")
	require.NoError(t, c.Add("d", 2, nil), "who never came to the first step is not kept")
	require.NoError(t, c.Add("b", 2, nil))
}
