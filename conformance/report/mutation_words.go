package report

import (
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// state is an outcome as the other reports show it: what was noticed is well, what was not is a failure.
func (m Mutant) state() state {
	switch m.Outcome {
	case MutantKilled, MutantTimeout:
		return passed
	case MutantSurvived:
		return failed
	case MutantNotMet:
		return skipped
	case MutantError:
		return broken
	default:
		return unasked
	}
}

// look is that of the state with a word of its own.
func (m Mutant) look() look {
	l := m.state().look()
	l.Word = map[MutantOutcome]string{
		MutantKilled: "killed", MutantTimeout: "timeout", MutantSurvived: "survived", MutantNotMet: "not met", MutantError: "error",
	}[m.Outcome]
	if l.Word == "" {
		l.Word = "not tried"
	}
	return l
}

// ease says how easily a mistake is noticed.
func (m Mutant) ease() string {
	switch m.Difficulty {
	case 1:
		return "any test notices"
	case 2:
		return "most tests notice"
	case 3:
		return "a test of just this notices"
	default:
		return "only a thorough test notices"
	}
}

// told says how a mutant ended that has more to tell than its outcome.
func (m Mutant) told() string {
	words := ""
	switch m.Outcome {
	case MutantKilled:
		words = fmt.Sprintf("the command failed with status %d after %s", m.Status, duration(m.DurationMS))
	case MutantTimeout:
		words = "the command had not ended after " + duration(m.DurationMS)
	case MutantSurvived:
		words = "the command passed after " + duration(m.DurationMS)
	case MutantNotMet:
		words = "it changes no answer to what the command asks"
	case MutantError:
		words = oneLine(m.Reason)
	default:
		words = "it was not tried"
	}
	if m.Known {
		words += ", in an earlier run"
	}
	return words
}

// longestEvidence is how much of a request is shown, in characters.
const longestEvidence = 300

// shows says where the command has met a mistake; empty if that is not known.
func (m Mutant) shows() string {
	if m.Wrong == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %s, first %s", m.Wrong, english.Count(m.Answers, "answer"), brief(m.First, longestEvidence))
}

// Verdict says in a line what the score is and what it is made of.
func (m Mutation) Verdict() string {
	_, words := m.headline()
	return words + ": " + m.because()
}

// Told says whether there is a score that all was tried for that was to be.
func (m Mutation) Told() bool {
	return m.Unfinished == "" && m.Summary.Error == 0 && m.Summary.Met() > 0
}

// headline gives the result in some words, with the state that has its colour and symbol.
func (m Mutation) headline() (state, string) {
	score, also := fmt.Sprintf("SCORE %.1f %%", m.Score), ""
	if m.Summary.Met() > 0 {
		also = ", " + score
	}
	switch {
	case m.Unfinished != "":
		return untold, "UNFINISHED" + also
	case m.Summary.Error > 0:
		return broken, "NOT ALL COULD BE TRIED" + also
	case m.Summary.Met() == 0:
		return untold, "NO MISTAKE WAS MET"
	case !m.Passed:
		return failed, fmt.Sprintf("%s, LESS THAN %v %%", score, m.Min)
	default:
		return passed, score
	}
}

// because says what the score is made of.
func (m Mutation) because() string {
	s := m.Summary
	words := "nothing was tried"
	if s.Met() > 0 {
		words = "the command noticed " + english.Of(s.Noticed(), s.Met(), "mistake") + " that it met"
		if s.Timeout > 0 {
			words += fmt.Sprintf(" (%d by not ending in time)", s.Timeout)
		}
		words += fmt.Sprintf("; %d survived", s.Survived)
	}
	notTried := "not tried"
	if m.Sample > 0 && m.Unfinished == "" {
		notTried += fmt.Sprintf(", as %d were enough", m.Sample)
	}
	for _, more := range []struct {
		n    int
		what string
	}{{s.NotMet, "not met"}, {s.Error, "could not be tried"}, {s.NotTried, notTried}} {
		if more.n > 0 {
			words += fmt.Sprintf("; %d %s", more.n, more.what)
		}
	}
	if m.Unfinished != "" {
		words = oneLine(m.Unfinished) + "; " + words
	}
	return words
}

// remark says what is wrong with the tests themselves; empty if nothing is.
func (m Mutation) remark() string {
	if m.Broken == 0 {
		return ""
	}
	return fmt.Sprintf("on the clean mock %s of the command broke the contract; see which: understudy exec -- %s",
		english.Count(int(m.Broken), "request"), oneLine(m.Command))
}

// effort says what it cost.
func (m Mutation) effort() string {
	return fmt.Sprintf("version %s, seed %d, %s at once, the clean run took %s, the others had %s each, %s in all, started %s",
		oneLine(m.Version), m.Seed, english.Count(m.Jobs, "run"), duration(m.CleanMS), duration(m.TimeLimitMS), duration(m.DurationMS),
		instant(m.StartedAt))
}

// mutantArea is the mutants of one area.
type mutantArea struct {
	Name    string
	Advice  string
	Mutants []Mutant
	MutationSummary
}

// areas are those of the mutants, in the order in which they first appear.
func (m Mutation) areas() []mutantArea {
	var all []mutantArea
	for _, mutant := range m.Mutants {
		name := oneLine(mutant.Area)
		if len(all) == 0 || all[len(all)-1].Name != name {
			all = append(all, mutantArea{Name: name, Advice: oneLine(mutant.Advice)})
		}
		last := &all[len(all)-1]
		last.Mutants = append(last.Mutants, mutant)
	}
	for i := range all {
		all[i].MutationSummary = summaryOf(all[i].Mutants)
	}
	return all
}

// triedAreas are those of which something was met. What is left is told in a sentence, which is empty if nothing is.
func (m Mutation) triedAreas() (tried []mutantArea, left string) {
	var others []string
	for _, a := range m.areas() {
		if a.Met() > 0 {
			tried = append(tried, a)
		} else {
			others = append(others, a.Name)
		}
	}
	if len(others) > 0 {
		left = "nothing was tried of " + english.Count(len(others), "area") + ": " + strings.Join(others, ", ")
	}
	return tried, left
}

// survivors are those of the area.
func (a mutantArea) survivors() []Mutant {
	var all []Mutant
	for _, m := range a.Mutants {
		if m.Outcome == MutantSurvived {
			all = append(all, m)
		}
	}
	return all
}

// score is the percentage of what was met, with its sign.
func score(s MutationSummary) string {
	return fmt.Sprintf("%.1f %%", percentOf(s.Noticed(), s.Met()))
}

// alone is the command that runs the same against one mistake.
func (m Mutation) alone(name string) string {
	return fmt.Sprintf("understudy exec --misbehave %s -- %s", oneLine(name), oneLine(m.Command))
}
