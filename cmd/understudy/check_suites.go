package main

import (
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
	"github.com/understudy-mock/understudy/conformance/inkeep"
	"github.com/understudy-mock/understudy/spec"
)

// apiSuite is what check knows about an API.
type apiSuite struct {
	name     string
	suite    func() conformance.Suite
	required []string // flags that it cannot do without
	optional []string // flags that only it takes
	hint     string   // the required flags with their values
}

func allSuites() []apiSuite {
	return []apiSuite{
		{
			name: "chatlayer", suite: chatlayer.Suite, required: []string{"basic", "bot"},
			optional: []string{"team", "other-basic", "other-bot"}, hint: "--basic ID:SECRET and --bot ID",
		},
		{
			name: "inkeep", suite: inkeep.Suite, required: []string{"bearer"},
			optional: []string{"other-bearer"}, hint: "--bearer KEY",
		},
	}
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
