// Package shrink makes the input of a check of random inputs small, once one was found on which it fails. It knows no API.
package shrink

// Smallest goes from a value on which a check fails to a smaller one on which it still does, step by step: to the first of
// smaller(v) that fails, boldest first, until none does. It asks fails at most budget times.
func Smallest[V any](v V, budget int, smaller func(V) []V, fails func(V) bool) V {
	for {
		candidates, found := smaller(v), false
		for i := 0; i < len(candidates) && !found; i++ {
			if budget--; budget < 0 {
				return v
			}
			if found = fails(candidates[i]); found {
				v = candidates[i]
			}
		}
		if !found {
			return v
		}
	}
}
