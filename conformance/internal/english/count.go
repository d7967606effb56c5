// Package english writes numbers with nouns, for the messages of all suites and reports.
package english

import (
	"fmt"

	"github.com/dustin/go-humanize/english"
)

// Count writes a number with a noun, such as "1 event" or "2 entries".
func Count(n int, noun string) string {
	return fmt.Sprintf("%d %s", n, english.PluralWord(n, noun, ""))
}

// Of writes a part of a number with a noun, such as "0 of 1 event" or "1 of 2 events".
func Of(part, n int, noun string) string { return fmt.Sprintf("%d of %s", part, Count(n, noun)) }
