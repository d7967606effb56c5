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
		"tests notice a server that makes them? Each says what the server does, how easily that is noticed, and which sentence of the "+
		"contract it breaks.", len(all)))
	b.WriteString("\n")
	areas := sections(&b, all, func(m mockserver.Misbehaviour) string { return m.Area })
	for _, area := range areas {
		require.Contains(t, advice(), area, "say what a test of a client can do about this area")
		fmt.Fprintf(&b, "\n## %s\n\n", area)
		folded(&b, "", "What to do: "+advice()[area])
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

// advice says, by area, what a test of a client can look at.
func advice() map[string]string {
	return map[string]string{
		"attributes": "filter by an attribute in a test whose events differ in it, and look at which events come and whether they are " +
			"whole.",
		"auth": "give a wrong secret, no credentials and another team's in tests, and expect the refusal; never take an empty list for " +
			"one. " +
			"A client that is let in where it should not be cannot notice: keep credentials out of what it caches.",
		"conversations": "log a conversation, send it again, read it back by each way there is, and compare it whole with what was sent.",
		"concurrency":   "send requests at the same time in one test, and compare each answer with that of the same request alone.",
		"cors":          "run one test in a real browser from the origin of the page; a test in Node.js does not see these headers.",
		"filters": "look at every event that a filtered list shows, not only at how many there are, and plant one that nearly matches: " +
			"another case of letters, a longer name, no value at all.",
		"inkeep": "compare the answer member by member with what was sent, null and empty values included; expect refusals with " +
			"their body.",
		"input": "send what is wrong on purpose (a word for a number, a time without sense) and expect a refusal, not an empty list.",
		"isolation": "ask for another team's bot with your credentials, and expect a refusal; plant events in two bots and look for " +
			"strangers.",
		"limits": "send a body, and ask for a page, just over the documented limit.",
		"negotiation": "look at Content-Type and at the encoding before a body is read, and refuse what is not JSON with a message of " +
			"its own.",
		"paging": "walk a list whose events fill several pages, some of them of one instant; collect the ids, and expect each exactly " +
			"once " +
			"and an end.",
		"robustness": "ask once more after a request that was refused or broke off, and expect the same answer as before.",
		"schema": "hold answers to the OpenAPI document (`understudy specs`) in the tests of the client, and read an absent member, " +
			"an empty one and null alike.",
		"team":      "compare the team's list with those of its bots.",
		"time":      "put events exactly on start_time and on end_time, and ask with an offset as well as with Z.",
		"tracking":  "track an event, list it, and compare it with what was sent: names, attributes, time and id.",
		"transport": "let a request be cut, answered with 500 or late, and see what the client shows and whether it asks again.",
	}
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
