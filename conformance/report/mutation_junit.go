package report

import (
	"fmt"
	"io"
	"strings"
)

// writeMutationJUnit writes a test suite for each area, and one for a run that did not come to its end. A survivor is a failure where there
// are more of them than may be: CI systems know no failure that does not fail a build. What a sample that came to its end
// has left out is no case.
func writeMutationJUnit(w io.Writer, m Mutation) error {
	all := junitSuites{Name: oneLine("understudy mutate -- " + m.Command), Time: seconds(m.DurationMS), Suites: []junitSuite{}}
	for _, a := range m.areas() {
		suite := junitSuite{Name: a.Name, Timestamp: junitTime(m.StartedAt), Properties: mutationProperties(m)}
		ms := int64(0)
		for _, mutant := range a.Mutants {
			if m.Sample > 0 && m.Unfinished == "" && mutant.Outcome == MutantNotTried {
				continue
			}
			ms += mutant.DurationMS
			suite.Cases = append(suite.Cases, mutantCase(mutant, m.Passed))
		}
		if suite.Time = seconds(ms); len(suite.Cases) > 0 {
			all.add(suite)
		}
	}
	if st, words := m.headline(); !m.Passed && all.Failures+all.Errors == 0 {
		c := junitCase{Name: "the run comes to a score", Class: "mutate." + verdictName, Time: seconds(0)}
		trouble := junitTrouble{Message: brief(words+": "+m.because(), 300), Type: "incomplete"}
		if c.Error = &trouble; st == failed {
			c.Error, c.Failure = nil, &trouble
		}
		all.add(junitSuite{
			Name: verdictName, Timestamp: junitTime(m.StartedAt), Time: seconds(0), Properties: mutationProperties(m),
			Cases: []junitCase{c},
		})
	}
	return encodeJUnit(w, all)
}

func mutationProperties(m Mutation) []junitProperty {
	_, words := m.headline()
	return []junitProperty{
		{"command", oneLine(m.Command)},
		{"version", oneLine(m.Version)},
		{"seed", uitoa(m.Seed)},
		{"score", words},
	}
}

func mutantCase(m Mutant, passes bool) junitCase {
	c := junitCase{
		Name: oneLine(m.Name + " " + m.Summary), Class: oneLine("mutate." + m.Area), Time: seconds(m.DurationMS),
		Properties: []junitProperty{{"outcome", m.look().Word}, {"requirement", oneLine(m.Requirement)}},
	}
	trouble := &junitTrouble{Message: brief(m.look().Word+": "+m.told(), 300), Type: string(m.Outcome)}
	if m.Outcome == MutantSurvived {
		trouble.Text = m.account()
	}
	switch {
	case m.Outcome == MutantKilled || m.Outcome == MutantTimeout:
		c.Out = trouble.Message
	case m.Outcome == MutantError:
		c.Error = trouble
	case m.Outcome == MutantSurvived && !passes:
		c.Failure = trouble
	default:
		c.Skipped = &junitTrouble{Message: trouble.Message}
	}
	return c
}

// account says what a test can do about a survivor.
func (m Mutant) account() string {
	var b strings.Builder
	for _, f := range []struct{ label, text string }{
		{"sees", m.Summary}, {"met", m.shows()}, {"hold it to", m.Statement}, {"what to do", m.Advice},
	} {
		if f.text != "" {
			fmt.Fprintf(&b, "%s: %s\n", f.label, oneLine(f.text))
		}
	}
	return b.String()
}
