package conformance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func TestFlagsOfASuite(t *testing.T) {
	t.Run("are_found_by_their_names", func(t *testing.T) {
		key := conformance.Flag{Name: "bearer", Value: "KEY", Help: "the key", Required: true}
		suite := conformance.Suite{Flags: []conformance.Flag{key}}
		found, ok := suite.Flag("bearer")
		require.True(t, ok)
		require.Equal(t, key, found)
		_, ok = suite.Flag("basic")
		require.False(t, ok)
	})
	t.Run("have_a_first_value_or_none", func(t *testing.T) {
		given := conformance.Given{"bot": {"one", "two"}, "team": {}}
		require.Equal(t, []string{"one", "", ""}, []string{given.First("bot"), given.First("team"), given.First("else")})
		require.Equal(t, []string{"one", "two"}, given["bot"])
	})
	refused(t, map[string]unfit{
		"that_are_there_twice": {
			func(s *conformance.Suite) {
				s.Flags = []conformance.Flag{{Name: "bot"}, {Name: "team"}, {Name: "bot", Required: true}}
			},
			`suite demo: Flags has "bot" twice; leave one`,
		},
	})
}
