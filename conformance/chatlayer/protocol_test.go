package chatlayer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
	"github.com/understudy-mock/understudy/mockserver"
)

// protocolOnly selects the checks that are about HTTP.
func protocolOnly(target *conformance.Target) {
	subjects := protocol.Subjects()
	for _, c := range target.Suite.Checks {
		if slices.Contains(subjects, strings.TrimPrefix(c.ID, "chatlayer.")) {
			target.Only = append(target.Only, c.ID)
		}
	}
}

func TestTheMockKeepsToHTTP(t *testing.T) {
	report := against(t, mockserver.Options{EventsPerBot: 200}, protocolOnly)
	ran := 0
	for _, c := range report.Checks {
		if !slices.Contains(protocol.Subjects(), strings.TrimPrefix(c.ID, "chatlayer.")) {
			continue
		}
		ran++
		require.Equal(t, conformance.Pass, c.Outcome, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
		t.Log(c.ID, c.Evidence, c.DurationMS, c.Message)
	}
	require.Greater(t, ran, 50)
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	t.Log(report.Traffic, report.DurationMS)
}

// Requirements of the checks are in the catalogue, and every id of the rules is a check.
func TestProtocolChecksCiteRequirements(t *testing.T) {
	contract, err := chatlayer.Suite().Contract()
	require.NoError(t, err)
	var known []string
	for _, q := range contract.Requirements() {
		known = append(known, q.ID)
	}
	named := 0
	for _, c := range chatlayer.Suite().Checks {
		if !slices.Contains(protocol.Subjects(), strings.TrimPrefix(c.ID, "chatlayer.")) {
			continue
		}
		named++
		require.Subset(t, known, c.Requirements(), c.ID)
	}
	require.Greater(t, named, 50)
}
