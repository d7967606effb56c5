//go:build examination

package examination_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

var (
	oneCheck        = flag.String("check", "", "the check that TestTry tries")
	oneMisbehaviour = flag.String("misbehaviour", "", "the misbehaviour that TestTry tries")
	oneVariant      = flag.String("variant", "", "the variant that TestTry tries")
)

// TestTry tries one thing that was added or changed, in about a minute, and says what came of it. With -update it writes into the kill
// table what is new or has changed.
func TestTry(t *testing.T) {
	switch {
	case *oneCheck != "":
		c, known := checksByID()[*oneCheck]
		require.True(t, known, "no check %q, so it is in no list of its area's checks.go%s", *oneCheck,
			meant(*oneCheck, slices.Sorted(maps.Keys(checksByID())), "docs/checks.md"))
		tryCheck(t, c)
	case *oneMisbehaviour != "":
		all := mutants()
		i := slices.IndexFunc(all, func(m mockserver.Misbehaviour) bool { return m.Name == *oneMisbehaviour })
		require.GreaterOrEqual(t, i, 0, "no misbehaviour %q%s", *oneMisbehaviour,
			meant(*oneMisbehaviour, namesOf(all, func(m mockserver.Misbehaviour) string { return m.Name }), "docs/misbehaviours.md"))
		tryMisbehaviour(t, all[i])
	case *oneVariant != "":
		all := variants()
		i := slices.IndexFunc(all, func(v mockserver.Variant) bool { return v.Name == *oneVariant })
		require.GreaterOrEqual(t, i, 0, "no variant %q%s", *oneVariant,
			meant(*oneVariant, namesOf(all, func(v mockserver.Variant) string { return v.Name }), "docs/variants.md"))
		var everything []string
		for _, s := range suites.All() {
			everything = append(everything, s.API+".*")
		}
		holdNothingAgainst(t, everything, all[i])
	default:
		t.Skip("tries one thing: make try CHECK=id, MISBEHAVIOUR=name or VARIANT=name")
	}
}

// namesOf are the names of all.
func namesOf[T any](all []T, name func(T) string) []string {
	names := make([]string, len(all))
	for i := range all {
		names[i] = name(all[i])
	}
	return names
}

// meant names what was most likely meant by a name that nothing has, or the page that lists all.
func meant(name string, all []string, page string) string {
	if near := spec.Nearest(name, all); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return "; " + page + " lists them all"
}

// tryCheck runs a check on the mock, which has to pass, on the mutants of its family, and on all variants but the slow ones.
func tryCheck(t *testing.T, c conformance.Check) {
	api, _, _ := strings.Cut(c.ID, ".")
	suite := suites.All()[slices.IndexFunc(suites.All(), func(s conformance.Suite) bool { return s.API == api })]
	only := selfReliant([]string{c.ID})
	if len(only) == 0 { // it looks back at what others did
		only = []string{api + ".*"}
	}
	passes := t.Run("mock", func(t *testing.T) {
		clean := target(suite, serve(t, mockserver.Options{}), 1)
		clean.Only = only
		report := run(t, clean)
		require.NotContains(t, failures(report), c.ID, "%s", complain(report))
		require.Equal(t, conformance.Conformant, report.Verdict, "%s", complain(report))
	})
	require.True(t, passes, "%s does not pass on the mock itself: mend that first", c.ID)
	before := readKills(t)
	found, lost := tryMutants(t, c, only, before)
	for _, m := range slices.Sorted(maps.Keys(found)) {
		t.Logf("notices %s with %s", m, english.Of(found[m], *seeds, "seed"))
	}
	for _, m := range lost {
		t.Logf("does not notice %s any more, alone or among others", m)
	}
	require.True(t, len(found) > 0 || c.NoMutant != "", "%s notices no misbehaviour: make one, or say in NoMutant why there can be none",
		c.ID)
	keep(t, revised(before, c.ID, found, lost))
	t.Run("variants", func(t *testing.T) {
		for _, v := range variants() {
			if !slow(v) {
				t.Run(v.Name, func(t *testing.T) {
					t.Parallel()
					holdNothingAgainst(t, only, v)
				})
			}
		}
	})
}

// tryMutants counts with how many seeds the check notices the mutants of its family, and names those of which the table says that it
// does, and which it notices neither alone nor among all others.
func tryMutants(t *testing.T, c conformance.Check, only []string, table killTable) (found map[string]int, lost []string) {
	var mu sync.Mutex
	found = map[string]int{}
	t.Run("mutants", func(t *testing.T) {
		for _, m := range mutants() {
			if !family(m, c) && table[m.Name][c.ID] == 0 {
				continue
			}
			t.Run(m.Name, func(t *testing.T) {
				t.Parallel()
				noticed := 0
				for seed := 1; seed <= *seeds && (seed == 1 || noticed > 0); seed++ {
					noticed += judged(t, m, uint64(seed), only)[c.ID]
				}
				gone := noticed == 0 && table[m.Name][c.ID] > 0 && !noticedAmongAll(t, m, c)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case noticed > 0:
					found[m.Name] = noticed
				case gone:
					lost = append(lost, m.Name)
				}
			})
		}
	})
	slices.Sort(lost)
	return found, lost
}

// noticedAmongAll reports whether the check notices a mutant when all others run, too, as in a whole examination.
func noticedAmongAll(t *testing.T, m mockserver.Misbehaviour, c conformance.Check) bool {
	for seed := 1; seed <= *seeds; seed++ {
		if judged(t, m, uint64(seed), nil)[c.ID] > 0 {
			return true
		}
	}
	return false
}

// tryMisbehaviour runs every check on a mutant, and those that notice it with the further seeds.
func tryMisbehaviour(t *testing.T, m mockserver.Misbehaviour) {
	counts := examined(t, m, nil)
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("noticed by %s with %s", id, english.Count(counts[id], "seed"))
	}
	require.NotEmpty(t, reliable(counts, m, checksByID(), *seeds-1), "%s: no check of the right family notices it with all seeds but one",
		m.Name)
	table := readKills(t)
	table[m.Name] = revisedRow(table[m.Name], counts)
	keep(t, table)
}
