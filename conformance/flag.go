package conformance

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Flag is a part of the target that a suite takes, by the name that it has as a flag of understudy check.
type Flag struct {
	Name     string // one of basic, bearer, bot, team, other-basic, other-bot and other-bearer
	Value    string // how the value is written, such as ID:SECRET
	Help     string // what it is, as --help says it after the name of the API
	Required bool   // the suite cannot do without
}

// Given is the value that a target has for a flag of suites; empty if it has none.
func (t Target) Given(flag string) string { return t.flags()[flag] }

// flags are the values of those that a suite can take.
func (t Target) flags() map[string]string {
	return map[string]string{
		"basic": t.Basic, "bearer": t.Bearer, "bot": t.Bot, "team": t.Team,
		"other-basic": t.OtherBasic, "other-bot": t.OtherBot, "other-bearer": t.OtherBearer,
	}
}

// Flag returns what the suite takes under a name; ok is false if it takes no such thing.
func (s Suite) Flag(name string) (f Flag, ok bool) {
	i := slices.IndexFunc(s.Flags, func(f Flag) bool { return f.Name == name })
	if i < 0 {
		return Flag{}, false
	}
	return s.Flags[i], true
}

// flagged reports the flags of a suite that check does not have, and those that it names twice.
func (s Suite) flagged() error {
	names := slices.Sorted(maps.Keys(Target{}.flags()))
	var errs []error
	for i, f := range s.Flags {
		switch first, _ := s.Flag(f.Name); {
		case !slices.Contains(names, f.Name):
			errs = append(errs, fmt.Errorf("suite %s: Flags[%d] is %q, which no target has%s", s.API, i, f.Name, meant(f.Name, names)))
		case first != f || slices.Contains(s.Flags[:i], f):
			errs = append(errs, fmt.Errorf("suite %s: Flags has %q twice; leave one", s.API, f.Name))
		}
	}
	return errors.Join(errs...)
}
