//go:build examination

package examination_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
)

var costs = flag.Bool("costs", false, "with -update: measure anew what each check costs, which the list of --quick is made of")

const (
	// unknownCost is what a check is taken to cost that has not been measured.
	unknownCost = 10
	// quickBudget is what a quick run may cost with its preparation: at 300 requests a second, which is the default, it then ends well
	// within three seconds.
	quickBudget = 750
	// quickest is how many requests a run of three seconds can send at the default rate.
	quickest = 3 * 300
)

// measureCosts gives what each check of a suite costs, as requests: those that it sends, or as many as could have been sent while
// nothing else ran. What is left of a run is the preparation's.
func measureCosts(t *testing.T, suite conformance.Suite) map[string]int {
	t.Helper()
	cost, byID := map[string]int{}, checksByID()
	least := func(id string, n int) {
		if known, there := cost[id]; !there || n < known {
			cost[id] = max(1, n)
		}
	}
	for range 3 {
		report := run(t, target(suite, serve(t, mockserver.Options{}), 1))
		preparing := report.Cost.Requests
		for _, c := range report.Checks {
			n := c.Requests
			preparing -= n
			if byID[c.ID].Phase >= conformance.Alone {
				n = max(n, int(c.DurationMS*300/1000))
			}
			least(c.ID, n)
		}
		least("prepare", preparing)
	}
	for _, c := range suite.Checks {
		if c.Area() != "concurrency" {
			continue
		}
		alone := target(suite, serve(t, mockserver.Options{}), 1) // the first of them does the work of all
		alone.Only = []string{c.ID}
		for _, c := range run(t, alone).Checks {
			cost[c.ID] = max(cost[c.ID], c.Requests)
		}
	}
	return cost
}

// costsFile is where a suite keeps what its checks cost.
func costsFile(s conformance.Suite) string { return filepath.Join("..", s.API, "costs.txt") }

func readCosts(t *testing.T, s conformance.Suite) map[string]int {
	t.Helper()
	text, err := os.ReadFile(costsFile(s))
	require.NoError(t, err)
	cost := map[string]int{}
	for line := range strings.Lines(string(text)) {
		var id string
		var n int
		_, err := fmt.Sscan(line, &id, &n)
		require.NoError(t, err)
		cost[id] = n
	}
	return cost
}

// telling chooses checks, the ones that notice the most further mutants for what they cost first, until nothing is left to notice or
// to spend. It returns them in the suite's order, with how many of the mutants they notice.
func telling(suite conformance.Suite, table killTable, cost map[string]int) (ids []string, noticed, of int) {
	ids = []string{suite.API + ".transport.date"} // which notes a clock that stands still
	left := map[string]bool{}
	notices := map[string][]string{}
	for _, c := range suite.Checks {
		for mutant, counts := range table {
			if counts[c.ID] >= *seeds-1 && c.Level != conformance.Info {
				notices[c.ID] = append(notices[c.ID], mutant)
				left[mutant] = true
			}
		}
	}
	of = len(left)
	for spent := cost["prepare"] + cost[ids[0]]; ; {
		best, most := "", 0.0
		for _, c := range suite.Checks { // in their order, so that the first of equals is taken
			price, more := cmp.Or(cost[c.ID], unknownCost), 0
			for _, mutant := range notices[c.ID] {
				if left[mutant] {
					more++
				}
			}
			if worth := float64(more) / float64(price); spent+price <= quickBudget && worth > most {
				best, most = c.ID, worth
			}
		}
		if best == "" {
			slices.SortFunc(ids, func(a, b string) int { return order(suite, a) - order(suite, b) })
			return ids, of - len(left), of
		}
		ids = append(ids, best)
		spent += cmp.Or(cost[best], unknownCost)
		for _, mutant := range notices[best] {
			delete(left, mutant)
		}
	}
}

func order(suite conformance.Suite, id string) int {
	return slices.IndexFunc(suite.Checks, func(c conformance.Check) bool { return c.ID == id })
}

// TestQuickChecksAreCurrent holds the lists of --quick to the kill table that they are made of. -update rewrites them.
func TestQuickChecksAreCurrent(t *testing.T) {
	for _, suite := range suites.All() {
		t.Run(suite.API, func(t *testing.T) {
			if *costs && *update {
				cost, text := measureCosts(t, suite), ""
				for _, id := range slices.Sorted(maps.Keys(cost)) {
					text += fmt.Sprintf("%s %d\n", id, cost[id])
				}
				require.NoError(t, os.WriteFile(costsFile(suite), []byte(text), 0o600))
			}
			ids, noticed, of := telling(suite, readKills(t), readCosts(t, suite))
			t.Logf("%d of %d checks notice %d of %d mutants", len(ids), len(suite.Checks), noticed, of)
			text := strings.Join(ids, "\n") + "\n"
			file := filepath.Join("..", suite.API, "quick.txt")
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
			}
			have, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, text, string(have), "the kill table has changed since the list of --quick was made; run: make generate")
		})
	}
}

// TestQuickRunsAreQuick judges the clean mock, and counts requests, because machines differ in speed.
func TestQuickRunsAreQuick(t *testing.T) {
	for _, suite := range suites.All() {
		t.Run(suite.API, func(t *testing.T) {
			quick := target(suite, serve(t, mockserver.Options{}), 1)
			quick.Quick = true
			report := run(t, quick)
			require.Equal(t, conformance.Conformant, report.Verdict, complain(report))
			require.True(t, report.Quick)
			require.Less(t, report.Cost.Requests, quickest)
			t.Logf("%d requests, %d ms", report.Cost.Requests, report.DurationMS)
		})
	}
}

// TestQuickRunsNoticeWhatTheTableSays judges the mutants that a quick run should notice, as each check may need what others do.
func TestQuickRunsNoticeWhatTheTableSays(t *testing.T) {
	if !*whole {
		t.Skip("needs a whole examination: make examine")
	}
	table, noticed, of := readKills(t), 0, 0
	for i, m := range mutants() {
		for _, suite := range apis(m) {
			told := slices.ContainsFunc(suite.Quick, func(id string) bool { return table[m.Name][id] >= *seeds-1 })
			if !told || i%*sample != 0 {
				continue
			}
			quick := target(suite, serve(t, mockserver.Options{Misbehave: m.Name}), 1)
			quick.Settle, quick.Quick = soon, true
			if of++; len(failures(run(t, quick))) > 0 {
				noticed++
				continue
			}
			t.Logf("%s is not noticed", m.Name)
		}
	}
	t.Logf("%d of %d", noticed, of)
	require.Greater(t, noticed*100, of*90)
}
