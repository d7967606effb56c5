package conformance_test

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func TestTest(t *testing.T) {
	var ran []string
	note := func(id string) conformance.Check {
		return named(id, func(context.Context, *conformance.T) { ran = append(ran, id) })
	}
	failing := alone("demo.c.should", fails)
	failing.Level = conformance.Should
	target := target(t, note("demo.a.first"), alone("demo.b.second", passes), failing, needing("demo.d.team", team))
	conformance.Test(t, target)
	require.Equal(t, []string{"demo.a.first"}, ran)
	require.False(t, t.Failed(), "neither a should that fails nor a skipped check fails a test")
}

// selectingSide makes the test binary play a test of somebody else, of which a part is selected.
const selectingSide = "CONFORMANCE_SELECTING_SIDE"

// TestSelectingSide is no test of its own: TestTestRunsWhatGoTestSelects runs it in another process.
func TestSelectingSide(t *testing.T) {
	if os.Getenv(selectingSide) == "" {
		t.Skip("runs in another process only")
	}
	said := func(id string) conformance.Check {
		return named(id, func(context.Context, *conformance.T) { t.Log("it ran: " + id + ";") })
	}
	conformance.Test(t, target(t, said("demo.a.one"), said("demo.a.two"), said("demo.b.one-two")))
	t.Run("another", func(t *testing.T) { t.Log("so it went on") })
}

func TestTestRunsWhatGoTestSelects(t *testing.T) {
	all := []string{"demo.a.one", "demo.a.two", "demo.b.one-two"}
	for _, tt := range []struct {
		run, skip string
		want      []string
	}{
		{"^TestSelectingSide$", "", all},
		{"TestSelectingSide/demo.a.two", "", all[1:2]},
		{"SelectingSide/^demo.a.one$", "", all[:1]},
		{"SelectingSide/one", "", []string{all[0], all[2]}},
		{"SelectingSide/(demo.a.one|demo.b)", "", []string{all[0], all[2]}},
		{"Nobody|SelectingSide/demo[.]a/deeper|SelectingSide/b.one", "", all},
		{"SelectingSide/demo.a.[/|t]wo", "", all[1:2]},
		{"SelectingSide", "TestSelectingSide/demo.a", all[2:]},
		{"SelectingSide", "TestSelectingSide/demo.a.one/deeper", all},
		{`SelectingSide/demo\.a\.t`, "", all[1:2]},
	} {
		t.Run(tt.run+" without "+tt.skip, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run="+tt.run, "-test.skip="+tt.skip, "-test.v")
			cmd.Env = append(os.Environ(), selectingSide+"=1")
			output, err := cmd.CombinedOutput()
			require.NoError(t, err, string(output))
			for _, id := range all {
				selected := strings.Contains(string(output), "--- PASS: TestSelectingSide/"+id+" ") // by go test itself
				require.Equal(t, slices.Contains(tt.want, id), selected, id)
				require.Equal(t, selected, strings.Contains(string(output), "it ran: "+id+";"), "%s\n%s", id, output)
			}
		})
	}
}

// TestASelectionOfNothingFails is a pass only if a name that is misspelt below the test does not count as success.
func TestASelectionOfNothingFails(t *testing.T) {
	for _, tt := range []struct {
		name, run, skip string
		want            string // part of the error; empty if there is none
	}{
		{
			"a_misspelt_check", "SelectingSide/demo.a.ome", "",
			`-run "demo.a.ome" names no check of demo below TestSelectingSide; did you mean "demo.a.one"?`,
		},
		{"a_misspelt_area", "SelectingSide/^demo[.]aa", "", `did you mean "demo.a.one" or "demo.a.two"?`},
		{
			"a_check_that_nothing_is_like", "SelectingSide/no.such.check", "",
			`expected one such as "demo.a.one", "demo.a.two" or "demo.b.one-two"`,
		},
		{"an_alternative", "Nobody/demo.a|SelectingSide/nothing", "", `-run "nothing" names no check`},
		{"another_subtest_of_the_test", "SelectingSide/another", "", `-run "another" names no check`},
		{"a_check_that_is_left_out_as_well", "SelectingSide/demo.a.one", "SelectingSide/demo", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run="+tt.run, "-test.skip="+tt.skip, "-test.v")
			cmd.Env = append(os.Environ(), selectingSide+"=1")
			output, err := cmd.CombinedOutput()
			require.NotContains(t, string(output), "it ran: ", "no check runs")
			if tt.want == "" {
				require.NoError(t, err, string(output))
				return
			}
			require.Error(t, err, "the test must fail")
			require.Contains(t, string(output), tt.want)
		})
	}
}

