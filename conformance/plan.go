package conformance

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// ErrSelection says that what was asked for selects nothing, or names what does not exist.
var ErrSelection = errors.New("nothing to check")

// selection is a check with the reason why it does not run; the reason is empty if it does.
type selection struct {
	check  Check
	reason string
	left   bool // because the user did not want it
}

// plan decides about every check of the suite, in the suite's order.
func (t Target) plan(offers map[Capability]string) ([]selection, error) {
	if err := t.knownGlobs(); err != nil {
		return nil, err
	}
	planned := make([]selection, len(t.Suite.Checks))
	selected := 0
	for i, c := range t.Suite.Checks {
		planned[i] = t.decide(c, offers)
		if planned[i].reason == "" {
			selected++
		}
	}
	if selected == 0 {
		return nil, fmt.Errorf("%w: no check of %s is left after --only, --skip, --quick, --read-only and what the target offers; see "+
			"--list",
			ErrSelection,
			t.Suite.API)
	}
	return planned, nil
}

// decide says whether a check runs, and why not.
func (t Target) decide(c Check, offers map[Capability]string) selection {
	if reason := t.deselected(c); reason != "" {
		return selection{c, reason, true}
	}
	for _, need := range c.Needs {
		if reason, ok := t.can(need, offers); !ok {
			return selection{c, reason, false}
		}
	}
	return selection{check: c}
}

// deselected says which wish of the user leaves a check out; it is empty if none does.
func (t Target) deselected(c Check) string {
	if t.wanted != nil && !t.wanted(c.ID) {
		return "deselected by go test -run"
	}
	if len(t.Only) > 0 && !matchesAny(t.Only, c.ID) {
		return "deselected by --only"
	}
	if matchesAny(t.Skip, c.ID) {
		return "deselected by --skip"
	}
	if t.Quick && !slices.Contains(t.Suite.Quick, c.ID) {
		return "deselected by --quick"
	}
	return ""
}

// knownGlobs reports every glob that is malformed or matches no check.
func (t Target) knownGlobs() error {
	var wrong []error
	ids := t.Suite.ids()
	for i, glob := range slices.Concat(t.Only, t.Skip) {
		flag := "--only"
		if i >= len(t.Only) {
			flag = "--skip"
		}
		if _, err := path.Match(glob, ""); err != nil {
			wrong = append(wrong, fmt.Errorf("%w: %s %q is no glob: %w", ErrSelection, flag, glob, err))
			continue
		}
		if !slices.ContainsFunc(ids, func(id string) bool { return matchesAny([]string{glob}, id) }) {
			wrong = append(wrong, fmt.Errorf("%w: %s %q matches no check of %s%s", ErrSelection, flag, glob, t.Suite.API,
				didYouMean(glob, ids)))
		}
	}
	return errors.Join(wrong...)
}

func (s Suite) ids() []string {
	ids := make([]string, len(s.Checks))
	for i, c := range s.Checks {
		ids[i] = c.ID
	}
	return ids
}

func matchesAny(globs []string, id string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool {
		ok, err := path.Match(glob, id)
		return ok && err == nil
	})
}

// didYouMean tells what was most likely meant by a glob, whose signs at the end count for nothing.
func didYouMean(glob string, known []string) string {
	if near := nearest(strings.TrimRight(glob, "*?."), known); len(near) > 0 {
		return "; did you mean " + quoted(near) + "?"
	}
	return "; --list names them all"
}
