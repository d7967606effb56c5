package conformance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/understudy-mock/understudy/conformance/internal/harmless"
)

// Test judges a target inside go test: every check is a subtest, named by its id. A check that fails at level must fails its
// subtest; a failure at level should is logged; a must that could not be told fails too, because nothing was shown. Skipped
// checks are skipped subtests. A run that comes to no verdict fails, whatever its checks say.
//
// Only what go test selects is run: go test -run 'TestOurServer/chatlayer.time.end-exclusive' runs that check alone, with the
// preparation that it needs, and -skip leaves checks out. A -run that reaches the test and selects no check fails it; a test with other
// subtests beside calls Test in a subtest of its own.
func Test(t *testing.T, target Target) {
	t.Helper()
	target.wanted = func(id string) bool { return byGoTest(t.Name() + "/" + id) }
	if ids := target.Suite.ids(); len(ids) > 0 && !slices.ContainsFunc(ids, target.wanted) {
		if asked := nothingBelow(t.Name(), ids); asked != "" {
			t.Errorf("conformance: go test -run %q names no check of %s below %s%s", asked, target.Suite.API, t.Name(),
				meant(withoutSigns(asked), ids))
			return
		}
		t.Log("conformance: go test -skip leaves no check")
		return
	}
	report, err := Run(t.Context(), target)
	if err != nil {
		t.Fatalf("conformance: %v", err)
	}
	for _, c := range report.Checks {
		t.Run(c.ID, func(t *testing.T) {
			text := explain(c)
			switch {
			case c.Outcome == Skip:
				t.Skip(text)
			case c.Baselined != "":
				t.Log("known to the baseline: " + harmless.Text(c.Baselined) + "\n" + text)
			case c.Outcome == Error, c.Level == Must && (c.Outcome == Fail || c.Outcome == Inconclusive):
				t.Error(text)
			case c.Outcome != Pass:
				t.Log(text)
			}
		})
	}
	if report.Verdict == Incomplete {
		t.Errorf("conformance: %s", harmless.Text(report.Reason))
	}
	for _, s := range report.Baseline {
		t.Errorf("baseline: %s: %s", s.Check, s.Reason)
	}
}

// explain says in a few lines what became of a check. What the target said is no command to the system that runs the tests.
func explain(c Result) string {
	lines := []string{fmt.Sprintf("%s (%s, %s: %s)", c.Outcome, c.Level, c.Requirement, c.Statement)}
	for _, part := range []struct{ name, text string }{
		{"", c.Message}, {"expected: ", c.Expected}, {"got: ", c.Got}, {"looks like: ", c.LooksLike},
	} {
		if part.text != "" {
			lines = append(lines, harmless.Text(part.name+part.text))
		}
	}
	for _, x := range c.Exchanges {
		lines = append(lines, harmless.Shell(x.Curl))
	}
	return strings.Join(lines, "\n")
}
