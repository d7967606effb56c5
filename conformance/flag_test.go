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
	t.Run("have_their_values_in_the_target", func(t *testing.T) {
		target := conformance.Target{
			Basic: "1", Bearer: "2", Bot: "3", Team: "4", OtherBasic: "5", OtherBot: "6", OtherBearer: "7",
		}
		got := ""
		for _, name := range []string{"basic", "bearer", "bot", "team", "other-basic", "other-bot", "other-bearer", "else"} {
			got += target.Given(name)
		}
		require.Equal(t, "1234567", got)
	})
	refused(t, map[string]unfit{
		"that_no_target_has": {
			func(s *conformance.Suite) { s.Flags = []conformance.Flag{{Name: "baerer"}} },
			`suite demo: Flags[0] is "baerer", which no target has; did you mean "bearer"?`,
		},
		"that_are_there_twice": {
			func(s *conformance.Suite) {
				s.Flags = []conformance.Flag{{Name: "bot"}, {Name: "team"}, {Name: "bot", Required: true}}
			},
			`suite demo: Flags has "bot" twice; leave one`,
		},
	})
}
