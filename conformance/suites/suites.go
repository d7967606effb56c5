// Package suites lists the suites of the APIs that Understudy knows. An API is named here and nowhere else in the runner.
package suites

import (
	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
	"github.com/understudy-mock/understudy/conformance/inkeep"
)

// All are the suites, in the order of tables and pages.
func All() []conformance.Suite { return []conformance.Suite{chatlayer.Suite(), inkeep.Suite()} }
