package conformance_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/spec"
)

// unfit is a change that makes a suite unfit to be run, and what is said of it.
type unfit struct {
	change func(*conformance.Suite)
	want   string
}

// refused wants each suite to be refused that is fit before it is changed.
func refused(t *testing.T, changes map[string]unfit) {
	t.Helper()
	for name, tt := range changes {
		t.Run(name, func(t *testing.T) {
			target := target(t, named("demo.a.one", passes), named("demo.a.two", passes))
			_, err := conformance.Run(t.Context(), target)
			require.NoError(t, err)
			tt.change(&target.Suite)
			_, err = conformance.Run(t.Context(), target)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

// changed changes the second check of a suite.
func changed(change func(*conformance.Check)) func(*conformance.Suite) {
	return func(s *conformance.Suite) { change(&s.Checks[1]) }
}

func TestASuiteThatCannotBeRunIsRefused(t *testing.T) {
	refused(t, map[string]unfit{
		"without_an_API": {func(s *conformance.Suite) { s.API = "" }, "suite: it has no API; set API to the word with which"},
		"a_check_without_an_id": {
			changed(func(c *conformance.Check) { c.ID = "" }),
			`suite demo: Checks[1], "demo.a.two holds", has no ID; give it one such as demo.area.subject`,
		},
		"an_id_twice": {
			changed(func(c *conformance.Check) { c.ID = "demo.a.one" }),
			"suite demo: Checks[0] and Checks[1] both have the ID demo.a.one; rename one",
		},
		"an_id_of_another_API": {
			changed(func(c *conformance.Check) { c.ID = "demonic.a.two" }),
			`suite demo: the ID of the check demonic.a.two does not begin with "demo."; rename it or set another API`,
		},
		"an_id_without_a_subject": {
			changed(func(c *conformance.Check) { c.ID = "demo.two" }),
			`suite demo: the ID of the check "demo.two" is not of the form api.area.subject`,
		},
		"an_id_with_a_slash": {
			changed(func(c *conformance.Check) { c.ID = "demo.a.two/three" }),
			`suite demo: the ID of the check "demo.a.two/three" is not of the form`,
		},
		"no_level": {
			changed(func(c *conformance.Check) { c.Level = "" }),
			`suite demo: the check demo.a.two has the Level ""; set Must, Should or Info`,
		},
		"an_unknown_phase": {
			changed(func(c *conformance.Check) { c.Phase = conformance.Closing + 1 }),
			"suite demo: the check demo.a.two has the Phase 4, in which nothing runs; set Reading, Writing, Alone or Closing",
		},
	})

	t.Run("with_all_that_is_wrong", func(t *testing.T) {
		target := target(t, named("demo.a.one", nil), named("demo.a.one", passes), named("", passes))
		_, err := conformance.Run(t.Context(), target)
		for _, want := range []string{"has no Run", "both have the ID", "has no ID"} {
			require.ErrorContains(t, err, want)
		}
	})
}

// TestAPartOfASuiteIsRun is a pass only if checks can be taken out of a suite, and all else is left.
func TestAPartOfASuiteIsRun(t *testing.T) {
	target := target(t, named("demo.a.one", passes))
	target.Suite.Quick = []string{"demo.a.one", "demo.a.two"}
	_, err := conformance.Run(t.Context(), target)
	require.NoError(t, err)
}

func TestASuiteThatItsContractDoesNotFitIsRefused(t *testing.T) {
	refused(t, map[string]unfit{
		"an_unknown_requirement": {
			changed(func(c *conformance.Check) { c.Requirement = "DEM-PIGN-1" }),
			`suite demo: the check demo.a.two names the requirement "DEM-PIGN-1", which its contract does not have; did you mean ` +
				`"DEM-PING-1"?`,
		},
		"no_requirement": {
			changed(func(c *conformance.Check) { c.Requirement = "" }),
			`the check demo.a.two names the requirement "", which its contract does not have; expected one such as "DEM-PING-1"`,
		},
		"an_unknown_further_requirement": {
			changed(func(c *conformance.Check) { c.Also = []string{"DEM-PING-2", "X"} }),
			`suite demo: the check demo.a.two names the requirement "X"`,
		},
		"a_reason_for_an_unknown_requirement": {
			func(s *conformance.Suite) { s.Untestable = map[string]string{"DEM-PING-9": "nobody can"} },
			`suite demo: Untestable names the requirement "DEM-PING-9"`,
		},
		"a_contract_that_cannot_be_read": {
			func(s *conformance.Suite) {
				s.Contract = func() (*spec.Contract, error) { return nil, errors.New("the document is a poem") }
			},
			"suite demo: load its contract: the document is a poem",
		},
	})
}
