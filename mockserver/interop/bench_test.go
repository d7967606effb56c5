//go:build bench

package interop

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"testing"
	"text/tabwriter"
	"time"
)

var (
	benchLoad   = flag.Duration("benchload", 5*time.Second, "how long each server is put under load, per row and round")
	benchRounds = flag.Int("benchrounds", 5, "how many rounds")
	benchMost   = flag.Int("benchmost", 10_000_000, "how many events are tracked for the growth curves")
	benchSeeded = flag.Int("benchseeded", 1_000_000_000, "how many events are seeded for the growth curves")
	benchDocs   = flag.String("benchdocs", "", "the folder that the page and its plots are written to; empty prints the page")
)

// buildFlags are those of the packages.
var buildFlags = []string{"-pgo=cmd/understudy/serve.pprof"}

// buildEnv leaves out what is written in C, as what ships does.
const buildEnv = "CGO_ENABLED=0"

// TestBench measures the mock beside others and as its data grow, and writes docs/performance.md. It judges nothing: the figures
// depend on the machine.
func TestBench(t *testing.T) {
	w := lastWeek()
	files := writeLists(t, w)
	files.writeRivals(t)
	rivals := append(own(w, files), others(t, w, files)...)
	startAll(t, rivals)
	loadAll(t, rivals, *benchRounds, *benchLoad)
	writePage(t, report{
		rivals: rivals, bytes: [...]int{len(files.list(t, 0)), len(files.list(t, 1)), len(trackBody)},
		grown: grow(t, sizes(*benchMost)), seeded: growSeeded(t, sizes(*benchSeeded)), crowd: crowd(t),
		queries: askAll(t),
	})
}

// TestBenchQuick prints the rows of the mock beside those of the bare server, and with all that it notes of a request beside nothing of it.
func TestBenchQuick(t *testing.T) {
	w := lastWeek()
	rivals := append(own(w, writeLists(t, w)), onAndOff(t, w)...)
	startAll(t, rivals)
	loadAll(t, rivals, *benchRounds, *benchLoad)
	printQuick(os.Stdout, rivals)
}

// sizes are powers of ten from 10,000 on.
func sizes(most int) []int {
	var all []int
	for n := min(most, 10_000); n <= most; n *= 10 {
		all = append(all, n)
	}
	return all
}

// printQuick prints the rows of the servers, and of each two the first one's in relation to the other's.
func printQuick(w io.Writer, rivals []*rival) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(name string, rate, half, late spread) {
		fmt.Fprintf(table, "%s\t%s\t%s to %s\t%s\t%s\t%s to %s\t\n", name, short(rate.median), short(rate.least), short(rate.most),
			short(half.median), short(late.median), short(late.least), short(late.most))
	}
	fmt.Fprintf(table, "\n\tper second\tleast to most\tp50 ms\tp99 ms\tleast to most\t\n")
	for _, name := range rowNames {
		for pair := range slices.Chunk(rivals, 2) {
			for _, r := range pair {
				rounds := r.rows[name]
				row(name+", "+r.name, over(rounds, perSecond), over(rounds, p50), over(rounds, p99))
			}
			a, b := pair[0].rows[name], pair[1].rows[name]
			row("ratio", ratio(a, b, perSecond), ratio(a, b, p50), ratio(a, b, p99))
		}
	}
	_ = table.Flush()
}
