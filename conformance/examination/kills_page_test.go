//go:build examination

package examination_test

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/webpage"
	"github.com/understudy-mock/understudy/conformance/internal/webpage/readers"
	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
)

var page = flag.String("page", "", "the file that TestKillsPage writes the page to")

// killsPage is the kill table for readers, from both sides.
type killsPage struct {
	Seeds         int
	Filters       []webpage.Filter
	Checks        []checkRow
	Misbehaviours []misbehaviourRow
}

type checkRow struct {
	conformance.Check

	API, Area, Page string
	Count           string // the choice of the filter
	Notices, Alone  int
}

type misbehaviourRow struct {
	mockserver.Misbehaviour

	API, Levels, IDs string // words of the filters
	Count            string // the choice of the filter
	Notices          int
	By               []seen // the checks that notice it, by the number of seeds, the most first
	Offered          bool   // to users, by --misbehave
}

type seen struct {
	Seeds  int
	Checks []string
}

// TestKillsPage makes the page and reads it as strictly as XML is read. It names every check and every mutant, and each link of it leads
// to one of them. With -page it is written down: make kills.
func TestKillsPage(t *testing.T) {
	layout, err := webpage.Parse(os.DirFS("testdata"), "kills.tmpl")
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, layout.ExecuteTemplate(&b, "kills.tmpl", killsPageOf(t)))
	var named []string
	for id := range checksByID() {
		named = append(named, id)
	}
	for _, m := range mutants() {
		named = append(named, m.Name)
	}
	ids, links, err := readers.Anchors(b.String())
	require.NoError(t, err)
	require.Subset(t, slices.Collect(maps.Keys(ids)), named)
	for id, counts := range readKills(t) {
		require.Contains(t, ids, id, "testdata/kills.json has a row of a misbehaviour that there is not; take it out")
		require.Subset(t, links, slices.Collect(maps.Keys(counts)), id)
	}
	require.Subset(t, slices.Collect(maps.Keys(ids)), links)
	if *page != "" {
		require.NoError(t, os.WriteFile(*page, b.Bytes(), 0o600))
	}
}

func killsPageOf(t *testing.T) killsPage {
	t.Helper()
	p, table := killsPage{Seeds: *seeds}, readKills(t)
	for _, m := range mutants() {
		p.Misbehaviours = append(p.Misbehaviours, misbehaviourRowOf(m, table[m.Name]))
	}
	var areas []string
	for _, suite := range suites.All() {
		contract, err := suite.Contract()
		require.NoError(t, err)
		pages := map[string]string{}
		for _, q := range suite.Requirements(contract) {
			pages[q.ID] = q.Page
		}
		for _, c := range suite.Checks {
			row := checkRow{Check: c, API: suite.API, Area: c.Area(), Page: pages[c.Requirement]}
			for _, counts := range table {
				if counts[c.ID] > 0 {
					row.Notices++
					row.Alone += 1 / len(counts)
				}
			}
			row.Count = few(row.Notices)
			p.Checks, areas = append(p.Checks, row), append(areas, row.Area)
		}
	}
	for _, m := range p.Misbehaviours {
		areas = append(areas, m.Area)
	}
	slices.Sort(areas)
	p.Filters = filtersOf(slices.Compact(areas), p.Checks)
	return p
}

func misbehaviourRowOf(m mockserver.Misbehaviour, counts map[string]int) misbehaviourRow {
	row := misbehaviourRow{
		Misbehaviour: m, Count: few(len(counts)), Notices: len(counts),
		Offered: slices.ContainsFunc(mockserver.Misbehaviours(), func(o mockserver.Misbehaviour) bool { return o.Name == m.Name }),
	}
	for _, s := range apis(m) {
		row.API += s.API + " "
	}
	ids, byID := slices.Sorted(maps.Keys(counts)), checksByID()
	for n := *seeds; n > 0; n-- {
		those := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return counts[id] != n })
		if len(those) > 0 {
			row.By = append(row.By, seen{n, those})
		}
	}
	for _, id := range ids {
		row.Levels += string(byID[id].Level) + " "
	}
	row.IDs = strings.Join(ids, " ")
	return row
}

// few is the choice of the filter by number.
func few(n int) string {
	switch {
	case n == 0:
		return "none"
	case n == 1:
		return "one"
	case n < 5:
		return "few"
	default:
		return "many"
	}
}

func filtersOf(areas []string, checks []checkRow) []webpage.Filter {
	var apis, ids []string
	for _, s := range suites.All() {
		apis = append(apis, s.API)
	}
	for _, c := range checks {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	return []webpage.Filter{
		{Name: "api", Label: "API", Choices: webpage.Words(apis)},
		{Name: "area", Label: "Area", Choices: webpage.Words(areas)},
		{Name: "level", Label: "Level of the check", Choices: webpage.Words([]string{
			string(conformance.Must), string(conformance.Should), string(conformance.Info),
		})},
		{Name: "count", Label: "Notices, or noticed by", Choices: []webpage.Choice{
			{Value: "none", Text: "none"},
			{Value: "one", Text: "one"},
			{Value: "few", Text: "two to four"},
			{Value: "many", Text: "five or more"},
		}},
		{Name: "check", Label: "Check", Choices: webpage.Words(ids)},
	}
}
