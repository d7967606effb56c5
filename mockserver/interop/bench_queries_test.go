//go:build bench

package interop

import (
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// askedEvents is how many seeded events queries are asked about, where all of them are looked at.
const askedEvents = 100_000

// question is a query, and about how many seeded events.
type question struct {
	name, query string
	events      int
	took        spread // milliseconds
}

func questions() []question {
	const count = `{"type":"aggregation","aggregation":"count"}`
	minute := time.Now().UTC().Add(-time.Minute).Format(time.RFC3339)
	return []question{
		{
			name: "count by language and day", events: askedEvents,
			query: `{"select":[{"type":"time","timeUnit":"day"},` + count + `],"groupBy":[{"field":"properties","path":["language"]}]}`,
		},
		{
			name: "count by type in the last minute", events: *benchSeeded,
			query: `{"select":[` + count + `],"groupBy":[{"field":"type"}],` +
				`"where":{"condition":{"field":"createdAt","operator":"gte","value":"` + minute + `"}}}`,
		},
	}
}

// askAll asks each question some times, one after another.
func askAll(t *testing.T) []question {
	t.Helper()
	all := questions()
	for i, a := range all {
		m := startMock(t, "--events", strconv.Itoa(a.events))
		var took []float64
		for range 7 {
			begin := time.Now()
			post(t, m.URL, a.query)
			took = append(took, ms(time.Since(begin)))
		}
		all[i].took = spreadOf(took)
		m.stop()
	}
	return all
}

// post sends a query and reads its answer.
func post(t *testing.T, url, query string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/query/events", strings.NewReader(query))
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer demo-api-key")
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, answer.StatusCode, string(body))
	kinds := map[string]bool{}
	for _, row := range gjson.GetBytes(body, "data.result").Array() {
		kinds[row.Get(`properties\.language`).String()+row.Get("type").Str] = true
	}
	require.Greater(t, len(kinds), 1, "what is grouped by has several values")
}

func queriesTable(all []question) table {
	rows := table{{"query", "seeded events", "ms"}}
	for _, a := range all {
		rows = append(rows, []string{a.name, inWords(a.events), a.took.String()})
	}
	return rows
}

// TestBenchQueries prints the rows of queries alone.
func TestBenchQueries(t *testing.T) {
	_, err := os.Stdout.WriteString(queriesTable(askAll(t)).String())
	require.NoError(t, err)
}
