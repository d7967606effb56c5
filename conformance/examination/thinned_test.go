//go:build examination

package examination_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

var (
	rowOfExamined = regexp.MustCompile("(?m)^- `([^`]+)`: .* Noticed by `([^`]+)`(?:, as `([^`]+)`)?\\.$")
	rowOfGone     = regexp.MustCompile("(?m)^- `([^`]+)`: .* `([^`]+)`, which noticed it, notices `([^`]+)`: ")
)

// TestThinnedNamesWhatProvesIt holds what thinned.md says of misbehaviours that went against the kill table.
func TestThinnedNamesWhatProvesIt(t *testing.T) {
	text, err := os.ReadFile("testdata/thinned.md")
	require.NoError(t, err)
	sections := strings.Split(strings.ReplaceAll(string(text), "\n  ", " "), "\n## ")
	require.Len(t, sections, 5)
	table, product, known := readKills(t), named(mockserver.Misbehaviours()), named(mutants())

	t.Run("those_that_the_examination_tries_are_noticed", func(t *testing.T) {
		rows := rowOfExamined.FindAllStringSubmatch(sections[1], -1)
		require.Len(t, rows, strings.Count(sections[1], "\n- "))
		for _, row := range rows {
			name, check, like := row[1], row[2], row[3]
			require.True(t, known[name] && !product[name], "%s: the examination alone does not try it", name)
			require.Positive(t, table[name][check], "%s: %s does not notice it", name, check)
			require.True(t, like == "" || product[like] && table[like][check] > 0, "%s: %s does not notice %s", name, check, like)
		}
	})
	t.Run("those_that_are_gone_have_their_like", func(t *testing.T) {
		rows := rowOfGone.FindAllStringSubmatch(sections[2], -1)
		require.Len(t, rows, strings.Count(sections[2], "\n- "))
		for _, row := range rows {
			name, check, like := row[1], row[2], row[3]
			require.False(t, known[name], "%s is not gone", name)
			require.Positive(t, table[like][check], "%s: %s does not notice %s", name, check, like)
		}
	})
}

func named(all []mockserver.Misbehaviour) map[string]bool {
	names := map[string]bool{}
	for _, m := range all {
		names[m.Name] = true
	}
	return names
}
