package kit

import (
	"slices"
	"strings"
)

// likeIDs are that page tokens take some ids for one: where a page ends with an event of one of them, those of the others are lost.
func likeIDs() (all []hypothesis) {
	for _, likeness := range []struct {
		name string
		as   func(string) string
	}{
		{"the case of letters", strings.ToLower},
		{"spaces at their ends", strings.TrimSpace},
	} {
		all = append(all, hypothesis{
			name: "ids are compared without " + likeness.name +
				" in the cursor: events of one instant whose ids differ in that alone are lost where a page ends",
			breaks: onceEach, of: func(v *Sighting) says { return v.lostAtLikeIDs(likeness.as) }, rather: tieLost,
		})
	}
	return all
}

// lostAtLikeIDs explains walks that lack nothing but events whose ids do not come behind that of the event at which a page ended, in either
// order, and of which the id of one is like that one. What is shown later has to come behind it.
func (v *Sighting) lostAtLikeIDs(as func(string) string) says {
	like, up, down := false, true, true
	passed := map[*RunEvent][2]bool{} // of what is missing, whether it does not come behind an end in either order
	for i, page := range v.pages[:len(v.ends())] {
		end := page[len(page)-1]
		compare := func(k *RunEvent) (n int, same bool) {
			if k == nil || end.planted == nil || k == end.planted || !k.When().Equal(end.at) {
				return 0, false
			}
			return strings.Compare(as(k.Listed.ID), as(end.planted.Listed.ID)), true
		}
		for _, one := range slices.Concat(v.pages[i+1:]...) {
			if n, same := compare(one.planted); same {
				up, down = up && n > 0, down && n < 0
			}
		}
		for _, k := range v.missing {
			if n, same := compare(k); same {
				passed[k] = [2]bool{passed[k][0] || n <= 0, passed[k][1] || n >= 0}
				like = like || n == 0
			}
		}
	}
	for _, k := range v.missing {
		up, down = up && passed[k][0], down && passed[k][1]
	}
	switch {
	case len(v.ends()) == 0 || !v.failed() && (up || down):
		return nothing
	case like && (up || down) && !v.repeats() && len(v.extra) == 0:
		return exactlyThat
	default:
		return otherwise
	}
}
