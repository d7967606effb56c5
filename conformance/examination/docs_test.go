//go:build examination

package examination_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
)

// TestDocsAreCurrent holds the generated pages to what they are made of. -update rewrites them.
func TestDocsAreCurrent(t *testing.T) {
	pages := map[string]string{
		"checks.md":        checksPage(),
		"misbehaviours.md": misbehavioursPage(t, mockserver.Misbehaviours()),
		"variants.md":      variantsPage(mockserver.Variants()),
	}
	for _, suite := range suites.All() {
		pages[suite.API+".md"] = cataloguePage(t, suite)
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

func checksPage() string {
	var b strings.Builder
	b.WriteString("# Checks\n\n" + generated +
		"What `understudy check --list` lists: what holds on a server that keeps to the contract, the statements that say so, " +
		"and in parentheses\n" +
		"what a check must have seen before it may pass; below that it is inconclusive. Which misbehaviours each of them notices is on a " +
		"page\n" +
		"to search and filter, which `make kills` writes.\n\n")
	for _, s := range suites.All() {
		item(&b, fmt.Sprintf("[%s](#%s): %s", s.API, s.API, tally(s.Checks)))
	}
	for _, s := range suites.All() {
		fmt.Fprintf(&b, "\n## %s\n", s.API)
		area := ""
		for _, c := range s.Checks {
			if c.Area() != area {
				area = c.Area()
				fmt.Fprintf(&b, "\n### %s\n\n", area)
			}
			var links []string
			for _, id := range c.Requirements() {
				links = append(links, linked(id, s.API+".md#"+strings.ToLower(id)))
			}
			item(&b, fmt.Sprintf("%#q %s, %s: %s%s", c.ID, c.Level, strings.Join(links, " "), escaped(c.Title), floorOf(c)))
		}
	}
	return b.String()
}

// floorOf says what a check must have seen.
func floorOf(c conformance.Check) string {
	var seen []string
	for _, kind := range slices.Sorted(maps.Keys(c.Floor)) {
		if c.Floor[kind] == 1 {
			seen = append(seen, "1 "+strings.TrimSuffix(strings.Replace(kind, "ies", "ys", 1), "s"))
			continue
		}
		seen = append(seen, fmt.Sprintf("%d %s", c.Floor[kind], kind))
	}
	if len(seen) == 0 {
		return ""
	}
	return " (" + strings.Join(seen, ", ") + ")"
}

func tally(checks []conformance.Check) string {
	levels := map[conformance.Level]int{}
	for _, c := range checks {
		levels[c.Level]++
	}
	return fmt.Sprintf("%d checks: %d must, %d should, %d info.", len(checks), levels[conformance.Must], levels[conformance.Should],
		levels[conformance.Info])
}

// item writes an entry of a list, note a remark below it.
func item(b *strings.Builder, text string) { folded(b, "- ", text) }

func note(b *strings.Builder, title, text string) { folded(b, "  ", "*"+title+":* "+text) }

// folded writes a text in lines of at most 140 columns; the first begins with a mark, the others with blanks in its place. No line begins
// with what Markdown would take for the mark of a list or of a heading: such a word stays with the one before it.
func folded(b *strings.Builder, mark, text string) {
	const width = 140
	var words []string
	for i, word := range strings.Fields(text) {
		if i > 0 && (strings.Trim(word, "-+*#>=") == "" || regexp.MustCompile(`^[0-9]+[.)]$`).MatchString(word)) {
			words[len(words)-1] += " " + word
			continue
		}
		words = append(words, word)
	}
	line, indent := mark, strings.Repeat(" ", len(mark))
	for i, word := range words {
		switch {
		case i == 0:
			line += word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width:
			b.WriteString(line + "\n")
			line = indent + word
		default:
			line += " " + word
		}
	}
	b.WriteString(line + "\n")
}

func linked(text, url string) string { return "[" + text + "](" + url + ")" }
