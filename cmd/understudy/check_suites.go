package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/spec"
)

func names(suites []conformance.Suite) []string {
	all := make([]string, len(suites))
	for i, s := range suites {
		all[i] = s.API
	}
	return all
}

// find returns the suite of --api.
func (f *checkFlags) find() (conformance.Suite, error) {
	for _, s := range f.suites {
		if s.API == f.api {
			return s, nil
		}
	}
	known := names(f.suites)
	if f.api == "" {
		return conformance.Suite{}, usageErrorf("--api is missing: give --api %s", strings.Join(known, " or --api "))
	}
	if near := spec.Nearest(f.api, known); near != "" {
		return conformance.Suite{}, usageErrorf("unknown --api %q; did you mean %q?", f.api, near)
	}
	return conformance.Suite{}, usageErrorf("unknown --api %q: choose %s", f.api, strings.Join(known, " or "))
}

// registerSuites registers the flags that suites take, each once.
func (f *checkFlags) registerSuites(flags *pflag.FlagSet) {
	for _, s := range f.suites {
		for _, flag := range s.Flags {
			switch {
			case flags.Lookup(flag.Name) != nil: // another suite takes it, too
			case flag.Repeatable:
				flags.StringArray(flag.Name, nil, f.helpOf(flag.Name))
			default:
				flags.String(flag.Name, "", f.helpOf(flag.Name))
			}
		}
	}
}

// values are those that were given for a flag.
func (f *checkFlags) values(name string) []string {
	value := f.flags.Lookup(name).Value
	if list, ok := value.(pflag.SliceValue); ok {
		return list.GetSlice()
	}
	if value.String() == "" {
		return nil
	}
	return []string{value.String()}
}

// settings are the suite's settings as the flags say them. It says which of the suite's flags are missing and which are another's. In
// the environment those of all may be set.
func (f *checkFlags) settings(suite conformance.Suite) (settings any, err error) {
	var wrong []error
	given := conformance.Given{}
	for _, flag := range suite.Flags {
		given[flag.Name] = f.values(flag.Name)
		if flag.Required && given.First(flag.Name) == "" {
			wrong = append(wrong, fmt.Errorf("--%s is missing: %s needs %s; or set %s", flag.Name, suite.API, needed(suite),
				envName(flag.Name)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.given)) {
		if takers := f.takers(name); len(takers) > 0 && !f.belongs(name) {
			wrong = append(wrong, fmt.Errorf("--%s is for %s; %s needs %s", name, strings.Join(names(takers), " and "), suite.API,
				needed(suite)))
		}
	}
	if suite.Settings != nil {
		settings, err = suite.Settings(given)
	}
	return settings, errors.Join(append(wrong, err)...)
}

// takers are the suites that take a flag.
func (f *checkFlags) takers(name string) []conformance.Suite {
	return slices.DeleteFunc(slices.Clone(f.suites), func(s conformance.Suite) bool {
		_, takes := s.Flag(name)
		return !takes
	})
}

// helpOf says which APIs a flag is for, and what it is to each.
func (f *checkFlags) helpOf(name string) string {
	var all []string
	for _, s := range f.takers(name) {
		flag, _ := s.Flag(name)
		all = append(all, s.API+": "+flag.Help+map[bool]string{true: " (required)"}[flag.Required])
	}
	return strings.Join(all, "; ")
}

// needed are the flags that a suite cannot do without, with their values.
func needed(s conformance.Suite) string {
	var all []string
	for _, flag := range s.Flags {
		if flag.Required {
			all = append(all, "--"+flag.Name+" "+flag.Value)
		}
	}
	return strings.Join(all, " and ")
}

// listed is "a, b, c".
func listed(words []string) string { return strings.Join(words, ", ") }
