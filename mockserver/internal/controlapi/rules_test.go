package controlapi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

func TestExplainNamesWhatDoesNotFitTogether(t *testing.T) {
	_, err := explain([]byte("- rule: a.b\n- rule: a.c\n- rule: a.b\n"), []spec.Rule{{ID: "a.b"}, {ID: "x.y"}})
	require.ErrorContains(t, err, "nothing is said of the rule x.y")
	require.ErrorContains(t, err, "something is said of a.c")
	require.ErrorContains(t, err, "something is said of a.b", "twice")
	rules, err := explained()
	require.NoError(t, err)
	require.Len(t, rules, len(spec.Rules()))
}
