package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

func itoa(n int) string { return strconv.Itoa(n) }

// gap is one reason why checks say nothing about the target, with the way to make them speak.
type gap struct {
	State  state
	Why    string
	Remedy string
	Checks []string
}

// gapsOf groups the checks that were skipped or could not tell by reason, those that could not tell first. What nobody asked for is no gap.
func gapsOf(r conformance.Report) []gap {
	var gaps []gap
	alone := len(slices.DeleteFunc(slices.Clone(r.Checks), func(c conformance.Result) bool {
		_, left := unselected(c)
		return left
	})) == 1
	for _, c := range inState(selected(r), untold, skipped) {
		why, remedy := explain(c, alone)
		i := slices.IndexFunc(gaps, func(g gap) bool { return g.State == stateOf(c) && g.Why == why && g.Remedy == remedy })
		if i < 0 {
			i = len(gaps)
			gaps = append(gaps, gap{State: stateOf(c), Why: why, Remedy: remedy})
		}
		gaps[i].Checks = append(gaps[i].Checks, oneLine(c.ID))
	}
	return gaps
}

// explain splits a check's message into the reason and what to do about it, if the check ran alone or among others.
func explain(c conformance.Result, alone bool) (why, remedy string) {
	why = oneLine(c.Message)
	if why == "" {
		why = "no reason was given"
	}
	end := strings.LastIndex(why, "; ") // what it quotes may hold others
	switch {
	case end >= 0 && advises(why[end+2:]):
		return why[:end], why[end+2:]
	case stateOf(c) != skipped:
		return why, untoldRemedy(c, why, alone)
	case strings.HasPrefix(why, "deselected by "):
		return why, "run without " + strings.TrimPrefix(why, "deselected by ")
	case strings.HasPrefix(why, "the run is read-only"):
		return why, "run without --read-only"
	case c.Level == conformance.Must:
		return why, "look whether the target should offer it: the check is of level must"
	default:
		return why, "nothing to do if the target does not offer it"
	}
}

// advises reports whether the end of a reason says what to do. Other reasons quote answers, which may say anything.
func advises(end string) bool {
	verb, _, _ := strings.Cut(end, " ")
	return slices.Contains([]string{"allow", "ask", "give", "look", "mend", "name", "run", "see"}, verb)
}

func untoldRemedy(c conformance.Result, why string, alone bool) string {
	again := "run it again alone with --only and "
	if alone {
		again = ""
	}
	switch {
	case strings.HasPrefix(why, "saw too little"):
		return "use a target that keeps what the run writes and shows it, and allow a longer --settle"
	case strings.HasPrefix(why, "it failed once"):
		return again + "look for something unsteady on the way to the target"
	case strings.HasPrefix(why, "the run was interrupted"):
		return "let the run come to its end"
	case strings.HasPrefix(why, "the run could not begin"):
		return "see that the target can be reached and that the credentials and the bot are right"
	case strings.HasPrefix(why, "the target's lists take their time"):
		return "use a target whose lists show at once what was written, such as one without replicas"
	case strings.Contains(why, "become visible"), strings.Contains(why, "within the settle time"):
		return "allow more with --settle, or use a target that shows what is written"
	case strings.HasPrefix(why, "the target was busy"):
		return "run it later, or slower with --rate"
	case refusedForGood(why):
		return "look at what the target says of the refusal; it may limit what it takes"
	case c.Level == conformance.Info:
		return "nothing to do: the check records what no document says, and judges nothing"
	default:
		return again + "look at what the target answers"
	}
}

// refusedForGood reports whether a check needs what the target refused, which no other run changes.
func refusedForGood(why string) bool {
	reasons := []string{"was not taken: 4", "was refused: 4", "could not be tracked: 4", "could not track an event: 4", "refuses the list"}
	given := func(reason string) bool { return strings.Contains(why, reason) }
	return !given(": 429 ") && slices.ContainsFunc(reasons, given)
}

// some lists names, at most so many.
func some(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + " and " + itoa(len(names)-most) + " more"
}
