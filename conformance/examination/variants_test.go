//go:build examination

package examination_test

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
)

// slow are the variants that only a whole examination has the time for.
func slow(v mockserver.Variant) bool {
	return slices.Contains([]string{
		"pace.slow-800ms", "pace.20-per-second", "pace.10-per-second", "pace.no-retry-after", "pace.jitter",
		"pace.retry-after-date", "visibility.after-15s", "visibility.after-3s",
	}, v.Name)
}

// TestNoVariantIsAccused runs checks against variants: all of both in a whole examination, else a sample of the
// variants and a third of the checks.
func TestNoVariantIsAccused(t *testing.T) {
	for i, v := range variants() {
		if !*whole && (i%*sample != 0 || slow(v)) {
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			tell(t)
			holdNothingAgainst(t, nil, v)
		})
	}
}

// TestNoPairOfVariantsIsAccused does the same for pairs, drawn from the seed.
func TestNoPairOfVariantsIsAccused(t *testing.T) {
	pairs, all := 100, variants()
	if !*whole {
		pairs, all = 3, slices.DeleteFunc(all, slow)
	}
	chance := rand.New(rand.NewPCG(1, 2))
	for range pairs {
		a, b := all[chance.IntN(len(all))], all[chance.IntN(len(all))]
		if a.Name == b.Name {
			continue
		}
		t.Run(a.Name+"+"+b.Name, func(t *testing.T) {
			t.Parallel()
			tell(t)
			holdNothingAgainst(t, nil, a, b)
		})
	}
}

// holdNothingAgainst fails the test if a target of these variants does not pass, asked with one bot and with two. Without the ids of checks
// they are those of the examination. A should may fail where the variant goes against the very words of the requirement.
func holdNothingAgainst(t *testing.T, only []string, variants ...mockserver.Variant) {
	t.Helper()
	names, against, base := []string{}, []string{}, ""
	for _, v := range variants {
		names, against, base = append(names, v.Name), append(against, v.Against...), base+v.Base
	}
	for _, suite := range suites.All() {
		drawn := onlyOf(suite, only)
		if !concerns(suite, names) || len(only) > 0 && len(drawn) == 0 {
			continue
		}
		if len(only) == 0 {
			drawn = third(suite, names)
		}
		judged := target(suite, serve(t, mockserver.Options{Variants: names})+base, 1)
		judged.Settle, judged.Only = settle(names), drawn
		acquits(t, judged, against)
		if second := botOf(given(suite).First("team"), 1); second != "" {
			judged.Settings = target(suite, judged.URL, 1, second).Settings
			acquits(t, judged, against)
		}
	}
}

// acquits fails the test if the target does not pass.
func acquits(t *testing.T, target conformance.Target, against []string) {
	t.Helper()
	report := run(t, target)
	for _, c := range report.Checks {
		excused := c.Level == conformance.Should && slices.Contains(against, c.Requirement)
		if c.Outcome == conformance.Fail && !excused {
			t.Errorf("%+v: %s", target.Settings, complain(report))
			return
		}
	}
	if len(target.Only) == 1 && report.Verdict == conformance.Incomplete { // one check alone may have nothing to judge
		return
	}
	require.Equal(t, conformance.Conformant, report.Verdict, "%+v: %s", target.Settings, complain(report))
}

// third draws the checks of a short examination.
func third(s conformance.Suite, variants []string) []string {
	if *whole {
		return nil
	}
	var drawn []string
	for _, c := range s.Checks {
		h := fnv.New32a()
		fmt.Fprint(h, c.ID, variants)
		if h.Sum32()%3 == 0 {
			drawn = append(drawn, c.ID)
		}
	}
	return drawn
}

// settle allows the slowest variants the time that their users would.
func settle(names []string) time.Duration {
	if slices.Contains(names, "visibility.after-15s") {
		return 20 * time.Second
	}
	return 0
}

// concerns leaves out the suites of other APIs where a variant has the name of one.
func concerns(s conformance.Suite, variants []string) bool {
	return !slices.ContainsFunc(variants, func(name string) bool {
		family, _, _ := strings.Cut(name, ".")
		return family != s.API && slices.ContainsFunc(suites.All(), func(other conformance.Suite) bool { return other.API == family })
	})
}
