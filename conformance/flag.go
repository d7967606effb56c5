package conformance

import (
	"errors"
	"fmt"
	"slices"
)

// Flag is a part of a suite's settings as a flag of understudy check.
type Flag struct {
	Name       string // such as other-basic
	Value      string // how the value is written, such as ID:SECRET
	Help       string // what it is, as --help says it after the name of the API
	Required   bool   // the suite cannot do without
	Secret     bool   // no report shows the value: the commands in it take it from the flag's variable in the environment
	Repeatable bool
}

// Given are the values of flags by the flags' names, in the order of the command line.
type Given map[string][]string

// First is the first value of a flag; empty if it has none.
func (g Given) First(flag string) string { return append(g[flag], "")[0] }

// Flag returns what the suite takes under a name; ok is false if it takes no such thing.
func (s Suite) Flag(name string) (f Flag, ok bool) {
	i := slices.IndexFunc(s.Flags, func(f Flag) bool { return f.Name == name })
	if i < 0 {
		return Flag{}, false
	}
	return s.Flags[i], true
}

// flagged reports the flags that a suite names twice.
func (s Suite) flagged() error {
	var errs []error
	for i, f := range s.Flags {
		if slices.ContainsFunc(s.Flags[:i], func(other Flag) bool { return other.Name == f.Name }) {
			errs = append(errs, fmt.Errorf("suite %s: Flags has %q twice; leave one", s.API, f.Name))
		}
	}
	return errors.Join(errs...)
}
