package kit

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

// movedByID puts together the checks that found ids to be unique across bots, or versions, and the walks that show nothing wrong but
// events that were tracked elsewhere under the id of another.
func (s *Session) movedByID(failed []conformance.Case) (causes []conformance.Cause) {
	for _, name := range []string{AcrossBots, AcrossVersions} {
		cause, found := conformance.Cause{Name: name}, false
		for _, c := range failed {
			v, _ := c.Failure.Observed.(*Sighting)
			found = found || c.Failure.LooksLike == name
			if c.Failure.LooksLike == name || v != nil && s.showsMoved(v, name) {
				cause.Explains = append(cause.Explains, c.Check.ID)
			}
		}
		if found {
			causes = append(causes, cause)
		}
	}
	return causes
}

// showsMoved reports whether all that is wrong with a walk is that it shows such events.
func (s *Session) showsMoved(v *Sighting, name string) bool {
	moved := func(k *RunEvent) bool {
		here := k.Bot == "" || k.Bot == s.Bot
		return s.givenToSeveral(k.ID) && here == (name == AcrossVersions)
	}
	return len(v.extra) > 0 && len(v.missing) == 0 && !v.repeats() &&
		!slices.ContainsFunc(v.extra, func(one shown) bool { return one.planted == nil || !moved(one.planted) })
}
