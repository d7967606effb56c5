//go:build bench

package interop

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// spread is what several rounds found.
type spread struct{ median, least, most float64 }

func spreadOf(values []float64) spread {
	sorted := slices.Sorted(slices.Values(values))
	return spread{sorted[len(sorted)/2], sorted[0], sorted[len(sorted)-1]}
}

// over is the spread of one figure of the rounds.
func over(rounds []figures, figure func(figures) float64) spread {
	values := make([]float64, len(rounds))
	for i, f := range rounds {
		values[i] = figure(f)
	}
	return spreadOf(values)
}

// ratio compares two servers round by round, since the rounds of both lie side by side.
func ratio(own, other []figures, figure func(figures) float64) spread {
	values := make([]float64, min(len(own), len(other)))
	for i := range values {
		values[i] = figure(own[i]) / figure(other[i])
	}
	return spreadOf(values)
}

func perSecond(f figures) float64 { return f.perSecond }
func p50(f figures) float64       { return ms(f.p50) }
func p99(f figures) float64       { return ms(f.p99) }

func ms(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

// short is a number with three digits that matter.
func short(v float64) string {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return "0"
	}
	decimals := max(0, 2-int(math.Floor(math.Log10(math.Abs(v)))))
	text := strconv.FormatFloat(v, 'f', decimals, 64)
	whole, _ := strconv.ParseFloat(text, 64)
	if whole < 1000 {
		return text
	}
	return thousands(int(whole))
}

// thousands is a whole number with commas.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func (s spread) String() string {
	return fmt.Sprintf("%s (%s to %s)", short(s.median), short(s.least), short(s.most))
}

// inWords is a number of events.
func inWords(n int) string {
	for _, unit := range []struct {
		size int
		name string
	}{{1_000_000_000, " billion"}, {1_000_000, " million"}, {1, ""}} {
		if n >= unit.size && n%unit.size == 0 {
			return thousands(n/unit.size) + unit.name
		}
	}
	return cmp.Or(thousands(n), "0")
}
