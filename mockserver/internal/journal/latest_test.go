package journal_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/spec"
)

func paths(kept []journal.Recorded) (all []string) {
	for _, r := range kept {
		all = append(all, r.Path)
	}
	return all
}

// TestWhatIsOnlyNotedHidesNothing adds violations of two kinds, beside a slice from which the oldest goes of those that are only noted, or,
// where there is none, of all.
func TestWhatIsOnlyNotedHidesNothing(t *testing.T) {
	for _, share := range []float64{0, 0.1, 0.9, 1} {
		t.Run(fmt.Sprint(share), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			var l journal.Violations
			var model []journal.Recorded
			for i := range 1300 {
				one := journal.Recorded{Path: fmt.Sprint(i), Noted: r.Float64() < share}
				l.Add([]journal.Recorded{one}, !one.Noted)
				model = append(model, one)
				if len(model) > journal.Kept {
					oldest := max(0, slices.IndexFunc(model, func(r journal.Recorded) bool { return r.Noted }))
					model = slices.Delete(model, oldest, oldest+1)
				}
			}
			total, _, kept := l.Latest(journal.Kept)
			require.EqualValues(t, 1300, total)
			require.Equal(t, paths(model), paths(kept))
			_, _, few := l.Latest(10)
			require.Equal(t, paths(model)[journal.Kept-10:], paths(few))
		})
	}
}

// TestTheLatestTakeTheirBytes adds violations of some size: there is room for fewer, and after one of the namespaces has been reset again.
func TestTheLatestTakeTheirBytes(t *testing.T) {
	var all journal.Violations
	a, b := journal.Violations{Namespace: "a", All: &all}, journal.Violations{Namespace: "b", All: &all}
	large := journal.Recorded{Violation: spec.Violation{Got: strings.Repeat("x", 10_000)}}
	for range 200 {
		a.Add([]journal.Recorded{large}, true)
		b.Add([]journal.Recorded{large}, true)
	}
	_, _, kept := all.Latest(journal.Kept)
	require.Len(t, kept, 100, "1 MiB")
	a.Clear()
	_, _, kept = all.Latest(journal.Kept)
	require.Len(t, kept, 50)
	for range 200 {
		b.Add([]journal.Recorded{large}, true)
	}
	_, _, kept = all.Latest(journal.Kept)
	require.Len(t, kept, 100)
}
