//go:build examination

package examination_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
)

// misbehavioursPage lists the misbehaviours by area, each with the sentence of the contract that it breaks first. Which checks notice which
// is data beside it, testdata/kills.json.
func misbehavioursPage(t *testing.T, all []mockserver.Misbehaviour) string {
	t.Helper()
	var b strings.Builder
	sentences := statements(t)
	b.WriteString("# Misbehaviours\n\n" + generated)
	folded(&b, "", fmt.Sprintf("The %d mistakes that `understudy serve --misbehave NAME` can make on purpose, one at a time: would your "+
		"tests notice a server that makes them? `understudy mutate -- COMMAND` tries them all on them. Each says what the server does, "+
		"how easily that is noticed, and which sentence of the contract it breaks.", len(all)))
	b.WriteString("\n")
	areas := sections(&b, all, func(m mockserver.Misbehaviour) string { return m.Area })
	for _, area := range areas {
		advice := mockserver.AdviceOn(area)
		require.NotEmpty(t, advice, "say in mockserver/internal/alter/misbehave/advice.go what a test of a client can do about %s", area)
		fmt.Fprintf(&b, "\n## %s\n\n", area)
		folded(&b, "", "What to do: "+advice)
		b.WriteString("\n")
		for _, m := range all {
			if m.Area == area {
				item(&b, fmt.Sprintf("%#q, %s: %s", m.Name, noticed(m.Difficulty), escaped(m.Summary)))
				note(&b, "breaks", sentences[m.Requirements[0]])
			}
		}
	}
	return b.String()
}

// statements are the sentences of all requirements by id, each with its place on the page of its API.
func statements(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, suite := range suites.All() {
		contract, err := suite.Contract()
		require.NoError(t, err)
		for _, r := range contract.Requirements() {
			all[r.ID] = fmt.Sprintf("%s [%s](%s.md#%s)", escaped(r.Statement), r.ID, suite.API, strings.ToLower(r.ID))
		}
	}
	return all
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
func variantsPage(all []mockserver.Variant) string {
	var b strings.Builder
	family := func(v mockserver.Variant) string {
		first, _, _ := strings.Cut(v.Name, ".")
		return first
	}
	b.WriteString("# Variants\n\n" + generated)
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
		links = append(links, linked(id, apiOf()[id]+".md#"+strings.ToLower(id)))
	}
	return links
}
