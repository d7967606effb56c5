package main

import (
	"slices"
	"strings"

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
