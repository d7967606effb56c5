//go:build examination

package examination_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
)

// killsFile holds, for each mutant, how many of the seeds made each check fail.
const killsFile = "testdata/kills.json"

// soon is how long a write may take on a mutant, which shows what it stores at once.
const soon = 700 * time.Millisecond

type killTable map[string]map[string]int

// seeds of a whole examination.
var seeds = flag.Int("seeds", 5, "how many seeds a whole examination tries")

func readKills(t *testing.T) killTable {
	t.Helper()
	text, err := os.ReadFile(killsFile)
	require.NoError(t, err)
	var table killTable
	require.NoError(t, json.Unmarshal(text, &table))
	return table
}

// family reports whether a check is of the right family to notice a mutant: it exercises one of the requirements that the
// mutant breaks, or it is of the mutant's area.
func family(m mockserver.Misbehaviour, c conformance.Check) bool {
	return related(m.Area, c.Area()) || slices.ContainsFunc(c.Requirements(),
		func(id string) bool { return slices.Contains(m.Requirements, id) })
}

// related areas of mutants and checks that have different names.
func related(mutant, check string) bool {
	return mutant == check || slices.Contains(map[string][]string{
		"paging":      {"story"},
		"time":        {"story"},
		"filters":     {"story"},
		"tracking":    {"concurrency", "story"},
		"concurrency": {"tracking", "story"},
		"robustness":  {"input"},
		"queries":     {"query"},
		"inkeep":      {"events", "schema", "limits", "concurrency", "story", "input"},
		"transport":   {"negotiation"},
		"negotiation": {"transport"},
		"schema":      {"negotiation"},
	}[mutant], check)
}

// apiOf gives the APIs of all requirements, by id.
var apiOf = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, s := range suites.All() {
		contract, err := s.Contract()
		if err != nil {
			continue // every test of the suite tells
		}
		for _, r := range contract.Requirements() {
			all[r.ID] = s.API
		}
	}
	return all
})

// apis returns the suites that a mutant concerns: by its requirements, or all.
func apis(m mockserver.Misbehaviour) []conformance.Suite {
	var concerned []conformance.Suite
	for _, s := range suites.All() {
		if len(m.Requirements) == 0 || slices.ContainsFunc(m.Requirements, func(id string) bool { return apiOf()[id] == s.API }) {
			concerned = append(concerned, s)
		}
	}
	return concerned
}

// TestEveryMutantIsKilled runs, for a sample of the mutants, the checks of the right family that noticed it in the whole examination, and
// wants one of them to notice it again, alone or among all others.
func TestEveryMutantIsKilled(t *testing.T) {
	if *whole {
		examineAll(t)
	}
	table, byID := readKills(t), checksByID()
	if *whole {
		for _, m := range mutants() {
			if len(reliable(table[m.Name], m, byID, *seeds-1)) == 0 {
				t.Errorf("%s: no check of the right family notices this mutant with all seeds but one: %v", m.Name, table[m.Name])
			}
		}
		return
	}
	for i, m := range mutants() {
		if i%*sample != 0 {
			continue
		}
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			tell(t)
			killers := reliable(table[m.Name], m, byID, *seeds-1)
			require.NotEmpty(t, killers, "no check of the right family notices this mutant with all seeds but one; `make examine` tells "+
				"which "+
				"do: %v", table[m.Name])
			found := judged(t, m, 1, selfReliant(killers))
			if len(reliable(found, m, byID, 1)) == 0 { // some mistakes show only where many checks ask at once
				found = judged(t, m, 1, nil)
			}
			require.NotEmpty(t, reliable(found, m, byID, 1), "%s: %s; all that fails: %v", m.Name, m.Summary, found)
		})
	}
}

// reliable are the checks of the right family that killed with at least so many seeds: the most reliable and most narrow
// first, three at most.
func reliable(counts map[string]int, m mockserver.Misbehaviour, byID map[string]conformance.Check, least int) []string {
	var killers []string
	for id, n := range counts {
		if c, there := byID[id]; there && n >= least && family(m, c) {
			killers = append(killers, id)
		}
	}
	slices.SortFunc(killers, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(byID[a].Phase, byID[b].Phase),
			cmp.Compare(len(byID[a].Also), len(byID[b].Also)), cmp.Compare(a, b))
	})
	return killers[:min(3, len(killers))]
}

func onlyOf(s conformance.Suite, ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !strings.HasPrefix(id, s.API+".") })
}

func checksByID() map[string]conformance.Check {
	all := map[string]conformance.Check{}
	for _, s := range suites.All() {
		for _, c := range s.Checks {
			all[c.ID] = c
		}
	}
	return all
}

