package spec_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

var update = flag.Bool("update", false, "write the pages of requirements anew")

// TestPagesAreCurrent holds the pages of requirements to the catalogues that they are made of. -update rewrites them.
func TestPagesAreCurrent(t *testing.T) {
	for file, load := range map[string]func() (*spec.Contract, error){
		"../docs/chatlayer.md": chatlayer.Contract, "../docs/inkeep.md": inkeep.Contract,
	} {
		t.Run(file, func(t *testing.T) {
			contract, err := load()
			require.NoError(t, err)
			page := readersPage(contract)
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(page), 0o600))
			}
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			want, got := strings.Split(page, "\n"), strings.Split(string(text), "\n")
			for i := range min(len(want), len(got)) {
				require.Equal(t, want[i], got[i], "line %d; run: make generate", i+1)
			}
			require.Len(t, got, len(want), "run: make generate")
		})
	}
}

// TestPagesHaveEveryRow follows the link that reports and the fidelity list give for each row.
func TestPagesHaveEveryRow(t *testing.T) {
	for _, load := range []func() (*spec.Contract, error){chatlayer.Contract, inkeep.Contract} {
		contract, err := load()
		require.NoError(t, err)
		for _, r := range contract.Requirements() {
			file, anchor, found := strings.Cut(strings.TrimPrefix(r.Page, spec.Repository), "#")
			require.True(t, found, r.Page)
			text, err := os.ReadFile("../" + file)
			require.NoError(t, err)
			require.Equal(t, 1, strings.Count(string(text), `<a id="`+anchor+`"></a>`), r.Page)
		}
	}
}

// readersPage is a catalogue for readers: an index of its areas, its sources, and every row under an anchor of its own.
func readersPage(c *spec.Contract) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: what is known\n\n<!-- Made by `make generate`. Do not edit. -->\n\n%s\n", c.Title(), strings.TrimSpace(introduction))
	b.WriteString("\n## Areas\n\n| area | known | follows | nobody says |\n|---|--:|--:|--:|\n")
	for _, a := range c.Areas() {
		rows := rowsOf(c, a)
		fmt.Fprintf(&b, "| [%s](#area-%s) | %d | %d | %d |\n", a.Title, strings.ToLower(a.Code), len(rows[spec.Must]), len(rows[spec.Should]), len(rows[spec.Chosen]))
	}
	b.WriteString("\n## Sources\n\n")
	for _, r := range c.References() {
		fmt.Fprintf(&b, "- **[%s]** %s\n", r.Name, escaped(r.About))
	}
	for _, a := range c.Areas() {
		fmt.Fprintf(&b, "\n<a id=\"area-%s\"></a>\n\n## %s\n", strings.ToLower(a.Code), a.Title)
		writeArea(&b, rowsOf(c, a), openQuestions(c))
	}
	b.WriteString("\n")
	for _, r := range c.References() {
		fmt.Fprintf(&b, "[%s]: %s\n", r.Name, r.URL)
	}
	return b.String()
}

const introduction = `
Three kinds of statements are kept apart. **Known** is what the publisher says, or what a standard says to which the API is bound.
**Follows** is what nobody says in so many words, but without which a known rule would be of no use. What **nobody says** is open: the
mock had to choose, and the choice stands beside the question. The conformance runner insists on the first kind, reports the second, and
only records the third; [requirements.md](requirements.md) tells which check looks at which statement.

An id is permanent, and a link to it stays good: the anchor is the id in lower case. A source that ends in "(follows)" does not say it
itself; the statement follows from what it says. "Beside" names the open questions that a statement touches and says how both hold.
In parentheses stand the operations that a statement is about; without them it is about the whole API. Operations under "not served"
are those of the real API that the mock does not have.
`

func rowsOf(c *spec.Contract, a spec.Area) map[spec.Level][]spec.Requirement {
	rows := map[spec.Level][]spec.Requirement{}
	for _, r := range c.Requirements() {
		if r.Area() == a.Code {
			rows[r.Level] = append(rows[r.Level], r)
		}
	}
	return rows
}

// openQuestions gives the rows that leave each question open.
func openQuestions(c *spec.Contract) map[string][]spec.Requirement {
	open := map[string][]spec.Requirement{}
	for _, r := range c.Requirements() {
		for _, q := range r.Questions {
			if r.Level == spec.Chosen {
				open[q] = append(open[q], r)
			}
		}
	}
	return open
}

func writeArea(b *strings.Builder, rows map[spec.Level][]spec.Requirement, open map[string][]spec.Requirement) {
	for _, kind := range []struct {
		level spec.Level
		title string
	}{{spec.Must, "Known"}, {spec.Should, "Follows"}, {spec.Chosen, "Nobody says"}} {
		if len(rows[kind.level]) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n**%s**\n\n", kind.title)
		for _, r := range rows[kind.level] {
			writeRow(b, r, open)
		}
	}
}

// TestEveryOpenQuestionHasAName holds every row of level chosen to a question, so that Load sees when another row insists on the answer.
func TestEveryOpenQuestionHasAName(t *testing.T) {
	for _, load := range []func() (*spec.Contract, error){chatlayer.Contract, inkeep.Contract} {
		contract, err := load()
		require.NoError(t, err)
		for _, r := range contract.Requirements() {
			if r.Level == spec.Chosen {
				require.NotEmpty(t, r.Questions, "%s: name the question that it answers, as other rows do that touch it", r.ID)
			}
		}
	}
}

func writeRow(b *strings.Builder, r spec.Requirement, open map[string][]spec.Requirement) {
	fmt.Fprintf(b, "- <a id=\"%s\"></a>**%s**", r.Anchor(), r.ID)
	if about := slices.Concat(r.Operations, r.Outside); len(about) > 0 {
		fmt.Fprintf(b, " (%s)", strings.Join(about, ", "))
	}
	fmt.Fprintf(b, " %s\n", escaped(r.Statement))
	if r.Choice != "" {
		fmt.Fprintf(b, "  *The mock:* %s.\n", escaped(strings.TrimSuffix(r.Choice, ".")))
	}
	if r.Settled != "" {
		var beside []string
		for _, q := range r.Questions {
			for _, other := range open[q] {
				beside = append(beside, "["+other.ID+"](#"+other.Anchor()+")")
			}
		}
		fmt.Fprintf(b, "  *Beside %s:* %s.\n", strings.Join(beside, ", "), escaped(strings.TrimSuffix(r.Settled, ".")))
	}
	if r.Source.URL != r.Page {
		fmt.Fprintf(b, "  *Source:* [%s], %s.\n", r.Source.Name, escaped(r.Source.Place))
	}
}

// escaped keeps what a statement says from being read as HTML or as emphasis.
func escaped(s string) string { return strings.NewReplacer("<", "&lt;", "*", `\*`).Replace(s) }
