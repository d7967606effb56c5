package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// instant prints times in UTC; the zero time is "unknown".
func instant(t time.Time) string {
	if t.IsZero() {
		return "unknown"
	}
	return t.UTC().Format(time.RFC3339)
}

// duration prints milliseconds for people: 12 ms, 1.2 s, 1 m 52 s.
func duration(ms int64) string {
	switch {
	case ms < 1000:
		return fmt.Sprintf("%d ms", ms)
	case ms < 60_000:
		return fmt.Sprintf("%.1f s", float64(ms/100)/10)
	default:
		return fmt.Sprintf("%d m %d s", ms/60_000, ms/1000%60)
	}
}

// headline gives the verdict with the state that has its colour and symbol. It never looks like a pass if the run fails.
func headline(r conformance.Report, o Options) (state, string) {
	switch passes := r.Passed(o.FailOn); {
	case r.Verdict == conformance.Conformant && !passes:
		return failed, "CONFORMANT, BUT THE RUN FAILS"
	case r.Verdict == conformance.Conformant && r.Reason != "":
		return passed, "NO MUST WAS CHECKED"
	case r.Verdict == conformance.Conformant:
		return passed, "CONFORMANT"
	case r.Verdict == conformance.Nonconformant && passes:
		return passed, "NOTHING NEW"
	case r.Verdict == conformance.Nonconformant:
		return failed, "NOT CONFORMANT"
	case r.Verdict == conformance.Incomplete:
		return untold, "INCOMPLETE"
	default:
		return untold, "NO VERDICT"
	}
}

// because gives the reason of the verdict. Where the report has none, it says how much the verdict stands on.
func because(r conformance.Report) string {
	if r.Reason != "" {
		return oneLine(r.Reason)
	}
	if len(r.Checks) == 0 {
		return "the report has no checks"
	}
	musts := ofLevel(selected(r).Checks, conformance.Must)
	all := english.Count(len(musts), "check")
	if choice(r) != "" {
		all = english.Count(len(musts), "selected check")
	}
	return fmt.Sprintf("%s%d of %s of level must ran and passed", choice(r), tallyOf(musts)[passed], all)
}

// unselected are the wishes that leave out whatever they do not name. One that leaves out what it names is a reason to be told.
func unselected(c conformance.Result) (flag string, ok bool) {
	flag, ok = strings.CutPrefix(c.Message, "deselected by ")
	return flag, ok && c.Outcome == conformance.Skip
}

// selected is the report without the checks that nobody asked for. Those that --skip names stay.
func selected(r conformance.Report) conformance.Report {
	r.Checks = slices.DeleteFunc(slices.Clone(r.Checks), func(c conformance.Result) bool { return stateOf(c) == unasked })
	return r
}

// choice says that the user had only a part of the checks run, and how; it is empty if all were to run.
func choice(r conformance.Report) string {
	var by []string
	for _, c := range r.Checks {
		if flag, left := unselected(c); left && !slices.Contains(by, flag) {
			by = append(by, flag)
		}
	}
	switch {
	case r.Quick:
		return "a quick run, which looks at the most telling checks only; "
	case len(by) > 0:
		return "only a selection ran (" + oneLine(strings.Join(by, ", ")) + "); "
	default:
		return ""
	}
}

// remarks says what else decides about the exit status, the level that was asked for and the baseline, and what checks have noted of the
// target.
func remarks(r conformance.Report, o Options) []string {
	var said []string
	if part := strings.TrimSuffix(choice(r), "; "); part != "" && r.Reason != "" {
		said = append(said, part)
	}
	if n := r.New(conformance.Should); n > 0 && o.FailOn == conformance.Should {
		said = append(said, english.Count(n, "check")+" of level should failed, and the run was told to fail on those")
	}
	said = append(said, compared(r)...)
	for _, c := range r.Checks {
		if c.Note != "" {
			said = append(said, "note: "+oneLine(c.Note))
		}
	}
	return said
}

// compared says how the failures agree with the baseline.
func compared(r conformance.Report) []string {
	known, better := 0, 0
	for _, c := range r.Checks {
		if stateOf(c) == baselined {
			known++
		}
	}
	for _, e := range r.Baseline {
		if slices.ContainsFunc(r.Checks, func(c conformance.Result) bool { return c.ID == e.Check && c.Outcome == conformance.Pass }) {
			better++
		}
	}
	if known+len(r.Baseline) == 0 {
		return nil
	}
	fresh := r.New(conformance.Must) + r.New(conformance.Should)
	said := []string{fmt.Sprintf("baseline: %s known, %d new, %d got better", english.Count(known, "failure"), fresh, better)}
	if n := len(r.Baseline); n > 0 {
		are := map[bool]string{true: "is", false: "are"}[n == 1]
		said = append(said, fmt.Sprintf("%s of the baseline %s stale, which fails the run; --write-baseline writes the list without what "+
			"passes",
			english.Count(n, "entry"), are))
	}
	return said
}

// effort says what the run cost.
func effort(r conformance.Report) string {
	words := []string{
		english.Count(r.Cost.Requests, "request"), english.Count(r.Cost.Written, "event") + " written", duration(r.DurationMS),
	}
	return strings.Join(words, ", ")
}

// command is a line that runs the same again, as far as the report knows.
func command(r conformance.Report, o Options) string {
	if o.Command != "" {
		return oneLine(o.Command)
	}
	tool := r.Tool
	if tool == "" {
		tool = "understudy"
	}
	return fmt.Sprintf("%s check %s --api %s --seed %d", oneLine(tool), shellWord(oneLine(r.Target)), shellWord(oneLine(r.API)), r.Seed)
}

// login is the line that gives the printed commands their credentials, with what stands for each; empty if they need none.
func login(o Options) string {
	if len(o.Secrets) == 0 {
		return ""
	}
	return oneLine("export " + strings.Join(o.Secrets, " "))
}

// shellWord quotes a word where a shell would read more into it.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+,", r)
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
