package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/coverage"
)

const coverageHelp = `Coverage joins the files that several mocks have written, such as those of parallel jobs, and prints
which parts of the APIs their requests have used: operations, parameters, members of bodies, enum values, later pages
and statuses.

The files are those of serve --coverage FILE.json, or answers of GET /__understudy/coverage, made with the same version of the
contracts. How often each part was used is added up.

A request uses what is in it when it is served. One that is refused uses the status of its answer alone, and so does one that a
fault, or its header Prefer, answers in the API's place. A parameter or member that is empty or null counts as left out. Percentages
are rounded down.

--format markdown is for the summary of a CI run. --format lcov is for tools that show lines of files: those of the OpenAPI documents
chatlayer/openapi.yaml and inkeep/openapi.yaml, which understudy specs prints.

Exit status: 0 done; 1 less is covered than --min; 2 usage; 3 a file cannot be read, or is no such report.`

// coverageLimit bounds what is read of one file, in bytes. One is about 15,000.
const coverageLimit = 16 << 20

type coverageFlags struct {
	format string
	min    least
}

func newCoverage(suites []conformance.Suite) *cobra.Command {
	var f coverageFlags
	c := &cobra.Command{
		Use:   "coverage FILE...",
		Short: "Join coverage files and print which parts of the APIs were used",
		Long:  coverageHelp,
		Example: "  understudy coverage one.json two.json\n  understudy coverage --format markdown *.json >> \"$GITHUB_STEP_SUMMARY\"\n  " +
			"understudy coverage --format lcov --min 80 coverage.json > lcov.info",
		RunE: func(c *cobra.Command, args []string) error {
			return f.run(suites, args, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.format, "format", "text", "one of "+listed(coverage.Formats()))
	f.min.register(flags, "min", "exit 1 if less than so many percent are covered")
	completeValues(c, "format", coverage.Formats()...)
	return c
}

func (f *coverageFlags) run(suites []conformance.Suite, files []string, stdout, stderr io.Writer) error {
	if err := f.check(files); err != nil {
		return &exitError{exitUsage, err}
	}
	items, err := coverageItems(suites)
	if err != nil {
		return failed(err)
	}
	var reports []coverage.Report
	var wrong []error
	for _, name := range files {
		r, err := readCoverage(items, name, stderr)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("read %s: %w", name, err))
		}
		reports = append(reports, r)
	}
	if err := errors.Join(wrong...); err != nil {
		return failed(err)
	}
	joined, err := items.Join(reports...)
	if err != nil {
		return failed(err)
	}
	if err := joined.Write(stdout, f.format); err != nil {
		return failed(err)
	}
	return f.min.judge(joined, "the report says what is missing")
}

func (f *coverageFlags) check(files []string) error {
	wrong := []error{f.min.check()}
	if len(files) == 0 {
		wrong = append(wrong, errors.New("coverage wants at least one file, such as coverage.json"))
	}
	if !slices.Contains(coverage.Formats(), f.format) {
		wrong = append(wrong, fmt.Errorf("unknown --format %q: choose %s", f.format, listed(coverage.Formats())))
	}
	return errors.Join(wrong...)
}

// coverageItems are those of all APIs, as serve has them.
func coverageItems(suites []conformance.Suite) (*coverage.Items, error) {
	var contracts []*spec.Contract
	for _, s := range suites {
		c, err := s.Contract()
		if err != nil {
			return nil, err
		}
		contracts = append(contracts, c)
	}
	return coverage.Of(contracts...), nil
}

func readCoverage(items *coverage.Items, name string, stderr io.Writer) (coverage.Report, error) {
	defer waiting(stderr, name)()
	file, err := openFile(name, os.O_RDONLY)
	if err != nil {
		return coverage.Report{}, err
	}
	defer file.Close()
	return items.Read(newBounded(file, coverageLimit))
}
