package inkeep_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

func upTo(first, last int) []int {
	var numbers []int
	for n := first; n <= last; n++ {
		numbers = append(numbers, n)
	}
	return numbers
}

// cited finds the numbers that pattern captures in the places of the catalogue, each once, ascending.
func cited(t *testing.T, pattern string) []int {
	t.Helper()
	var numbers []int
	for _, row := range load(t).Requirements() {
		for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(row.Source.File+": "+row.Source.Place, -1) {
			number, err := strconv.Atoi(match[1])
			require.NoError(t, err)
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

func TestRequirementsCoverTheSources(t *testing.T) {
	require.Equal(t, upTo(1, 36), cited(t, `Inkeep question (\d+)`), "undocumented.md, part 4")
	require.Equal(t, upTo(1, 7), cited(t, `\bIM(\d+)\b`), "undocumented.md, part 3")
	require.Equal(t, upTo(0, 10), cited(t, `inkeep\.md:? section (\d+)`), "inkeep.md")
}

func TestRequirementsCoverTheRest(t *testing.T) {
	var places strings.Builder
	for _, row := range load(t).Requirements() {
		places.WriteString(row.Source.File + " " + row.Source.Place + "\n")
	}
	for _, want := range []string{
		"undocumented.md part 3, Derived", "MUST-P additions", "project scoping",
		"part 5, Inkeep query keys", "part 5, Inkeep error media type", "part 5, third-party Inkeep spec",
	} {
		require.Contains(t, places.String(), want)
	}
}

func TestRequirementsCiteKnownDocuments(t *testing.T) {
	count := map[string]int{}
	for _, row := range load(t).Requirements() {
		count[row.Source.File]++
	}
	for _, name := range []string{"inkeep-log-event.txt", "inkeep.md", "undocumented.md"} {
		require.NotZero(t, count[name], name)
		delete(count, name)
	}
	for name := range count {
		require.Regexp(t, `^(RFC \d{4}|Fetch standard)$`, name, "what is no source document is a standard")
	}
}

func TestRequirementsAreNumberedByArea(t *testing.T) {
	next := map[string]int{}
	for _, row := range load(t).Requirements() {
		area, number, found := strings.Cut(strings.TrimPrefix(row.ID, "INK-"), "-")
		require.True(t, found, row.ID)
		next[area]++
		require.Equal(t, strconv.Itoa(next[area]), number, "%s: ids of an area count up from 1 without a gap", row.ID)
	}
}

// A choice is read by people who decide by it, so it is a sentence.
func TestRequirementsAreSentences(t *testing.T) {
	sentence := regexp.MustCompile(`(?s)^\S.*\S\.$`)
	for _, row := range load(t).Requirements() {
		require.Regexp(t, sentence, row.Statement, row.ID)
		require.NotContains(t, row.Statement+row.Choice, "\n", row.ID)
		if row.Level == spec.Chosen {
			require.Regexp(t, sentence, row.Choice, row.ID)
		}
	}
}

// The operations that the document leaves out are each the subject of some row.
func TestRequirementsCoverTheOutside(t *testing.T) {
	named := map[string]bool{}
	for _, row := range load(t).Requirements() {
		for _, id := range row.Outside {
			named[id] = true
		}
	}
	require.Len(t, named, 21, "inkeep.md section 6 lists 21 operations beside Log Event")
}
