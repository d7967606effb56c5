//go:build examination

package examination_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
)

// A row of the table says 1 of most checks, because only the first seed was tried on them. What was tried again with more seeds, or with
// fewer, is no change then: it is left as it is, so that nobody commits rows that are not his own.

// revised is the table after a check was tried: found counts the seeds with which it notices mutants, and no longer says which do not
// notice any more of those whose rows have it.
func revised(table killTable, check string, found map[string]int, lost []string) killTable {
	now := maps.Clone(table)
	for m, n := range found {
		if table[m][check] == 1 {
			continue
		}
		now[m] = maps.Clone(table[m])
		if now[m] == nil { // new, like the check
			now[m] = map[string]int{}
		}
		now[m][check] = n
	}
	for _, m := range lost {
		now[m] = maps.Clone(now[m])
		delete(now[m], check)
	}
	return now
}

// revisedRow is the row of a mutant after it was tried: counts are what noticed it now.
func revisedRow(before, counts map[string]int) map[string]int {
	now := maps.Clone(counts)
	for check, n := range before {
		if counts[check] > 0 && (n == 1 || counts[check] == 1) {
			now[check] = n
		}
	}
	return now
}

func TestRowsOfTheKillTableAreRevised(t *testing.T) {
	table := func() killTable {
		return killTable{"a": {"x": 1, "y": 5}, "b": {"x": 5}, "c": {"y": 1}, "went": {"y": 5}}
	}
	for name, tt := range map[string]struct {
		found map[string]int
		lost  []string
		want  killTable
	}{
		"a_check_that_was_not_changed_changes_nothing": {map[string]int{"a": 5, "b": 5}, nil, table()},
		"a_mutant_more_that_it_notices": {
			map[string]int{"a": 5, "b": 5, "c": 4, "d": 5},
			nil,
			killTable{"a": {"x": 1, "y": 5}, "b": {"x": 5}, "c": {"x": 4, "y": 1}, "d": {"x": 5}, "went": {"y": 5}},
		},
		"it_notices_with_fewer_seeds": {
			map[string]int{"a": 5, "b": 2}, nil, killTable{"a": {"x": 1, "y": 5}, "b": {"x": 2}, "c": {"y": 1}, "went": {"y": 5}},
		},
		"it_does_not_notice_any_more": {
			map[string]int{"a": 1}, []string{"b"}, killTable{"a": {"x": 1, "y": 5}, "b": {}, "c": {"y": 1}, "went": {"y": 5}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := table()
			require.Equal(t, tt.want, revised(before, "x", tt.found, tt.lost))
			require.Equal(t, table(), before)
		})
	}
	before := map[string]int{"x": 1, "y": 5, "z": 5, "w": 4}
	for name, tt := range map[string]struct{ counts, want map[string]int }{
		"a_mutant_that_was_not_changed_changes_nothing": {map[string]int{"x": 5, "y": 1, "z": 5, "w": 4}, before},
		"other_checks_notice_it":                        {map[string]int{"y": 5, "v": 1}, map[string]int{"y": 5, "v": 1}},
		"they_notice_with_fewer_seeds":                  {map[string]int{"y": 3, "w": 5}, map[string]int{"y": 3, "w": 5}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tt.want, revisedRow(before, tt.counts)) })
	}
}
