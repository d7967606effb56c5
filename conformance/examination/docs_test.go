//go:build examination

package examination_test

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// TestDocsAreCurrent holds the generated pages to what they are made of. -update rewrites them.
func TestDocsAreCurrent(t *testing.T) {
	pages := map[string]string{
		"requirements.md":  requirementsPage(t),
		"checks.md":        checksPage(),
		"misbehaviours.md": misbehavioursPage(t),
		"variants.md":      variantsPage(),
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("..", "..", "docs", name)
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
				require.NoError(t, os.WriteFile(file, []byte(pages[name]), 0o600))
			}
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Empty(t, firstDifference(pages[name], string(text)), "docs/%s is out of date; run: make generate", name)
		})
	}
}

// firstDifference shows where two pages part: the whole of one is no help to anybody. It is empty if they are the same.
func firstDifference(want, got string) string {
	wanted, had := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(wanted), len(had)) {
		switch {
		case i >= len(had):
			return fmt.Sprintf("line %d is missing: %s", i+1, wanted[i])
		case i >= len(wanted):
			return fmt.Sprintf("line %d is too much: %s", i+1, had[i])
		case wanted[i] != had[i]:
			return fmt.Sprintf("line %d is %s\nand should be %s", i+1, had[i], wanted[i])
		}
	}
	return ""
}

const generated = "<!-- Made by `make generate`. Do not edit. -->\n\n"

// requirementsPage lists every must and should with its checks, or the reason why there are none.
func requirementsPage(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	plain := strings.NewReplacer("<", "&lt;", "*", `\*`) // neither HTML nor emphasis
	b.WriteString("# Requirements and their checks\n\n" + generated +
		"Every sentence of the documents that a target can keep or break, who says so, and the checks that look at it. What nobody\n" +
		"documents is left out, since no check insists on it: the pages of [Chatlayer](chatlayer.md) and [Inkeep](inkeep.md) have it too,\n" +
		"with what the mock chooses there.\n")
	for _, s := range both() {
		contract, err := s.Contract()
		require.NoError(t, err)
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| requirement | level | statement | source | checks |\n|---|---|---|---|---|\n", s.API, coverage(s, s.Requirements(contract)))
		for _, q := range s.Requirements(contract) {
			if q.Level == conformance.Info {
				continue
			}
			row(&b, linked(q.ID, path.Base(q.Page)), string(q.Level), plain.Replace(q.Statement), linked(plain.Replace(q.Source), q.SourceURL), checksOf(s, q))
		}
	}
	return b.String()
}

// checksOf names the checks of a requirement, or says why there are none.
func checksOf(s conformance.Suite, q conformance.Requirement) string {
	switch names := "`" + strings.Join(q.Checks, "` `") + "`"; {
	case q.OutOfScope != "":
		return "out of scope: " + q.OutOfScope
	case len(q.Checks) == 0:
		return "none: " + q.Untestable
	case s.Weaker[q.ID] != "":
		return names + ", weaker: " + s.Weaker[q.ID]
	default:
		return names
	}
}

// coverage counts what is looked at, in a sentence.
func coverage(s conformance.Suite, rows []conformance.Requirement) string {
	var sentences []string
	for _, level := range []conformance.Level{conformance.Must, conformance.Should} {
		var all, outside, none, weaker int
		for _, q := range rows {
			switch {
			case q.Level != level:
				continue
			case q.OutOfScope != "":
				outside++
			case len(q.Checks) == 0:
				none++
			case s.Weaker[q.ID] != "":
				weaker++
			}
			all++
		}
		sentences = append(sentences, fmt.Sprintf("Of %d requirements of level %s, %d are out of scope, %d can be broken by no server or seen by no request, "+
			"and %d have checks, %d of them only weaker ones.", all, level, outside, none, all-outside-none, weaker))
	}
	return strings.Join(sentences, "\n")
}

func checksPage() string {
	var b strings.Builder
	b.WriteString("# Checks\n\n" + generated + "What `understudy check --list` lists, with what each must have seen before it may pass.\n")
	for _, s := range both() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| check | level | holds on a conformant target | requirement | must have seen |\n|---|---|---|---|---|\n", s.API, tally(s.Checks))
		for _, c := range s.Checks {
			var floor []string
			for _, kind := range slices.Sorted(maps.Keys(c.Floor)) {
				floor = append(floor, fmt.Sprintf("%d %s", c.Floor[kind], kind))
			}
			row(&b, "`"+c.ID+"`", string(c.Level), c.Title, strings.Join(c.Requirements(), " "), strings.Join(floor, ", "))
		}
	}
	return b.String()
}

func tally(checks []conformance.Check) string {
	levels := map[conformance.Level]int{}
	for _, c := range checks {
		levels[c.Level]++
	}
	return fmt.Sprintf("%d checks: %d must, %d should, %d info.", len(checks), levels[conformance.Must], levels[conformance.Should], levels[conformance.Info])
}

// misbehavioursPage is the kill table: each mutant with the checks that notice it.
func misbehavioursPage(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	all, table := mockserver.Misbehaviours(), readKills(t)
	fmt.Fprintf(&b, "# Misbehaviours\n\n%sThe %d mistakes that `understudy serve --misbehave NAME` can make, one at a time. The last column is the kill table: the\n"+
		"checks of the conformance runner that notice the mistake, and with how many of %d seeds, checks of its own family first. The first\n"+
		"seed is tried on every check, the others on the best ones.\n\n"+
		"| name | difficulty | what the server does | breaks | noticed by |\n|---|---|---|---|---|\n", generated, len(all), *seeds)
	for _, m := range all {
		row(&b, "`"+m.Name+"`", fmt.Sprint(m.Difficulty), m.Summary, strings.Join(m.Requirements, " "), killersOf(m, table[m.Name]))
	}
	b.WriteString("\n## Checks that no misbehaviour can make fail\n\n| check | level | why |\n|---|---|---|\n")
	for _, s := range both() {
		for _, c := range s.Checks {
			if c.Unproved != "" {
				row(&b, "`"+c.ID+"`", string(c.Level), c.Unproved)
			}
		}
	}
	return b.String()
}

func killersOf(m mockserver.Misbehaviour, counts map[string]int) string {
	byID := checksByID()
	var own, others []string
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		text := "`" + id + "` " + strconv.Itoa(counts[id])
		if c, there := byID[id]; there && family(m, c) {
			own = append(own, text)
		} else if there {
			others = append(others, text)
		}
	}
	if len(others) == 0 {
		return strings.Join(own, ", ")
	}
	return strings.Join(own, ", ") + "; also " + strings.Join(others, ", ")
}

func variantsPage() string {
	var b strings.Builder
	all := mockserver.Variants()
	fmt.Fprintf(&b, "# Legal variants\n\n%sThe %d ways in which a server may differ from the mock and still keep to the documents. The conformance runner is tried on each,\n"+
		"alone and in pairs, and must accuse none.\n\n| name | what the server does |\n|---|---|\n", generated, len(all))
	for _, v := range all {
		row(&b, "`"+v.Name+"`", v.Summary)
	}
	return b.String()
}

func linked(text, url string) string { return "[" + text + "](" + url + ")" }

func row(b *strings.Builder, cells ...string) {
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(strings.Join(strings.Fields(c), " "), "|", "\\|")
	}
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}
