package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec/coverage"
)

// covered are the flags of serve that say what becomes of the coverage.
type covered struct {
	path string
	min  least
	to   output
}

// coverageEndings are the formats of files by the ends of their names.
func coverageEndings() map[string]string {
	return map[string]string{".json": "json", ".md": "markdown", ".info": "lcov"}
}

func (f *covered) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.path, "coverage", "",
		"write at the end which parts of the APIs requests have used, to FILE.json, FILE.md or FILE.info (lcov)")
	f.min.register(flags, "coverage-min", "exit 1 at shutdown if requests have used less of the APIs than so many percent")
}

// check makes everything ready before the server starts, so that what it does is not lost at the end.
func (f *covered) check(stdout, stderr io.Writer) error {
	err := f.min.check()
	if f.path == "" {
		return err
	}
	f.to = output{path: f.path, format: coverageEndings()[filepath.Ext(f.path)]}
	if f.to.format == "" {
		return errors.Join(err, fmt.Errorf("bad --coverage %q: give a file whose name ends in .json, .md or .info (lcov)", f.path))
	}
	if wrong := f.to.open(stdout, stderr); wrong != nil {
		return errors.Join(err, fmt.Errorf("bad --coverage %q: %w", f.path, wrong))
	}
	return err
}

// end writes the coverage, and judges it.
func (f *covered) end(server *mockserver.Server, stderr io.Writer) error {
	report, hint := server.Coverage(), "--coverage FILE.md lists what is missing"
	var written error
	if f.path != "" {
		hint = f.path + " lists what is missing"
		var text bytes.Buffer
		note, err := "", report.Write(&text, f.to.format)
		if err == nil {
			note, err = f.to.put(text.Bytes())
		}
		if err != nil {
			written = failed(fmt.Errorf("write the coverage to %s: %w", f.path, err))
		}
		if note != "" {
			fmt.Fprintln(stderr, "understudy:", note)
		}
	}
	return errors.Join(f.min.judge(report, hint), written)
}

// least is the flag that says how much must be covered.
type least struct {
	percent float64
	flag    *pflag.Flag
}

func (l *least) register(flags *pflag.FlagSet, name, usage string) {
	flags.Float64Var(&l.percent, name, 0, usage)
	l.flag = flags.Lookup(name)
}

func (l *least) check() error {
	if l.percent < 0 || l.percent > 100 {
		return fmt.Errorf("bad --%s %v: give a number from 0 to 100", l.flag.Name, l.percent)
	}
	return nil
}

// judge is an error if less is covered.
func (l *least) judge(r coverage.Report, hint string) error {
	if r.Reaches(l.percent) {
		return nil
	}
	return &exitError{exitBroken, fmt.Errorf("coverage is %.1f %% (%d of %d), less than --%s %v; %s", r.Percent, r.Covered, r.Total,
		l.flag.Name, l.percent, hint)}
}
