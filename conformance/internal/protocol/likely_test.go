package protocol_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// TestLikelyCausesAreNamed wants all that shows one way in to be one finding, and a way in that is none of those known not to be
// called by another's name.
func TestLikelyCausesAreNamed(t *testing.T) {
	for _, c := range []struct{ mistake, check, like string }{
		{"auth.no-credentials", "auth.no-credentials", "credentials are not looked at: by Search, Add"},
		{"auth.wrong-secret", "auth.wrong-secret", "the secret is not looked at, or not after a good login"},
		{
			"auth.per-request", "auth.per-request",
			"a good login is remembered by its connection or User-Agent, and opens for whoever comes next",
		},
		{
			"auth.no-shared-answers", "auth.no-shared-answers",
			"answers are cached by what is asked alone, and given to whoever asks the same next",
		},
		{"transport.query-order", "transport.query-order", protocol.OrderMatters},
		{"auth.near-secrets", "auth.near-secrets", ""},
		{"transport.pipelined", "transport.pipelined", ""},
		{"auth.unknown-id", "auth.unknown-id", ""},
		{"auth.path-variants", "auth.path-variants", ""},
		{"auth.status-401", "auth.status-401", ""},
	} {
		t.Run(c.mistake, func(t *testing.T) {
			t.Parallel()
			for _, result := range judge(t, newShop(c.mistake), only(c.check)).Checks {
				if result.ID == "shop."+c.check {
					require.Equal(t, conformance.Fail, result.Outcome)
					require.Equal(t, c.like, result.LooksLike)
				}
			}
		})
	}
}

// TestWaysInThatDifferAreNone wants no way in to be named where failures tell of several, and one that is open at some operations to be
// one finding.
func TestWaysInThatDifferAreNone(t *testing.T) {
	told := func(likes ...string) (cases []conformance.Case) {
		for _, like := range likes {
			cases = append(cases, conformance.Case{
				Check:   conformance.Check{ID: "shop.auth." + like},
				Failure: conformance.Failure{LooksLike: like, Symptoms: protocol.Strangers()},
			})
		}
		return cases
	}
	require.Empty(t, protocol.Served(told("a", "a", "")))
	require.Empty(t, protocol.Served(told("", "")))
	require.Equal(t, "a, by some operations", protocol.Served(told("a: by Search", "a: by Add", ""))[0].Name)
	two := protocol.Served(told("a: by Search", "b", ""))
	require.Len(t, two, 1)
	require.Empty(t, two[0].Name)
	require.Equal(t, protocol.Strangers()[0].Text, two[0].Shows)
	require.Len(t, two[0].Explains, 3)
	require.Empty(t, protocol.Served([]conformance.Case{
		{Failure: conformance.Failure{LooksLike: "a"}},
		{Failure: conformance.Failure{LooksLike: "b"}},
	}))
}
