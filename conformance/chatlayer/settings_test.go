package chatlayer_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
)

// The reason names what is missing, and nothing that was given.
func TestWhatIsMissingOfTheOtherTeam(t *testing.T) {
	for _, c := range []struct{ basic, bot, reason string }{
		{"", "", "no other team is named; give --other-basic and --other-bot"},
		{"o:p", "", "--other-basic is given without a bot of that team; give --other-bot"},
		{"", "b", "--other-bot is given without the credentials of its team; give --other-basic"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			t.Parallel()
			target := conformance.Target{
				Suite: chatlayer.Suite(), URL: "http://127.0.0.1:1", Timeout: time.Second,
				Settings: chatlayer.Settings{Basic: "a:b", Bot: "bot", OtherBasic: c.basic, OtherBot: c.bot},
			}
			report, err := conformance.Run(t.Context(), target)
			require.NoError(t, err)
			i := slices.IndexFunc(report.Checks, func(r conformance.Result) bool { return r.ID == "chatlayer.isolation.foreign-read" })
			require.Equal(t, c.reason, report.Checks[i].Message)
		})
	}
}

func TestSettingsOfAnotherSuiteAreRefused(t *testing.T) {
	_, err := conformance.Run(t.Context(), conformance.Target{Suite: chatlayer.Suite(), URL: "http://127.0.0.1:1", Settings: "a:b"})
	require.ErrorContains(t, err, "target: Settings is a string; give chatlayer.Settings")
}
