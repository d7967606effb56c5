package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/spec"
)

// report puts everything together. Checks that never ran say why.
func (r *runner) report(ctx context.Context) Report {
	report := Report{
		Tool: "understudy", Version: r.target.Version, API: r.target.Suite.API, Target: r.client.Redactor().Request(r.target.URL),
		Seed: r.target.Seed, Run: r.run, StartedAt: r.started.UTC(), DurationMS: r.target.Clock.Now().Sub(r.started).Milliseconds(),
		Traffic: r.traffic(), Quick: r.target.Quick,
	}
	for _, s := range r.planned {
		result, ran := r.results[s.check.ID]
		if !ran {
			result = r.notRun(ctx, s)
		}
		report.Checks = append(report.Checks, r.target.Baseline.mark(result))
	}
	report.Baseline = r.target.Baseline.stale(report.Checks, r.started)
	report.Findings = r.findings(report.Checks)
	report.Summary = summarise(report.Checks)
	report.Requirements = traced(r.contract, r.target.Suite, report.Checks)
	report.Verdict, report.Reason = r.judge(ctx, report)
	return report
}

func (r *runner) notRun(ctx context.Context, s selection) Result {
	result := r.blank(s.check)
	switch {
	case s.reason != "":
		result.Outcome, result.Message = Skip, s.reason
	case ctx.Err() != nil:
		result.Outcome, result.Message = Inconclusive, r.interruption(ctx)
	default:
		result.Outcome, result.Message = Inconclusive, "the run could not begin: "+r.client.Redactor().Prose(r.prepared.Error())
	}
	return result
}

func summarise(results []Result) Summary {
	var s Summary
	for _, r := range results {
		switch r.Outcome {
		case Pass:
			s.Pass++
		case Fail:
			s.Fail++
		case Inconclusive:
			s.Inconclusive++
		case Skip:
			s.Skip++
		case Error:
			s.Error++
		}
	}
	return s
}

// judge gives the verdict and the sentence that explains it. A failure that the baseline knows is a failure.
func (r *runner) judge(ctx context.Context, report Report) (Verdict, string) {
	failed, known, unsure, faults := 0, 0, []string{}, 0
	for _, c := range report.Checks {
		switch {
		case c.Outcome == Fail && c.Level == Must:
			failed++
			if c.Baselined != "" {
				known++
			}
		case c.Outcome == Inconclusive && c.Level == Must:
			unsure = append(unsure, c.ID)
		case c.Outcome == Error:
			faults++
		}
	}
	switch {
	case failed > 0:
		return Nonconformant, fmt.Sprintf("%s of level must failed%s", count(failed, "check"), knownPart(known))
	case ctx.Err() != nil: // before what it made of the preparation
		return Incomplete, r.interruption(ctx)
	case r.prepared != nil:
		return Incomplete, r.client.Redactor().Prose(r.prepared.Error())
	case r.client.Down() != nil:
		return Incomplete, r.interruption(ctx)
	case r.client.Limited() != nil:
		return Incomplete, r.client.Limited().Error()
	case faults > 0:
		return Incomplete, fmt.Sprintf("%s ended by a fault of the runner itself", count(faults, "check"))
	case len(unsure) > 0:
		return Incomplete, fmt.Sprintf("%s of level must could not be told: %s", count(len(unsure), "check"), firstOf(unsure, 5))
	case !report.Judged():
		return Incomplete, unjudged(report.Summary)
	default:
		return Conformant, ""
	}
}

// Judged reports whether any check says for or against the target. Those of level Info only record.
func (r Report) Judged() bool { return slices.ContainsFunc(r.Checks, Result.judged) }

// judged reports whether the check says for or against the target. One of level Info only records.
func (r Result) judged() bool {
	return r.Level != Info && (r.Outcome == Pass || r.Outcome == Fail)
}

// unjudged says why nothing was judged.
func unjudged(s Summary) string {
	switch {
	case s.Inconclusive > 0:
		return "no check came to a judgement: " + count(s.Inconclusive, "check") + " could not be told"
	case s.Pass > 0:
		return "no check came to a judgement: what ran is of level info, which only records; select checks of level must or should"
	default:
		return "no check came to a judgement: none of those selected applies to the target"
	}
}

// Fails reports whether the run found what it was told to fail on: a check of level must that failed, one of level should if
// failOn is Should, or a stale entry of the baseline. A run that could not tell everything fails in another way; see Verdict.
func (r Report) Fails(failOn Level) bool {
	return r.Verdict == Nonconformant || len(r.Baseline) > 0 || failOn == Should && r.Failed(Should) > 0
}

// Failed counts the checks of a level that failed, those that the baseline knows among them.
func (r Report) Failed(level Level) int {
	n := 0
	for _, c := range r.Checks {
		if c.Level == level && c.Outcome == Fail {
			n++
		}
	}
	return n
}

// knownPart says how many of the failures the baseline knows.
func knownPart(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d of them known to the baseline", n)
}

// firstOf names a few and counts the rest.
func firstOf(ids []string, most int) string {
	if len(ids) <= most {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), len(ids)-most)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// severity orders outcomes from the one that matters least.
var severity = []Outcome{Skip, Pass, Inconclusive, Error, Fail}

// traced gives every requirement with what its checks found.
func traced(contract *spec.Contract, suite Suite, results []Result) []Requirement {
	outcome := map[string]Outcome{}
	for _, r := range results {
		outcome[r.ID] = r.Outcome
	}
	table := suite.Requirements(contract)
	for i, q := range table {
		for _, id := range q.Checks {
			if slices.Index(severity, outcome[id]) > slices.Index(severity, q.Outcome) {
				q.Outcome = outcome[id]
			}
		}
		table[i] = q
	}
	return table
}

// Requirements gives every requirement of the contract with the checks that exercise it, or the reason why none can or why it is
// out of scope, in the catalogue's order. The outcomes are skip: nothing ran.
func (s Suite) Requirements(contract *spec.Contract) []Requirement {
	checks := map[string][]string{}
	for _, c := range s.Checks {
		for _, id := range c.Requirements() {
			checks[id] = append(checks[id], c.ID)
		}
	}
	var table []Requirement
	for _, q := range contract.Requirements() {
		level := Level(q.Level)
		if q.Level == spec.Chosen {
			level = Info
		}
		row := Requirement{
			ID: q.ID, Level: level, Source: q.Source.String(), SourceURL: q.Source.URL, Page: q.Page, Statement: q.Statement,
			Checks: append([]string{}, checks[q.ID]...), Untestable: s.Untestable[q.ID], Outcome: Skip,
		}
		if len(q.Operations) == 0 && len(q.Outside) > 0 && len(row.Checks) == 0 && row.Untestable == "" {
			row.OutOfScope = "about operations that are not judged: " + strings.Join(q.Outside, ", ")
		}
		table = append(table, row)
	}
	return table
}

func (r *runner) traffic() Traffic {
	traffic := Traffic{PerSecond: r.client.PerSecond()}
	traffic.Requests = r.client.Count()
	if counter, ok := r.session.(interface {
		Traffic() (written int, settledMS int64)
	}); ok {
		traffic.Written, traffic.SettleMS = counter.Traffic()
	}
	return traffic
}
