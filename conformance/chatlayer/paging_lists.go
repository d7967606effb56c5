package chatlayer

import (
	"math/rand/v2"
)

// exactly returns a window of a list that holds n known events and splits no instant; ok is false if there is none.
func exactly(s *session, op string, n int, chance *rand.Rand) (q Query, ok bool) {
	all := s.moments(op)
	offset := 0
	if len(all) > 0 {
		offset = chance.IntN(len(all))
	}
	for i := range all {
		first := (i + offset) % len(all)
		count := 0
		for last := first; last < len(all) && count < n; last++ {
			if count += all[last].n; count == n {
				return Query{Op: op, Start: bound(all[first].at), End: bound(all[last].at.Add(s.unit))}, true
			}
		}
	}
	return Query{}, false
}
