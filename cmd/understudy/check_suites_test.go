package main

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/suites"
)

// TestCheckTakesTheFlagsOfEachSuite has check with an API more, which shares a flag with another one.
func TestCheckTakesTheFlagsOfEachSuite(t *testing.T) {
	notes := conformance.Suite{API: "notes", Flags: []conformance.Flag{
		{Name: "bearer", Value: "KEY", Help: "the key of a reader", Required: true},
		{Name: "team", Value: "ID", Help: "whose notes they are"},
	}}
	judging := func(args ...string) error {
		c := newCheck(append(suites.All(), notes), nil)
		c.SetArgs(append([]string{"http://127.0.0.1:1"}, args...))
		c.SetOut(io.Discard)
		c.SetErr(io.Discard)
		c.SilenceErrors, c.SilenceUsage = true, true
		return c.ExecuteContext(t.Context())
	}

	t.Run("help_says_for_which_API_a_flag_is", func(t *testing.T) {
		usage := newCheck(append(suites.All(), notes), nil).UsageString()
		require.Contains(t, usage, "inkeep: the key (required); notes: the key of a reader (required)\n")
		require.Contains(t, usage, "chatlayer: the team that owns the bot; notes: whose notes they are\n")
	})
	for name, tt := range map[string]struct {
		args string
		want string
	}{
		"what_is_required_is_missing": {"--api notes", "--bearer is missing: notes needs --bearer KEY; or set UNDERSTUDY_BEARER"},
		"a_flag_of_another_API":       {"--api notes --bearer k --bot b", "--bot is for chatlayer; notes needs --bearer KEY"},
		"a_flag_of_two_others":        {"--api chatlayer --bearer k", "--bearer is for inkeep and notes; chatlayer needs --basic ID"},
		"a_shared_flag_of_no_use":     {"--api inkeep --bearer k --team t", "--team is for chatlayer and notes; inkeep needs --bearer KEY"},
		"its_own_flags":               {"--api notes --bearer k --team t", "suite notes: it has no Authorize"},
	} {
		t.Run(name, func(t *testing.T) {
			err := judging(strings.Fields(tt.args)...)
			require.ErrorContains(t, err, tt.want)
			require.Equal(t, strings.Contains(tt.want, " is for "), strings.Contains(err.Error(), " is for "))
		})
	}
}
