package inkeep_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/spec"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

func catalogue(t *testing.T) map[string]spec.Requirement {
	t.Helper()
	contract, err := api.Contract()
	require.NoError(t, err)
	rows := map[string]spec.Requirement{}
	for _, row := range contract.Requirements() {
		rows[row.ID] = row
	}
	return rows
}

func TestEveryRequirementHasACheckOrAReason(t *testing.T) {
	cited := map[string]bool{}
	for _, c := range suite().Checks {
		for _, id := range c.Requirements() {
			cited[id] = true
		}
	}
	for id, row := range catalogue(t) {
		reason := suite().Untestable[id]
		switch {
		case len(row.Operations)+len(row.Outside) > 0 && len(slices.DeleteFunc(row.Operations, isUnjudged)) == 0:
			require.Empty(t, reason, "%s is out of scope", id)
		case row.Level == spec.Chosen:
			require.Empty(t, reason, "%s: nobody asks for a check of a choice", id)
		case cited[id]:
			require.Empty(t, reason, "%s has a check and a reason why there is none", id)
		default:
			require.NotEmpty(t, reason, "%s has neither a check nor a reason", id)
		}
	}
}

func isUnjudged(operation string) bool { return slices.Contains(suite().Unjudged, operation) }

func TestReasonsAreForRequirementsThatExist(t *testing.T) {
	rows := catalogue(t)
	for id := range suite().Untestable {
		require.Contains(t, rows, id)
	}
}

func TestChecksCiteRequirementsOfTheirLevel(t *testing.T) {
	rows := catalogue(t)
	strength := map[string]int{"info": 0, "chosen": 0, "should": 1, "must": 2}
	for _, c := range suite().Checks {
		for _, id := range c.Requirements() {
			require.Contains(t, rows, id, c.ID)
		}
		require.LessOrEqual(t, strength[string(c.Level)], strength[string(rows[c.Requirement].Level)], "%s insists on more than %s does",
			c.ID,
			c.Requirement)
	}
}

func TestChecksAreWellFormed(t *testing.T) {
	name := regexp.MustCompile(`^inkeep\.[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, c := range suite().Checks {
		require.Regexp(t, name, c.ID)
		require.False(t, seen[c.ID], "%s is there twice", c.ID)
		seen[c.ID] = true
		require.NotEmpty(t, c.Title, c.ID)
		require.NotEmpty(t, c.Operations, c.ID)
		if c.Level != conformance.Info {
			require.NotEmpty(t, c.Floor, "%s may pass without having seen anything", c.ID)
		}
	}
}

// Everything that logs an event says so, so that a run that may not write does not.
func TestEveryCheckOfEventsNeedsToWrite(t *testing.T) {
	for _, c := range ownChecks() {
		require.Contains(t, c.Needs, conformance.Writes, c.ID)
	}
}
