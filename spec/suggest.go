package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// longestName bounds the names that are compared; longer ones have no neighbour.
const longestName = 64

// didYouMean is "; did you mean …?" or "".
func didYouMean(got string, known []string) string {
	if near := Nearest(got, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}

// Nearest returns the known name that was most likely meant by one that is not known, or "". A difference in case, or in - and _, counts
// as no difference, and the word id at the end, be it too much or missing, as one edit; one edit is allowed per three characters. The first
// of equals wins.
func Nearest(got string, known []string) string {
	if got == "" || len(got) > longestName {
		return ""
	}
	best, bestCost := "", max(1, len(got)/3)+1
	letters := folded(got)
	for _, name := range known {
		if name == got || len(name) > longestName {
			continue
		}
		others, cost := folded(name), bestCost
		if apart := len(others) - len(letters); max(apart, -apart) < bestCost { // else it takes as many insertions or deletions
			cost = edits(letters, others)
		}
		if cost > 1 && slices.Equal(folded(withoutID(got)), folded(withoutID(name))) {
			cost = 1
		}
		if cost < bestCost && cost < len(name) {
			best, bestCost = name, cost
		}
	}
	return best
}

// FixName tells what to do about a name that is not known: to look whether the nearest one was meant, or what otherwise says.
func FixName(got string, known []string, otherwise string) string {
	if near := Nearest(got, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return otherwise
}

// OneOf says which names are known: all of them, or, where they are more than a few and what is meant is clear, how many, so that what
// FixName says behind it is not lost.
func OneOf(got string, known []string) string {
	if near := Nearest(got, known); near != "" && len(known) > 10 {
		return fmt.Sprintf("one of %d names, such as %s", len(known), near)
	}
	return "one of " + strings.Join(known, ", ")
}

// meantFor returns what was sent under a name that is not known and was most likely meant for a missing one, or "".
func meantFor(missing string, sent, known []string) string {
	i := slices.IndexFunc(sent, func(name string) bool {
		return utf8.ValidString(name) && !slices.Contains(known, name) && Nearest(name, known) == missing
	})
	if i < 0 {
		return ""
	}
	return sent[i]
}

// addOrRename tells what to do about a missing name. The only one that was sent and is not known may be meant, whatever it is called, if
// fits says so of it; fits is nil where nothing is to be guessed.
func addOrRename(what, missing string, sent, known []string, fits func(name string) bool) string {
	if near := meantFor(missing, sent, known); near != "" {
		return "did you mean " + missing + " by " + quote(near) + "? Rename it"
	}
	strangers := slices.DeleteFunc(slices.Clone(sent), func(name string) bool { return slices.Contains(known, name) })
	if fits != nil && len(strangers) == 1 && utf8.ValidString(strangers[0]) && fits(strangers[0]) {
		return "add the " + what + ", or rename " + quote(strangers[0]) + ", which is not known here, if that is meant"
	}
	return "add the " + what
}

// withoutID leaves out the word id at the end.
func withoutID(name string) string {
	for _, id := range []string{"_id", "-id", "_ID", "-ID", "Id", "ID"} {
		if rest, found := strings.CutSuffix(name, id); found && rest != "" {
			return rest
		}
	}
	return name
}

func folded(name string) []rune {
	return []rune(strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(name), "-", ""), "_", ""))
}

// edits is the optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours.
func edits(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// alternatives is "a, b or c".
func alternatives(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
