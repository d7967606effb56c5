//go:build examination

package variant_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/alter/variant"
)

func TestEveryVariant(t *testing.T) {
	want := wanted(t)
	for _, v := range every() {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			c := start(t, v.Name, v.Base, v.Name)
			for _, l := range walks() {
				if !l.suits(v.Name) {
					continue
				}
				require.ElementsMatch(t, want[l.name], l.walk(t, c), l.name)
			}
			if v.Name != "visibility.after-15s" && finds(v.Name) {
				findsWhatItTracks(t, c)
			}
			require.Contains(t, probes(), v.Name,
				"write a probe that tells the variant from the plain mock, into a table that probes() lists")
			require.True(t, probes()[v.Name](t, c), "the server differs")
		})
	}
}

func TestPairs(t *testing.T) {
	const pairs = 20
	want := wanted(t)
	chance := rand.New(rand.NewPCG(1, 2))
	all := slices.DeleteFunc(every(), func(v variant.Variant) bool {
		return slices.ContainsFunc(walks(), func(l list) bool { return !l.suits(v.Name) })
	})
	for range pairs {
		one, two := all[chance.IntN(len(all))], all[chance.IntN(len(all))]
		t.Run(one.Name+"_and_"+two.Name, func(t *testing.T) {
			t.Parallel()
			c := start(t, "pair", cmp.Or(one.Base, two.Base), one.Name, two.Name)
			for _, l := range walks()[:2] {
				require.ElementsMatch(t, want[l.name], l.walk(t, c), l.name)
			}
		})
	}
}

func TestProbesFindNothingOnThePlainMock(t *testing.T) {
	for name, probe := range probes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, "plain-"+name, "")
			require.False(t, probe(t, c), "the plain server is like that")
		})
	}
}
