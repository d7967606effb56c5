//go:build bench

package interop

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/template"
	"time"

	"github.com/stretchr/testify/require"
)

// report is what TestBench found.
type report struct {
	rivals        []*rival // the mock first, then the bare server
	bytes         [3]int   // of a list of 20, of one of 100, of a request to track
	grown, seeded []grown
	crowd         []crowded
	queries       []question
}

//go:embed testdata/performance.md.tmpl
var pageText string

// writePage writes the page and its plots, or prints the page.
func writePage(t *testing.T, r report) {
	t.Helper()
	var page strings.Builder
	require.NoError(t, template.Must(template.New("page").Parse(pageText)).Execute(&page, r.parts(t)))
	text := strings.TrimRight(page.String(), "\n") + "\n"
	if *benchDocs == "" {
		fmt.Print(text)
		return
	}
	require.NoError(t, os.MkdirAll(filepath.Join(*benchDocs, "performance"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(*benchDocs, "performance.md"), []byte(text), 0o644))
	for name, p := range r.plots() {
		require.NoError(t, os.WriteFile(filepath.Join(*benchDocs, "performance", name+".svg"), []byte(p.svg()), 0o644))
	}
}

// parts are what the template has places for.
func (r report) parts(t *testing.T) map[string]any {
	t.Helper()
	largest, largestSeeded := r.grown[len(r.grown)-1], r.seeded[len(r.seeded)-1]
	return map[string]any{
		"Day": time.Now().UTC().Format(time.DateOnly), "Machine": machine(t),
		"Connections": connections, "Rounds": *benchRounds, "Load": *benchLoad, "Asks": asks,
		"Bytes20": thousands(r.bytes[0]), "Bytes100": thousands(r.bytes[1]), "BytesTrack": thousands(r.bytes[2]),
		"Servers": r.servers(), "Rows": r.rows(), "Starts": r.starts(),
		"Grown": r.grownTable(), "Largest": inWords(largest.events), "Reset": short(largest.reset), "ResetNone": short(largest.resetNone),
		"GrownPages": pagesTable(growthFilters, largest.pages),
		"Seeded":     r.seededTable(), "LargestSeeded": inWords(largestSeeded.events),
		"SeededPages": pagesTable(seededFilters(nil), largestSeeded.pages),
		"Crowd":       r.crowdTable(),
		"Queries":     queriesTable(r.queries),
	}
}

// table is a table of Markdown: its head, and its rows.
type table [][]string

func (t table) String() string {
	var b strings.Builder
	for i, row := range t {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			b.WriteString(strings.Repeat("|---", len(row)) + "|\n")
		}
	}
	return b.String()
}

func (r report) servers() string {
	var b strings.Builder
	for _, rival := range r.rivals {
		fmt.Fprintf(&b, "- **%s**: %s\n", strings.TrimSpace(rival.name+" "+rival.version), rival.about)
	}
	return b.String()
}

func (r report) rows() string {
	var b strings.Builder
	for _, row := range rowNames {
		own := r.rivals[0].rows[row]
		rows := table{{"", "per second", "p50 ms", "p99 ms", "Understudy's rate beside it", "Understudy's p99 beside it"}}
		for i, rival := range r.rivals {
			rounds := rival.rows[row]
			cells := []string{rival.name, over(rounds, perSecond).String(), over(rounds, p50).String(), over(rounds, p99).String(), "", ""}
			if i > 0 {
				cells[4], cells[5] = ratio(own, rounds, perSecond).String()+" ×", ratio(own, rounds, p99).String()+" ×"
			}
			rows = append(rows, cells)
		}
		fmt.Fprintf(&b, "### %s%s\n\n%s\n", strings.ToUpper(row[:1]), row[1:], rows)
	}
	return b.String()
}

func (r report) starts() table {
	rows := table{{"", "ms from exec to the first answer", "MiB resident then", "MiB after the load"}}
	for _, rival := range r.rivals {
		took := make([]float64, len(rival.first))
		for i, d := range rival.first {
			took[i] = ms(d)
		}
		rows = append(rows, []string{rival.name, spreadOf(took).String(), short(rival.atRest), short(rival.busy)})
	}
	return rows
}

func (r report) grownTable() table {
	rows := table{{"events", "MiB resident", "bytes an event", "tracked per second", "longest pause", "collector's share"}}
	for _, g := range r.grown {
		bytes := "" // of few events: most of the memory is not theirs
		if g.events >= 1_000_000 {
			bytes = short((g.resident - r.rivals[0].atRest) * (1 << 20) / float64(g.events))
		}
		rows = append(rows, []string{
			inWords(g.events), short(g.resident), bytes, short(g.perSecond), short(g.pauses.longest) + " ms", short(g.pauses.share) + " %",
		})
	}
	return rows
}

func (r report) seededTable() table {
	rows := table{{"seeded events a bot", "ms from exec to the first page", "MiB resident"}}
	for _, g := range r.seeded {
		rows = append(rows, []string{inWords(g.events), short(g.first), short(g.resident)})
	}
	return rows
}

func pagesTable(filters []filtered, times pageTimes) table {
	rows := table{{"milliseconds", "first", "middle", "last"}}
	for _, f := range filters {
		row := times[f.name]
		rows = append(rows, []string{f.name, short(row[0]), short(row[1]), short(row[2])})
	}
	return rows
}

func (r report) crowdTable() table {
	rows := table{{"", "served per second", "p50 ms", "p99 ms", "refused", "MiB resident"}}
	for _, c := range r.crowd {
		rows = append(rows, []string{
			c.name, short(c.served.perSecond), short(p50(c.served)), short(p99(c.served)), thousands(c.refused), short(c.resident),
		})
	}
	return rows
}
