package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/conformance"
	reporting "github.com/understudy-mock/understudy/conformance/report"
)

const checkHelp = `Check judges a server: it sends requests to TARGET, its base URL, and says where the server keeps the contract of
the API and where it does not, with the exchange and a curl line that shows the same. The server may hold other
people's data. What no document says is never counted against it.

Check writes events of its own to the bot or with the key that it is given; --read-only sends no write. Inkeep has no checks
that only read, so with --read-only nothing of it is left. A target that is not on this machine is judged only with
--read-only or --i-may-write-there.

Chatlayer needs --basic and --bot; --team, and --other-basic with --other-bot, exercise more. A second --bot names another
bot of the same team: it takes the place of one that the checks invent, where a target refuses such, and the team's list is
judged over both. Check writes there too. Inkeep needs --bearer; --other-bearer and --web-bearer exercise more.
Others can see the command line of a process. Set UNDERSTUDY_BASIC, UNDERSTUDY_BEARER, UNDERSTUDY_OTHER_BASIC,
UNDERSTUDY_OTHER_BEARER and UNDERSTUDY_WEB_BEARER instead to keep secrets out of it. No report shows a secret: the commands in
it, for bash and curl, take them from these variables and run as they are printed.

--only and --skip take globs of check ids, such as "chatlayer.time.*"; --list shows the ids. --quick looks at the most telling
checks only, and its verdict says so. A baseline file lists known failures, which do not fail the run; an entry that is not
needed any more does. --write-baseline FILE writes the failures of a run as one to edit:

  known_failures:
    - check: chatlayer.time.end-exclusive
      reason: "ticket 4711: the index rounds to seconds"
      expires: 2026-12-31

The results go to stdout, unless --report FORMAT=- takes it; what goes on meanwhile goes to stderr, and the run does not
wait for somebody to read it. Reports in files are written before the results. An interrupted run writes its reports too.

Exit status: 0 conformant, or all failures are in the baseline; 1 the target broke the contract, or the baseline is stale; 2
usage, or nothing selected; 3 it could not be told: the target cannot be reached, say, or refuses the credentials, or a check
of level must saw too little.`

// checkFlags are the flags of check as they were given.
type checkFlags struct {
	api                       string
	only, skip                []string
	readOnly, mayWrite, list  bool
	verbose                   bool
	quick                     bool
	settle, deadline, timeout time.Duration
	failOn, baseline, caFile  string
	writeBaseline             string
	seed                      uint64
	rate                      float64
	reports                   []string
	given                     map[string]bool // flags on the command line, not in the environment
	flags                     *pflag.FlagSet
	suites                    []conformance.Suite
	environ                   []string
}

func newCheck(suites []conformance.Suite, environ []string) *cobra.Command {
	f := checkFlags{suites: suites, environ: environ, given: map[string]bool{}}
	c := &cobra.Command{
		Use:   "check TARGET --api " + strings.Join(names(suites), "|"),
		Short: "Judge a server by the contract of an API",
		Long:  checkHelp,
		Example: "  understudy check http://127.0.0.1:4747 --api chatlayer --basic demo-token-id:demo-token-secret --bot demobot1 --team " +
			"demo-team\n" +
			"  understudy check http://127.0.0.1:4747 --api inkeep --bearer demo-api-key --report junit=report.xml --report " +
			"html=report.html\n" +
			"  understudy check --api chatlayer --list",
		Args: cobra.ArbitraryArgs, // looked at with everything else, so that all mistakes are told at once
		RunE: func(c *cobra.Command, args []string) error {
			c.Flags().Visit(func(flag *pflag.Flag) { f.given[flag.Name] = true })
			if f.list {
				return f.printList(c.OutOrStdout(), args)
			}
			return f.check(c.Context(), args, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	f.flags = c.Flags()
	f.registerTarget(f.flags)
	f.registerRun(f.flags)
	completeValues(c, "api", names(suites)...)
	completeValues(c, "fail-on", string(conformance.Must), string(conformance.Should))
	return c
}

// registerTarget registers the flags that say what is judged.
func (f *checkFlags) registerTarget(flags *pflag.FlagSet) {
	flags.StringVar(&f.api, "api", "", "which contract: "+strings.Join(names(f.suites), " or ")+" (required)")
	f.registerSuites(flags)
	flags.StringVar(&f.caFile, "ca-file", "", "PEM file of certificates to trust beside the system's, for an https target with its own")
	flags.BoolVar(&f.readOnly, "read-only", false, "run only what sends no write")
	flags.BoolVar(&f.mayWrite, "i-may-write-there", false, "write to a target that is not on this machine")
}

// registerRun registers the flags that say how.
func (f *checkFlags) registerRun(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.only, "only", nil, "repeatable: run only the checks whose id matches this glob")
	flags.StringArrayVar(&f.skip, "skip", nil, "repeatable: leave out the checks whose id matches this glob")
	flags.BoolVar(&f.quick, "quick", false, "run only the checks that tell the most for what they cost, in some three seconds")
	flags.DurationVar(&f.settle, "settle", 5*time.Second, "how long a write may take to become visible")
	flags.DurationVar(&f.timeout, "timeout", 10*time.Second, "how long one request may take")
	flags.DurationVar(&f.deadline, "deadline", 10*time.Minute, "how long the whole run may take")
	flags.Float64Var(&f.rate, "rate", 300, "requests per second at most")
	flags.Uint64Var(&f.seed, "seed", 1, "drives every generated value; printed in every report")
	flags.StringVar(&f.failOn, "fail-on", string(conformance.Must), "lowest level that makes the run fail: must or should")
	flags.StringVar(&f.baseline, "baseline", "", "file of known failures by check id; one that passes now is an error")
	flags.StringVar(&f.writeBaseline, "write-baseline", "", "write the failures of this run to a new file, as a baseline to edit")
	flags.StringArrayVar(&f.reports, "report", nil,
		"repeatable: FORMAT=PATH, where FORMAT is one of "+listed(reporting.Formats())+" and PATH may be - for stdout")
	flags.BoolVar(&f.verbose, "verbose", false, "show every check of a finding whole, not just the simplest case")
	flags.BoolVar(&f.list, "list", false, "print the checks, their levels, sources and needs; touches no target")
}
