package report

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

const (
	// mostSlots is how many instants a number line shows, at least 3.
	mostSlots = 20
	// besideBound and besideWrong are how many instants on each side of a bound, and of a wrong event, are shown of many.
	besideBound = 3
	besideWrong = 1
)

// thinned chooses, of too many instants, the bounds, those where something is wrong, and the nearest to either. There may be
// too many wrong ones too: those nearest to a bound come first, and leave room for what is beside the bounds.
func thinned(slots []slot) []slot {
	if len(slots) <= mostSlots {
		return slots
	}
	bounds, wrongs := places(slots, slot.bound), places(slots, slot.wrong)
	slices.SortStableFunc(wrongs, func(a, b int) int { return cmp.Compare(distance(a, bounds), distance(b, bounds)) })
	chosen := map[int]bool{}
	choose := func(places []int) {
		for _, p := range places {
			if p >= 0 && p < len(slots) && len(chosen) < mostSlots {
				chosen[p] = true
			}
		}
	}
	choose(bounds)
	choose(wrongs[:min(len(wrongs), mostSlots/3)])
	choose(around(bounds, besideBound))
	choose(wrongs)
	choose(around(wrongs, besideWrong))
	var kept []slot
	for _, p := range slices.Sorted(maps.Keys(chosen)) {
		kept = append(kept, slots[p])
	}
	if len(kept) == 0 { // nothing to be near to
		return slots[:mostSlots]
	}
	return kept
}

// places are the indexes of the instants that are so.
func places(slots []slot, so func(slot) bool) []int {
	var found []int
	for i, s := range slots {
		if so(s) {
			found = append(found, i)
		}
	}
	return found
}

// distance is how many places the nearest of others is away.
func distance(place int, others []int) int {
	least := math.MaxInt
	for _, o := range others {
		least = min(least, max(o-place, place-o))
	}
	return least
}

// around are the places up to so far from others, the nearest first.
func around(others []int, reach int) []int {
	var found []int
	for away := 1; away <= reach; away++ {
		for _, o := range others {
			found = append(found, o-away, o+away)
		}
	}
	return found
}

// notDrawn counts the events that have no sign, by mark: those of instants that are left out, and those on top of a high stack.
func notDrawn(all, drawn []slot) string {
	hidden := map[conformance.Mark]int{}
	for _, s := range all {
		for _, e := range s.events {
			hidden[e.Mark]++
		}
	}
	for _, s := range drawn {
		for _, e := range s.events[:min(len(s.events), mostStacked)] {
			hidden[e.Mark]--
		}
	}
	var words []string
	for _, m := range slices.Sorted(maps.Keys(hidden)) {
		if hidden[m] > 0 {
			words = append(words, english.Count(hidden[m], "event")+" "+markLook(m).word)
		}
	}
	return strings.Join(words, ", ")
}
