package report

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// finding is a finding as reports show it: with the results of its checks, the simplest case first. Failures that the baseline
// knows are shown elsewhere.
type finding struct {
	conformance.Finding
	state   state
	results []conformance.Result
}

// simplest is the case that is shown first.
func (f finding) simplest() conformance.Result { return f.results[0] }

// findingsOf are the findings of a report, those of level must first. A failure that is in none is one by itself.
func findingsOf(r conformance.Report) []finding {
	left := inState(r, failed, fellShort)
	take := func(id string) (taken []conformance.Result) {
		if i := slices.IndexFunc(left, func(c conformance.Result) bool { return c.ID == id }); i >= 0 {
			taken = []conformance.Result{left[i]}
			left = slices.Delete(left, i, i+1)
		}
		return taken
	}
	var all []finding
	for _, f := range r.Findings {
		shown := finding{Finding: f, state: fellShort}
		for _, id := range f.Checks {
			shown.results = append(shown.results, take(id)...)
		}
		if slices.ContainsFunc(shown.results, func(c conformance.Result) bool { return stateOf(c) == failed }) {
			shown.state = failed
		}
		if len(shown.results) > 0 {
			all = append(all, shown)
		}
	}
	for _, c := range left {
		all = append(all, finding{state: stateOf(c), results: []conformance.Result{c}, Finding: conformance.FindingOf(c)})
	}
	slices.SortStableFunc(all, func(a, b finding) int { return int(b.state) - int(a.state) })
	return all
}

// longestHeadline is how long the headline of a finding gets, in characters.
const longestHeadline = 300

// headline is never empty.
func (f finding) headline() string {
	for _, text := range []string{f.Headline, f.simplest().Message, f.simplest().Title, f.simplest().ID} {
		if text = brief(text, longestHeadline); text != "" {
			return text
		}
	}
	return "a check failed"
}

// beside is what a case looks like, unless the headline says so already.
func (f finding) beside(looksLike string) string {
	if looksLike != "" && "looks like: "+oneLine(looksLike) == oneLine(f.Headline) {
		return ""
	}
	return looksLike
}

// findingsTally is "2 findings from 25 failed checks".
func findingsTally(all []finding) string {
	checks := 0
	for _, f := range all {
		checks += len(f.results)
	}
	return english.Count(len(all), "finding") + " from " + english.Count(checks, "failed check")
}

// others are the ids of the checks beside the simplest.
func (f finding) others() []string {
	var ids []string
	for _, c := range f.results[1:] {
		ids = append(ids, oneLine(c.ID))
	}
	return ids
}
