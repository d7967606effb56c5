package main

import (
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/spec"
)

// apiSuite is what check knows about an API.
type apiSuite struct {
	name  string
	suite conformance.Suite
	suiteFlags
}

// suiteFlags are the flags of check that only one API takes.
type suiteFlags struct {
	required []string // that it cannot do without
	optional []string
	hint     string // the required flags with their values
}

func allSuites() []apiSuite {
	flags := map[string]suiteFlags{
		"chatlayer": {
			required: []string{"basic", "bot"}, optional: []string{"team", "other-basic", "other-bot"},
			hint: "--basic ID:SECRET and --bot ID",
		},
		"inkeep": {required: []string{"bearer"}, optional: []string{"other-bearer"}, hint: "--bearer KEY"},
	}
	var all []apiSuite
	for _, s := range suites.All() {
		all = append(all, apiSuite{s.API, s, flags[s.API]})
	}
	return all
}

func names(suites []apiSuite) []string {
	all := make([]string, len(suites))
	for i, s := range suites {
		all[i] = s.name
	}
	return all
}

// find returns the suite of --api.
func (f *checkFlags) find() (apiSuite, error) {
	for _, s := range f.suites {
		if s.name == f.api {
			return s, nil
		}
	}
	known := names(f.suites)
	if f.api == "" {
		return apiSuite{}, usageErrorf("--api is missing: give --api %s", strings.Join(known, " or --api "))
	}
	if near := spec.Nearest(f.api, known); near != "" {
		return apiSuite{}, usageErrorf("unknown --api %q; did you mean %q?", f.api, near)
	}
	return apiSuite{}, usageErrorf("unknown --api %q: choose %s", f.api, strings.Join(known, " or "))
}

// listed is "a, b, c".
func listed(words []string) string { return strings.Join(words, ", ") }
