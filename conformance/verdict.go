package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance/internal/english"
	"github.com/understudy-mock/understudy/spec"
)

// report puts everything together. Checks that never ran say why.
func (r *runner) report(ctx context.Context) Report {
	report := Report{
		Tool: "understudy", Version: r.target.Version, API: r.target.Suite.API, Target: r.client.Redactor().Request(r.target.URL),
		Seed: r.target.Seed, Run: r.run, StartedAt: r.started.UTC(), DurationMS: r.target.Clock.Now().Sub(r.started).Milliseconds(),
		Cost: r.cost(), Quick: r.target.Quick,
	}
	for _, s := range r.planned {
		result, ran := r.results[s.check.ID]
		if !ran {
			result = r.notRun(ctx, s)
		}
		report.Checks = append(report.Checks, r.target.Baseline.mark(result))
	}
	report.Baseline = r.target.Baseline.stale(report.Checks, r.started)
	report.Findings = r.findings(ctx, report.Checks)
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

// judge gives the verdict and the sentence that explains it. A failure that the baseline knows is a failure, though the run may be a pass:
// one that ended early is none.
func (r *runner) judge(ctx context.Context, report Report) (Verdict, string) {
	failed, known, unsure, errs := 0, 0, []string{}, 0
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
			errs++
		}
	}
	switch {
	case failed > known || failed > 0 && !r.endedEarly(ctx):
		return Nonconformant, english.Count(failed, "check") + " of level must failed" + knownPart(known, failed, unsure, errs)
	case ctx.Err() != nil: // before what it made of the preparation
		return Incomplete, r.interruption(ctx)
	case r.prepared != nil:
		return Incomplete, r.client.Redactor().Prose(r.prepared.Error())
	case r.client.Down() != nil:
		return Incomplete, r.interruption(ctx)
	case r.client.Limited() != nil:
		return Incomplete, r.client.Limited().Error()
	case errs > 0:
		return Incomplete, fmt.Sprintf("%s ended by an error of the runner itself", english.Count(errs, "check"))
	case len(unsure) > 0:
		return Incomplete, fmt.Sprintf("%s of level must could not be told: %s", english.Count(len(unsure), "check"), firstOf(unsure, 5))
	case !report.Judged():
		return Incomplete, unjudged(report.Summary)
	default:
		return Conformant, r.noMust(report)
	}
}

// endedEarly reports whether something stopped the run before it had judged all that it was to judge.
func (r *runner) endedEarly(ctx context.Context) bool {
	return ctx.Err() != nil || r.prepared != nil || r.client.Down() != nil || r.client.Limited() != nil
}

// noMust says what a conformant verdict rests on if no check of level must held; it is empty if one did.
func (r *runner) noMust(report Report) string {
	selected, shoulds, held := false, 0, 0
	for i, c := range report.Checks {
		switch {
		case c.Level == Must && c.Outcome == Pass:
			return ""
		case c.Level == Must && !r.planned[i].left:
			selected = true
		case c.Level == Should && (c.Outcome == Pass || c.Outcome == Fail):
			shoulds++
			if c.Outcome == Pass {
				held++
			}
		}
	}
	why := "no check of level must was selected"
	if selected {
		why = "no selected check of level must applies to the target"
	}
	return fmt.Sprintf("%s; %d of %s of level should passed", why, held, english.Count(shoulds, "check"))
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
		return "no check came to a judgement: " + english.Count(s.Inconclusive, "check") + " could not be told"
	case s.Pass > 0:
		return "no check came to a judgement: what ran is of level info, which only records; select checks of level must or should"
	default:
		return "no check came to a judgement: none of those selected applies to the target"
	}
}

// Fails reports whether the run found what it was told to fail on: a check of level must that failed, one of level should if
// failOn is Should, or a stale entry of the baseline. What the baseline knows does not count. A run that could not tell everything
// fails in another way; see Untold.
func (r Report) Fails(failOn Level) bool {
	return r.Verdict == Nonconformant && !r.allKnown() || len(r.Baseline) > 0 || failOn == Should && r.New(Should) > 0
}

// allKnown reports whether checks of level must failed, and the baseline knows all of them.
func (r Report) allKnown() bool { return r.Failed(Must) > 0 && r.New(Must) == 0 }

// Untold reports whether something could not be told that has to be: the verdict is incomplete, a check of level must saw too little,
// or the runner had an error of its own.
func (r Report) Untold() bool {
	return r.Verdict == Incomplete || slices.ContainsFunc(r.Checks, func(c Result) bool {
		return c.Outcome == Error || c.Level == Must && c.Outcome == Inconclusive
	})
}

// Passed reports whether the run is a pass: it could tell all that it has to, and found nothing that it was told to fail on. The target
// may have failures then that the baseline knows.
func (r Report) Passed(failOn Level) bool {
	return (r.Verdict == Conformant || r.Verdict == Nonconformant) && !r.Fails(failOn) && !r.Untold()
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

// New counts the checks of a level that failed and that the baseline does not know.
func (r Report) New(level Level) int {
	n := 0
	for _, c := range r.Checks {
		if c.Level == level && c.Outcome == Fail && c.Baselined == "" {
			n++
		}
	}
	return n
}

// knownPart says how many of the failures the baseline knows, and what keeps a run from being a pass if it knows them all.
func knownPart(known, failed int, unsure []string, errs int) string {
	switch {
	case known == 0:
		return ""
	case known < failed:
		return fmt.Sprintf(", %d of them known to the baseline", known)
	case len(unsure) == 0 && errs == 0:
		return ", known to the baseline"
	case errs > 0:
		return fmt.Sprintf(", known to the baseline; but %s ended by an error of the runner itself", english.Count(errs, "check"))
	default:
		return fmt.Sprintf(", known to the baseline; but %s of level must could not be told: %s; look why, and mend that, or leave them "+
			"out with --skip",
			english.Count(len(unsure), "check"), firstOf(unsure, 5))
	}
}

// firstOf names a few and counts the rest.
func firstOf(ids []string, most int) string {
	if len(ids) <= most {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), len(ids)-most)
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
		row := Requirement{
			ID: q.ID, Level: levelOf(q), Source: q.Source.String(), SourceURL: q.Source.URL, Page: q.Page, Statement: q.Statement,
			Checks: append([]string{}, checks[q.ID]...), Untestable: s.Untestable[q.ID], Outcome: Skip,
		}
		if s.outOfScope(q) && len(row.Checks) == 0 && row.Untestable == "" {
			row.OutOfScope = "about operations that are not judged: " + strings.Join(slices.Concat(q.Operations, q.Outside), ", ")
		}
		table = append(table, row)
	}
	return table
}

// outOfScope reports whether a requirement is about operations that are not judged, and no other.
func (s Suite) outOfScope(q spec.Requirement) bool {
	judged := slices.ContainsFunc(q.Operations, func(id string) bool { return !slices.Contains(s.Unjudged, id) })
	return !judged && len(q.Operations)+len(q.Outside) > 0
}

// levelOf is the level of the strongest check that a requirement bears.
func levelOf(q spec.Requirement) Level {
	if q.Level == spec.Chosen {
		return Info
	}
	return Level(q.Level)
}

func (r *runner) cost() Cost {
	cost := Cost{PerSecond: r.client.PerSecond(), Requests: r.client.Count()}
	if counter, ok := r.session.(interface {
		Wrote() (events int, settledMS int64)
	}); ok {
		cost.Written, cost.SettleMS = counter.Wrote()
	}
	return cost
}