// TestEveryCheckKills wants a mutant for every check, or a reason why there can be none.
func TestEveryCheckKills(t *testing.T) {
	if !*whole {
		t.Skip("needs a whole examination: make examine")
	}
	killers := map[string]bool{}
	for _, counts := range readKills(t) {
		for id := range counts {
			killers[id] = true
		}
	}
	for _, s := range suites.All() {
		for _, c := range s.Checks {
			if !killers[c.ID] && c.NoMutant == "" {
				t.Errorf("%s kills no mutant and does not say why none can exist", c.ID)
			}
			if killers[c.ID] && c.NoMutant != "" {
				t.Errorf("%s says that no mutant can exist (%s), and kills one", c.ID, c.NoMutant)
			}
		}
	}
}

// TestEveryCheckNoticesAMisbehaviourOfTheProduct wants one that users can ask for: a check that only the examination's own mutants prove
// is about a mistake that no user can try.
func TestEveryCheckNoticesAMisbehaviourOfTheProduct(t *testing.T) {
	table, noticed := readKills(t), map[string]bool{}
	for _, m := range mockserver.Misbehaviours() {
		for id := range table[m.Name] {
			noticed[id] = true
		}
	}
	for id, c := range checksByID() {
		if c.Level != conformance.Info && c.NoMutant == "" && !noticed[id] {
			t.Errorf("%s notices no misbehaviour of mockserver.Misbehaviours: let one of those that it notices be in the product", id)
		}
	}
}

// examineAll rewrites the table: with the first seed every check on every mutant, with the others the checks of the right
// family that noticed the mutant then.
func examineAll(t *testing.T) {
	table := killTable{}
	if *again {
		table = readKills(t)
		maps.DeleteFunc(table, func(name string, _ map[string]int) bool { return !named(mutants())[name] })
	}
	var mu sync.Mutex
	t.Run("whole", func(t *testing.T) {
		for _, m := range mutants() {
			t.Run(m.Name, func(t *testing.T) {
				t.Parallel()
				tell(t)
				mu.Lock()
				counts := table[m.Name]
				mu.Unlock()
				if len(reliable(counts, m, checksByID(), *seeds-1)) == 0 {
					counts = examined(t, m, onceEach(counts))
				}
				fmt.Fprintln(os.Stderr, m.Name, len(counts), reliable(counts, m, checksByID(), *seeds-1), slices.Sorted(maps.Keys(counts)))
				mu.Lock()
				defer mu.Unlock()
				table[m.Name] = counts
				keep(t, table)
			})
		}
	})
}

// keep writes the table down, after each mutant, so that an examination that is cut short can go on with -again.
func keep(t *testing.T, table killTable) {
	t.Helper()
	if !*update {
		return
	}
	text, err := json.MarshalIndent(table, "", " ")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(killsFile, append(text, '\n'), 0o600))
}

// examined tries the seeds on a mutant. counts is what the first one found, if it was tried already. The further seeds are
// tried on the best checks alone, and, if that is not enough for them, on everything.
func examined(t *testing.T, m mockserver.Misbehaviour, counts map[string]int) map[string]int {
	t.Helper()
	if len(counts) == 0 {
		counts = judged(t, m, 1, nil)
	}
	few := maps.Clone(counts)
	for seed := 2; seed <= *seeds; seed++ {
		for id := range judged(t, m, uint64(seed), selfReliant(reliable(counts, m, checksByID(), 1))) {
			few[id]++
		}
	}
	if len(reliable(few, m, checksByID(), *seeds-1)) > 0 {
		return few
	}
	for seed := 2; seed <= *seeds; seed++ {
		for id := range judged(t, m, uint64(seed), nil) {
			counts[id]++
		}
	}
	return counts
}

// selfReliant returns the checks that fail by themselves; nil, which is everything, if there are only such as look back at what
// others did.
func selfReliant(ids []string) []string {
	byID := checksByID()
	var alone []string
	for _, id := range ids {
		if byID[id].Phase != conformance.Closing {
			alone = append(alone, id)
		}
	}
	return alone
}

// onceEach is what the first seed found.
func onceEach(counts map[string]int) map[string]int {
	once := map[string]int{}
	for id := range counts {
		once[id] = 1
	}
	return once
}

// judged runs checks against a mutant, all if none are named, and returns those that failed.
func judged(t *testing.T, m mockserver.Misbehaviour, seed uint64, only []string) map[string]int {
	t.Helper()
	found := map[string]int{}
	for _, suite := range apis(m) {
		target := target(suite, serve(t, mockserver.Options{Misbehave: m.Name}), seed)
		target.Settle = soon
		if target.Only = onlyOf(suite, only); len(only) > 0 && len(target.Only) == 0 {
			continue
		}
		for _, id := range failures(run(t, target)) {
			found[id] = 1
		}
	}
	return found
}
