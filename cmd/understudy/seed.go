package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver"
)

const seedHelp = `Seed writes the events that serve would start with, one JSON object a line, oldest first. The same
seed, scenario, count and instant give the same bytes. "serve --import FILE" reads the same form, so
a file can be cut, edited and served:

  understudy seed --api chatlayer --events 200 > events.jsonl
  understudy serve --events 0 --import events.jsonl`

// worldFlags are the flags that say which seeded world, the same for serve and seed.
type worldFlags struct {
	seed     uint64
	scenario string
	events   int
	now      string
}

func (f *worldFlags) register(flags *pflag.FlagSet) {
	flags.Uint64Var(&f.seed, "seed", 1, "drives every random choice")
	flags.StringVar(&f.scenario, "scenario", fixtures.DefaultScenario, "which seeded world; \"understudy seed --list\" names them")
	flags.IntVar(&f.events, "events", fixtures.DefaultEvents, "seeded events per bot (0 seeds none)")
	flags.StringVar(&f.now, "now", "real", "RFC 3339 instant to freeze the clock at, or \"real\"")
}

// clock reads --now.
func (f *worldFlags) clock() (mockserver.Clock, error) {
	if f.now == "real" {
		return mockserver.SystemClock(), nil
	}
	t, err := time.Parse(time.RFC3339Nano, f.now)
	if err != nil {
		return nil, usageErrorf("bad --now %q: give \"real\" or an RFC 3339 instant such as 2026-01-15T10:00:00Z", f.now)
	}
	if t.UTC().Year() < 1 || t.UTC().Year() > 9999 || t.IsZero() {
		return nil, usageErrorf("bad --now %q: give an instant of the years 1 to 9999 that is not the very first", f.now)
	}
	return mockserver.FrozenClock(t), nil
}

// count is --events as the options of packages want it, where zero means the default.
func (f *worldFlags) count() int {
	if f.events == 0 {
		return -1
	}
	return f.events
}

func (f *worldFlags) check() error {
	var wrong []error
	if f.seed == 0 {
		wrong = append(wrong, usageErrorf("bad --seed 0: give a whole number from 1"))
	}
	if f.events < 0 {
		wrong = append(wrong, usageErrorf("bad --events %d: give 0 to seed none, or a positive number", f.events))
	}
	return errors.Join(wrong...)
}

func newSeed() *cobra.Command {
	var world worldFlags
	var api string
	var list bool
	kinds := fixtures.AllKinds()
	c := &cobra.Command{
		Use:     "seed --api " + strings.Join(kinds.Names(), "|"),
		Short:   "Write seeded events as JSON lines, or list the scenarios",
		Long:    seedHelp,
		Example: "  understudy seed --list\n  understudy seed --api inkeep --scenario edges --now 2026-01-15T10:00:00Z",
		Args:    noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if list {
				return failed(listScenarios(c.OutOrStdout()))
			}
			return writeSeed(c.OutOrStdout(), kinds, api, world)
		},
	}
	world.register(c.Flags())
	c.Flags().StringVar(&api, "api", "", "which API's events: "+strings.Join(kinds.Names(), " or "))
	c.Flags().BoolVar(&list, "list", false, "list the scenarios instead")
	completeValues(c, "api", kinds.Names()...)
	completeScenarios(c)
	return c
}

func writeSeed(w io.Writer, kinds fixtures.Kinds, api string, flags worldFlags) error {
	if err := flags.check(); err != nil {
		return err
	}
	clock, err := flags.clock()
	if err != nil {
		return err
	}
	world, err := fixtures.New(fixtures.Options{Seed: flags.seed, Scenario: flags.scenario, Events: flags.count(), Now: clock.Now()})
	if err != nil {
		return &exitError{exitUsage, err}
	}
	names := kinds.Names()
	at := slices.Index(names, api)
	switch {
	case api == "":
		return usageErrorf("--api is missing: give --api %s", strings.Join(names, " or --api "))
	case at < 0:
		return usageErrorf("unknown --api %q: choose %s", api, strings.Join(names, " or "))
	}
	out := bufio.NewWriter(w)
	if err = fixtures.WriteJSONLines(out, kinds[at].Seeded(world)); err == nil {
		err = out.Flush()
	}
	return failed(err)
}

func listScenarios(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range fixtures.Scenarios() {
		fmt.Fprintf(table, "%s\t%s\n", s.Name, strings.ReplaceAll(s.Summary, "\n", " "))
	}
	return table.Flush()
}

func completeScenarios(c *cobra.Command) {
	var names []string
	for _, s := range fixtures.Scenarios() {
		names = append(names, s.Name)
	}
	completeValues(c, "scenario", names...)
}

// completeValues makes the shell offer the values of a flag.
func completeValues(c *cobra.Command, flag string, values ...string) {
	offer := cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
	cobra.CheckErr(c.RegisterFlagCompletionFunc(flag, offer))
}
