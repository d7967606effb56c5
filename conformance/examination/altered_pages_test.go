//go:build examination

package examination_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// misbehavioursPage lists the misbehaviours by area. Which checks notice which is data beside it, testdata/kills.json; the page has the
// title of the plainest of them.
func misbehavioursPage(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	all, table, checks := mockserver.Misbehaviours(), readKills(t), checksByID()
	kills := map[string]int{}
	for _, counts := range table {
		for id := range counts {
			kills[id]++
		}
	}
	b.WriteString("# Misbehaviours\n\n" + generated)
	folded(&b, "", fmt.Sprintf("The %d mistakes that `understudy serve --misbehave NAME` can make on purpose, one at a time: would your "+
		"tests notice a server that makes them? Each says what the server does, how easily that is noticed, and which sentence about a "+
		"correct server is no longer true.", len(all)))
	b.WriteString("\n")
	areas := sections(&b, all, func(m mockserver.Misbehaviour) string { return m.Area })
	for _, area := range areas {
		fmt.Fprintf(&b, "\n## %s\n\n", area)
		for _, m := range all {
			if m.Area != area {
				continue
			}
			item(&b, fmt.Sprintf("%#q, %s: %s", m.Name, noticed(m.Difficulty), escaped(m.Summary)))
			if id := plainest(table[m.Name], m, checks, kills); id != "" {
				note(&b, "no longer true", escaped(checks[id].Title))
			}
		}
	}
	return b.String()
}

// plainest is the check to tell a mistake by: of those that notice it one that is about a requirement which it breaks, and of these the
// one that notices the most mutants; else the one of its family that notices the fewest. It is empty if there is none.
func plainest(counts map[string]int, m mockserver.Misbehaviour, checks map[string]conformance.Check, kills map[string]int) string {
	of := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(cmp.Compare(kills[a], kills[b]), cmp.Compare(a, b)) })
	for _, requirement := range m.Requirements {
		for _, id := range slices.Backward(of) {
			if checks[id].Requirement == requirement {
				return id
			}
		}
	}
	of = slices.DeleteFunc(of, func(id string) bool { return !family(m, checks[id]) || counts[id] < *seeds-1 })
	return cmp.Or(append(of, "")...)
}

// noticed says how easily a mistake is found.
func noticed(difficulty int) string {
	return []string{
		1: "any test notices", 2: "most tests notice", 3: "a test of just this notices",
		4: "only a thorough test notices",
	}[difficulty]
}

// sections writes an index of kinds, each with how many there are, and returns them in their order.
func sections[T any](b *strings.Builder, all []T, kind func(T) string) []string {
	count := map[string]int{}
	var kinds, links []string
	for _, x := range all {
		if k := kind(x); count[k] == 0 {
			kinds = append(kinds, k)
		}
		count[kind(x)]++
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		links = append(links, fmt.Sprintf("[%s](#%s)\u00a0%d", k, k, count[k]))
	}
	folded(b, "", strings.Join(links, ", ")+".")
	return kinds
}

// variantsPage lists the variants by the first word of their names.
func variantsPage() string {
	var b strings.Builder
	all := mockserver.Variants()
	family := func(v mockserver.Variant) string {
		first, _, _ := strings.Cut(v.Name, ".")
		return first
	}
	b.WriteString("# Legal variants\n\n" + generated)
	folded(&b, "", fmt.Sprintf("The %d ways in which a server of `mockserver.Options.Variants` may differ from the mock and still keep to "+
		"the documents. The conformance runner is tried on each, alone and in pairs, and must accuse none. Where somebody can hold a "+
		"sentence of the documents against such a server all the same, the sentence is named.", len(all)))
	b.WriteString("\n")
	for _, kind := range sections(&b, all, family) {
		fmt.Fprintf(&b, "\n## %s\n\n", kind)
		for _, v := range all {
			if family(v) != kind {
				continue
			}
			item(&b, fmt.Sprintf("%#q: %s", v.Name, escaped(v.Summary)))
			if len(v.Against) > 0 {
				note(&b, "against it", strings.Join(linkedRequirements(v.Against), " "))
			}
		}
	}
	return b.String()
}

// linkedRequirements are requirements with the places where they are explained.
func linkedRequirements(ids []string) []string {
	var links []string
	for _, id := range ids {
		page := map[string]string{"CHL": "chatlayer", "INK": "inkeep"}[id[:3]] + ".md"
		links = append(links, linked(id, page+"#"+strings.ToLower(id)))
	}
	return links
}
