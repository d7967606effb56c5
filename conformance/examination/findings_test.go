//go:build examination

package examination_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// mostFindings is how many findings a single mistake may give.
const mostFindings = 5

// oneMistake are mutants that used to fill a report: without -whole, one of each kind that a diagnosis or a symptom is for.
func oneMistake() []string {
	return []string{"list.end-inclusive", "page.repeats-last", "track.always-live", "schema.version-lower-case", "transport.some-are-500"}
}

// TestOneMistakeIsFewFindings runs the whole suites over mutants and wants the failures to be few findings. With -v it
// says of each how many checks failed and which findings they are; -whole tries every mutant.
func TestOneMistakeIsFewFindings(t *testing.T) {
	var entries, findings []int
	t.Run("mutants", func(t *testing.T) {
		for _, m := range mockserver.Misbehaviours() {
			if !*whole && !slices.Contains(oneMistake(), m.Name) {
				continue
			}
			t.Run(m.Name, func(t *testing.T) {
				for _, suite := range apis(m) {
					target := target(suite, serve(t, mockserver.Options{Misbehave: m.Name}), 1)
					target.Settle = soon
					report := run(t, target)
					entries, findings = append(entries, len(failures(report))), append(findings, len(report.Findings))
					t.Logf("%d failed checks, %d findings\n%s", len(failures(report)), len(report.Findings), headlines(report))
					require.LessOrEqual(t, len(report.Findings), mostFindings, "%s", headlines(report))
				}
			})
		}
	})
	t.Logf("failed checks: %s; findings: %s", spread(entries), spread(findings))
}

// headlines lists what a report found.
func headlines(r conformance.Report) string {
	text := ""
	for _, f := range r.Findings {
		text += fmt.Sprintf("%s (%d checks, such as %s)\n", f.Headline, len(f.Checks), f.Check)
	}
	return text
}

// spread is the median and the greatest of those that are not 0.
func spread(numbers []int) string {
	numbers = slices.DeleteFunc(slices.Sorted(slices.Values(numbers)), func(n int) bool { return n == 0 })
	if len(numbers) == 0 {
		return "none"
	}
	return fmt.Sprintf("median %d, worst %d, of %d", numbers[len(numbers)/2], numbers[len(numbers)-1], len(numbers))
}