// TestKnownFailuresPass is a pass only if a failure that the baseline knows fails no test.
func TestKnownFailuresPass(t *testing.T) {
	target := target(t, named("demo.a.fails", fails), named("demo.b.other", passes))
	target.Baseline = baseline(t, "known_failures: [{check: demo.a.fails, reason: r, expires: 9999-12-31}]")
	conformance.Test(t, target)
}

// failingSide names the environment variable that makes the test binary play a failing test of somebody else.
const failingSide = "CONFORMANCE_TEST_SIDE"

// TestFailingSide is no test of its own: TestTestFails runs it in another process.
func TestFailingSide(t *testing.T) {
	checks := map[string]conformance.Check{
		"must":   named("demo.a.must", fails),
		"unsure": named("demo.a.unsure", func(_ context.Context, t *conformance.T) { t.Inconclusive("cannot tell") }),
		"error":  named("demo.a.error", func(context.Context, *conformance.T) { panic("oops") }),
		"orders": named("demo.a.orders", func(_ context.Context,
			t *conformance.T,
		) {
			t.Failf("it says\n::error::boo\n##vso[task.complete]")
		}),
		"no suite":  {},
		"nothing":   {ID: "demo.a.one", Level: conformance.Info, Requirement: "DEM-PING-3", Run: passes},
		"selection": named("demo.a.one", passes),
		"stale":     named("demo.a.stale", passes),
	}
	side := os.Getenv(failingSide)
	if side == "" {
		t.Skip("runs in another process only")
	}
	target := target(t, checks[side], named("demo.b.other", passes))
	switch side {
	case "no suite":
		target.Suite = conformance.Suite{}
	case "nothing":
		target.Skip = []string{"demo.b.*"}
	case "selection":
		target.Only = []string{"nothing"}
	case "stale":
		target.Baseline = baseline(t, "known_failures: [{check: demo.a.stale, reason: r, expires: 9999-12-31}]")
	}
	conformance.Test(t, target)
}

func TestTestFails(t *testing.T) {
	tests := map[string]struct{ side, check, want string }{
		"when_a_must_fails":            {"must", "demo.a.must", "fail (must, DEM-PING-1: Ping answers.)"},
		"when_a_must_is_unsure":        {"unsure", "demo.a.unsure", "cannot tell"},
		"when_the_runner_has_an_error": {"error", "demo.a.error", "bug of the runner: oops"},
		"when_nothing_is_judged":       {"nothing", "", "conformance: no check came to a judgement"},
		"when_a_target_gives_orders":   {"orders", "demo.a.orders", `:\x3aerror::boo`},
		"when_no_suite_is_named":       {"no suite", "", "no suite is named"},
		"when_nothing_is_selected":     {"selection", "", `"nothing" matches no check of demo`},
		"when_the_baseline_is_stale":   {"stale", "", "baseline: demo.a.stale: it passes now"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFailingSide$", "-test.v")
			cmd.Env = append(os.Environ(), failingSide+"="+tt.side)
			output, err := cmd.CombinedOutput()
			require.Error(t, err, "the test must fail")
			require.Contains(t, string(output), tt.want)
			require.NotRegexp(t, `(?m)^\s*::|##vso`, string(output), "a target gives no orders to the system that runs the tests")
			if tt.check != "" {
				require.Contains(t, string(output), "--- FAIL: TestFailingSide/"+tt.check)
				require.Contains(t, string(output), "--- PASS: TestFailingSide/demo.b.other")
			}
		})
	}
}
