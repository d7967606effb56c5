package conformance

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/spec"
)

// wellFormed are the ids of checks: the API, an area and a subject at least. Globs, and the patterns of go test -run, take no others.
var wellFormed = regexp.MustCompile(`^[\w-]+(\.[\w-]+){2,}$`)

// check reports everything that a suite lacks to be run, without a look at its contract.
func (s Suite) check() error {
	if s.API == "" && s.Contract == nil && len(s.Checks) == 0 {
		return errors.New("target: no suite is named; set Suite, such as chatlayer.Suite()")
	}
	var errs []error
	if s.API == "" {
		errs = append(errs, errors.New("suite: it has no API; set API to the word with which the ids of its checks begin"))
	}
	for _, part := range []struct {
		name    string
		missing bool
	}{{"Authorize", s.Authorize == nil}, {"Contract", s.Contract == nil}, {"Prepare", s.Prepare == nil}} {
		if part.missing {
			errs = append(errs, fmt.Errorf("suite %s: it has no %s; set the function", s.API, part.name))
		}
	}
	errs = append(errs, s.flagged())
	ids := s.ids()
	for i, c := range s.Checks {
		errs = append(errs, s.nameable(i, ids), c.check(s.API))
	}
	return errors.Join(errs...)
}

// nameable reports what keeps the check at a place from being told from others, and selected, by its id.
func (s Suite) nameable(i int, ids []string) error {
	id := ids[i]
	first := slices.Index(ids, id)
	switch {
	case id == "":
		return fmt.Errorf("suite %s: Checks[%d], %q, has no ID; give it one such as %s.area.subject", s.API, i, s.Checks[i].Title, s.API)
	case first < i:
		return fmt.Errorf("suite %s: Checks[%d] and Checks[%d] both have the ID %s; rename one", s.API, first, i, id)
	case s.API != "" && !strings.HasPrefix(id, s.API+"."):
		return fmt.Errorf("suite %s: the ID of the check %s does not begin with %q; rename it or set another API", s.API, id, s.API+".")
	case !wellFormed.MatchString(id):
		return fmt.Errorf("suite %s: the ID of the check %q is not of the form api.area.subject, in letters, digits, - and _; rename it",
			s.API, id)
	}
	return nil
}

// check reports what keeps a check from being run or judged.
func (c Check) check(api string) error {
	var errs []error
	if c.Run == nil {
		errs = append(errs, fmt.Errorf("suite %s: the check %s has no Run; set the function", api, c.ID))
	}
	if !slices.Contains([]Level{Must, Should, Info}, c.Level) {
		errs = append(errs, fmt.Errorf("suite %s: the check %s has the Level %q; set Must, Should or Info", api, c.ID, c.Level))
	}
	if c.Phase < Reading || c.Phase > Closing {
		errs = append(errs, fmt.Errorf("suite %s: the check %s has the Phase %d, in which nothing runs; set Reading, Writing, Alone or "+
			"Closing",
			api, c.ID, c.Phase))
	}
	return errors.Join(errs...)
}

// cites reports every requirement that a suite names and its contract does not have.
func (s Suite) cites(contract *spec.Contract) error {
	var ids []string
	for _, q := range contract.Requirements() {
		ids = append(ids, q.ID)
	}
	var errs []error
	look := func(where, id string) {
		if !slices.Contains(ids, id) {
			errs = append(errs, fmt.Errorf("suite %s: %s names the requirement %q, which its contract does not have%s", s.API, where, id,
				meant(id, ids)))
		}
	}
	for _, c := range s.Checks {
		for _, id := range c.Requirements() {
			look("the check "+c.ID, id)
		}
	}
	for _, reasons := range []struct {
		name string
		of   map[string]string
	}{{"Untestable", s.Untestable}, {"Weaker", s.Weaker}} {
		for _, id := range slices.Sorted(maps.Keys(reasons.of)) {
			look(reasons.name, id)
		}
	}
	return errors.Join(errs...)
}

// meant tells what was most likely meant by a name that is not known, or some of those that are.
func meant(name string, known []string) string {
	if near := nearest(name, known); len(near) > 0 {
		return "; did you mean " + quoted(near) + "?"
	}
	if len(known) == 0 {
		return ""
	}
	return "; expected one such as " + quoted(known[:min(len(known), mostMeant)])
}

// mostMeant is how many names an error proposes.
const mostMeant = 3

// nearest are the known names that were most likely meant: the nearest one, or those of which some words are the nearest, such as those
// of an area.
func nearest(name string, known []string) []string {
	if near := spec.Nearest(name, known); near != "" {
		return []string{near}
	}
	var parts []string
	for _, id := range known {
		words := strings.Split(id, ".")
		for i := range words {
			for j := range words[i:] {
				parts = append(parts, strings.Join(words[i:i+j+1], "."))
			}
		}
	}
	part := spec.Nearest(name, parts)
	if part == "" {
		return nil
	}
	near := slices.DeleteFunc(slices.Clone(known), func(id string) bool { return !strings.Contains("."+id+".", "."+part+".") })
	return near[:min(len(near), mostMeant)]
}

func quoted(names []string) string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = fmt.Sprintf("%q", name)
	}
	if last := len(all) - 1; last > 0 {
		return strings.Join(all[:last], ", ") + " or " + all[last]
	}
	return strings.Join(all, "")
}
