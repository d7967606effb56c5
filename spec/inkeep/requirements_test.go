package inkeep_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

func TestRequirementsInsistOnNothingButWhatThePublisherOrAStandardSays(t *testing.T) {
	for _, row := range load(t).Requirements() {
		if row.Level == spec.Must {
			require.Regexp(t, `Inkeep (Analytics API|documentation)|^@inkeep/inkeep-analytics |^RFC \d{4}$|^Fetch standard$`,
				row.Source.Name,
				row.ID)
		}
	}
}

func TestRequirementsAreNumberedByArea(t *testing.T) {
	last := map[string]int{}
	for _, row := range load(t).Requirements() {
		area, number, found := strings.Cut(strings.TrimPrefix(row.ID, "INK-"), "-")
		require.True(t, found, row.ID)
		n, err := strconv.Atoi(number)
		require.NoError(t, err, row.ID)
		require.Greater(t, n, last[area], "%s: ids of an area count up; a gap is a row that was taken out", row.ID)
		last[area] = n
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
	require.Len(t, named, 22-len(load(t).Operations()), "the SDK has 22 operations")
}
