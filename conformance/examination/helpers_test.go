//go:build examination

package examination_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver"
)

var (
	whole  = flag.Bool("whole", false, "examine the runner with every mutant under every check, and with further seeds, which takes long")
	again  = flag.Bool("again", false, "with -whole: take what the first seed found from testdata, and try the further seeds alone")
	sample = flag.Int("sample", 16, "without -whole: try every so manieth mutant and variant; 1 tries all")
	update = flag.Bool("update", false, "rewrite testdata and the tables in docs")
)

// mutants are all that the examination tries, sorted by name: the misbehaviours of the mock, and those that it makes for the
// examination alone.
func mutants() []mockserver.Misbehaviour {
	all := slices.Concat(mockserver.Misbehaviours(), mockserver.ExaminedMisbehaviours())
	slices.SortFunc(all, func(a, b mockserver.Misbehaviour) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// variants are all that the examination tries, in the same way.
func variants() []mockserver.Variant {
	all := slices.Concat(mockserver.Variants(), mockserver.ExaminedVariants())
	slices.SortFunc(all, func(a, b mockserver.Variant) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// events is how many events a bot of an examined mock starts with: enough for several pages.
const events = 400

// serve starts a mock and returns its URL. Nothing is logged: a mutant's mistakes are meant.
func serve(t *testing.T, opts mockserver.Options) string {
	t.Helper()
	opts.Credentials = credentials()
	opts.EventsPerBot, opts.Logger = events, slog.New(slog.NewTextHandler(io.Discard, nil))
	s := mockserver.New(opts)
	require.NoError(t, s.Err())
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	stopped := make(chan error, 1)
	go func() { stopped <- s.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-stopped; err != nil {
			t.Errorf("stop the mock: %v", err)
		}
	})
	return "http://" + listener.Addr().String()
}

// credentials are the demo set, but that the secrets of access tokens other than the first hold a colon.
func credentials() []mockserver.Credential {
	all := mockserver.DemoCredentials()
	for i, c := range all {
		if c.ID != "" && slices.ContainsFunc(all[:i], func(first mockserver.Credential) bool { return first.Kind == c.Kind }) {
			all[i].Secret = strings.ReplaceAll(c.Secret, "-", ":")
		}
	}
	return all
}

// botOf is the bot of a team with that number which every seeded world has; empty if there are not so many.
func botOf(team string, n int) string {
	bots := slices.DeleteFunc((&fixtures.World{}).Bots(), func(b fixtures.Bot) bool { return b.Team != team })
	return append(bots, make([]fixtures.Bot, n+1)...)[n].ID
}

// given are the values of a suite's flags for the mock, with all that its checks can use but for a second bot.
func given(suite conformance.Suite) conformance.Given {
	own := slices.DeleteFunc(credentials(), func(c mockserver.Credential) bool { return c.Kind.API() != suite.API })
	own = append(own, mockserver.Credential{}, mockserver.Credential{}) // an API may have fewer
	first, other := own[0], own[1]
	return conformance.Given{
		"bearer": {first.Secret}, "other-bearer": {other.Secret}, "web-bearer": {other.Secret},
		"basic": {first.ID + ":" + first.Secret}, "bot": {botOf(first.Team, 0)}, "team": {first.Team},
		"other-basic": {other.ID + ":" + other.Secret}, "other-bot": {botOf(other.Team, 0)},
	}
}

// target is a mock as a target, asked as fast as it answers, with further bots of the team.
func target(suite conformance.Suite, url string, seed uint64, bots ...string) conformance.Target {
	values := given(suite)
	values["bot"] = append(values["bot"], bots...)
	settings, _ := suite.Settings(values) // the run tells what is wrong with them
	return conformance.Target{Suite: suite, URL: url, Seed: seed, PerSecond: 5000, Settings: settings}
}

func run(t *testing.T, target conformance.Target) conformance.Report {
	t.Helper()
	report, err := conformance.Run(t.Context(), target)
	require.NoError(t, err)
	for _, c := range report.Checks {
		if c.Level == conformance.Info && c.Message == "" {
			t.Errorf("%s ended with %s and does not say what it saw", c.ID, c.Outcome)
		}
	}
	return report
}

// failures are the ids of the checks that failed.
func failures(r conformance.Report) []string {
	var ids []string
	for _, c := range r.Checks {
		if c.Outcome == conformance.Fail {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// tell says on stderr what became of a test of a whole examination, which takes too long to wait for its end.
func tell(t *testing.T) {
	t.Helper()
	if *whole {
		t.Cleanup(func() { fmt.Fprintf(os.Stderr, "%s failed=%t\n", t.Name(), t.Failed()) })
	}
}

// complain writes down what a report says against its target.
func complain(r conformance.Report) string {
	var lines []string
	for _, c := range r.Checks {
		if c.Outcome == conformance.Fail || c.Outcome == conformance.Error || c.Outcome == conformance.Inconclusive &&
			c.Level == conformance.Must {
			lines = append(lines, strings.Join([]string{
				string(c.Outcome), string(c.Level), c.ID, c.Message, "expected: " + c.Expected,
				"got: " + c.Got,
			}, "\n    "))
		}
	}
	return string(r.Verdict) + " " + r.Reason + "\n" + strings.Join(lines, "\n")
}
