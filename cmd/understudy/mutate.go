package main

import (
	"errors"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	reporting "github.com/understudy-mock/understudy/conformance/report"
	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

const mutateHelp = `Mutate tells which mistakes of an API your tests would notice. It runs COMMAND, your tests, once on the clean mock,
where it has to pass, and then once for each mistake that the mock can make on purpose (serve --list-misbehaviours lists them). A mistake
is killed if COMMAND then fails, timeout if it does not end in time, and has survived if COMMAND passes. The score is how many
percent of those that it met it noticed.

What COMMAND asked on the clean mock is first asked again of a mock with each mistake. A mistake that changes no answer is not met:
it is not tried and does not count. Where it shows, and how, stands in the report.

Each run has a mock of its own, and many go on side by side: below a path of one server, http://HOST:PORT/~NAME, which UNDERSTUDY_URL
holds. A client that drops the path of its base URL needs --own-ports, with which each run has a port instead. COMMAND must be able to
run beside itself: with more than one of --jobs it is first run on the clean mock as often at once. Where it needs a port or a folder,
give each run its own, --env PORT=300{{.Job}}, or give --jobs 1. --env also knows {{.URL}}, {{.Host}}, {{.Port}} and {{.Misbehaviour}},
which is empty on the clean mock.

COMMAND has no terminal and no stdin. What it prints is shown if it fails on the clean mock, and kept with --logs DIR, a file for each
run. What it has started is killed when it has ended. A run may take ten times as long as the slowest clean one and ten seconds more, the
first ten minutes, or each what --timeout says.

The mistakes are tried in an order that --seed draws, so that what is known when you stop with Ctrl-C is a fair part of the whole: the
report is then of that. --sample 50 tries so many; --only and --skip take globs of names, such as "page.*".

--cache FILE remembers what was killed and does not try it again. It holds for the same COMMAND in the same folder with the same flags
and files that say what the mock is, and for the same build of understudy; anything else begins anew. It knows nothing of your tests:
where they may have become weaker, remove it.

The results go to stdout, unless --report FORMAT=- takes it; what goes on meanwhile goes to stderr. The flags that say what the mock is
are those of serve.

Exit status: 0 the score reaches --min; 1 it does not; 2 usage; 3 COMMAND fails on the clean mock or asks it nothing, was interrupted,
met none of the mistakes, or could not be run against some.`

type mutateFlags struct {
	mockFlags
	addr       string
	ownPorts   bool
	only, skip []string
	sample     int
	jobs       int
	timeout    time.Duration
	min        least
	logs       string
	cache      string
	reports    []string
	env        []string
	verbose    bool
	flags      *pflag.FlagSet
	environ    []string
}

func newMutate(environ []string) *cobra.Command {
	f := mutateFlags{environ: environ}
	c := &cobra.Command{
		Use:   "mutate [flags] -- COMMAND [ARG...]",
		Short: "Tell which mistakes of an API your tests would notice",
		Long:  mutateHelp,
		Example: "  understudy mutate -- npm test\n" +
			"  understudy mutate --min 70 --report html=mutants.html --report junit=mutants.xml -- npm test\n" +
			"  understudy mutate --only 'page.*' --jobs 1 --logs logs -- go test ./client",
		Args:              cobra.ArbitraryArgs, // looked at with everything else
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) { return nil, 0 },
		RunE: func(c *cobra.Command, args []string) error {
			return f.mutate(c.Context(), args, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	f.flags = c.Flags()
	registerAddr(f.flags, &f.addr, "127.0.0.1:0")
	f.register(c)
	registerEnv(c, &f.env)
	f.registerRun(f.flags)
	return c
}

func (f *mutateFlags) registerRun(flags *pflag.FlagSet) {
	flags.BoolVar(&f.ownPorts, "own-ports", false, "give each run a port of its own, for clients that drop the path of their base URL")
	flags.StringArrayVar(&f.only, "only", nil, "repeatable: try only the mistakes whose name matches this glob")
	flags.StringArrayVar(&f.skip, "skip", nil, "repeatable: leave out the mistakes whose name matches this glob")
	flags.IntVar(&f.sample, "sample", 0, "try so many of the mistakes that COMMAND can meet, drawn by --seed; 0 tries all")
	flags.IntVar(&f.jobs, "jobs", runtime.GOMAXPROCS(0), "runs at once (default the number of processors)")
	flags.Lookup("jobs").DefValue = "0" // which help does not show: it is another on each machine
	flags.DurationVar(&f.timeout, "timeout", 0,
		"how long a run may take (default ten times the slowest clean one, and ten seconds; ten minutes for the first)")
	f.min.register(flags, "min", "exit 1 if the score is less than so many percent")
	flags.StringVar(&f.logs, "logs", "", "a folder for what each run prints, NAME.log")
	flags.StringVar(&f.cache, "cache", "", "a file of what was killed, which is not tried again")
	flags.StringArrayVar(&f.reports, "report", nil,
		"repeatable: FORMAT=PATH, where FORMAT is one of "+listed(reporting.Formats())+" and PATH may be - for stdout")
	flags.BoolVar(&f.verbose, "verbose", false, "show every survivor, not just the first twenty")
}

// check says what is wrong with the flags of the run.
func (f *mutateFlags) check() error {
	var wrong []error
	if f.sample < 0 {
		wrong = append(wrong, fmt.Errorf("bad --sample %d: give 0 to try all, or a positive number", f.sample))
	}
	if f.jobs < 1 {
		wrong = append(wrong, fmt.Errorf("bad --jobs %d: give a number from 1 on", f.jobs))
	}
	if f.timeout < 0 {
		wrong = append(wrong, fmt.Errorf("bad --timeout %v: give a time such as 30s, or 0 for the default", f.timeout))
	}
	return errors.Join(append(wrong, f.min.check(), checkAddr(f.addr))...)
}

// mistakes are those that --only and --skip leave. A glob that matches none is an error.
func (f *mutateFlags) mistakes() ([]mockserver.Misbehaviour, error) {
	all := mockserver.Misbehaviours()
	names := make([]string, len(all))
	for i, m := range all {
		names[i] = m.Name
	}
	errOnly, errSkip := knownGlobs("--only", f.only, names), knownGlobs("--skip", f.skip, names)
	if err := errors.Join(errOnly, errSkip); err != nil {
		return nil, err
	}
	chosen := slices.DeleteFunc(all, func(m mockserver.Misbehaviour) bool {
		return len(f.only) > 0 && !matches(f.only, m.Name) || matches(f.skip, m.Name)
	})
	if len(chosen) == 0 {
		return nil, errors.New("--only and --skip leave no mistake to try")
	}
	return chosen, nil
}

func matches(globs []string, name string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool {
		matched, _ := path.Match(glob, name) // knownGlobs has seen it
		return matched
	})
}

func knownGlobs(flag string, globs, names []string) error {
	var wrong []error
	for _, glob := range globs {
		if _, err := path.Match(glob, ""); err != nil {
			wrong = append(wrong, fmt.Errorf("%s %q is no glob: %w", flag, glob, err))
			continue
		}
		if slices.ContainsFunc(names, func(name string) bool { return matches([]string{glob}, name) }) {
			continue
		}
		hint := "understudy serve --list-misbehaviours lists them"
		if near := spec.Nearest(glob, slices.Concat(names, families(names))); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		wrong = append(wrong, fmt.Errorf("%s %q matches no mistake; %s", flag, glob, hint))
	}
	return errors.Join(wrong...)
}

// families are globs for all names that begin alike.
func families(names []string) []string {
	var globs []string
	for _, name := range names {
		family, _, _ := strings.Cut(name, ".")
		globs = append(globs, family+".*")
	}
	return slices.Compact(globs) // names are sorted
}
