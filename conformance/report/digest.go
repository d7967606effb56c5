package report

import (
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// area is the checks of one area, in the report's order.
type area struct {
	name   string
	checks []conformance.Result
}

// areaName is never empty.
func areaName(r conformance.Result) string {
	if r.Area == "" {
		return "other"
	}
	return strings.ReplaceAll(oneLine(r.Area), " ", "_")
}

// areasOf groups the checks; areas come in the order in which they first appear.
func areasOf(r conformance.Report) []area {
	var areas []area
	place := map[string]int{}
	for _, c := range r.Checks {
		name := areaName(c)
		i, ok := place[name]
		if !ok {
			i = len(areas)
			place[name] = i
			areas = append(areas, area{name: name})
		}
		areas[i].checks = append(areas[i].checks, c)
	}
	return areas
}

// inState returns the checks in any of the states: all of the first state, then all of the second.
func inState(r conformance.Report, wanted ...state) []conformance.Result {
	var found []conformance.Result
	for _, s := range wanted {
		for _, c := range r.Checks {
			if stateOf(c) == s {
				found = append(found, c)
			}
		}
	}
	return found
}

// tally counts states.
type tally [failed + 1]int

func tallyOf(checks []conformance.Result) tally {
	var t tally
	for _, c := range checks {
		t[stateOf(c)]++
	}
	return t
}

// words is "3 pass, 1 FAIL", the most important first; "none" if nothing was counted.
func (t tally) words() string {
	var parts []string
	for _, s := range states() {
		if t[s] > 0 {
			parts = append(parts, itoa(t[s])+" "+s.look().Word)
		}
	}
	if parts == nil {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// worst is the most important state that was counted; ok is false if none was.
func (t tally) worst() (worst state, ok bool) {
	for _, s := range states() {
		if t[s] > 0 {
			return s, true
		}
	}
	return unasked, false
}

func (t tally) total() int {
	n := 0
	for _, k := range t {
		n += k
	}
	return n
}

// levels returns the levels, the strongest first.
func levels() []conformance.Level {
	return []conformance.Level{conformance.Must, conformance.Should, conformance.Info}
}

func ofLevel(checks []conformance.Result, level conformance.Level) []conformance.Result {
	return slices.DeleteFunc(slices.Clone(checks), func(c conformance.Result) bool { return c.Level != level })
}
