package query_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

// BenchmarkGroups groups 100,000 rows by day and by a member of their JSON.
func BenchmarkGroups(b *testing.B) {
	rows := make([]happening, 100_000)
	for i := range rows {
		rows[i] = happening{
			id: fmt.Sprint(i), kind: "sale", user: "mia", at: time.Unix(int64(i)*30, 0),
			about: fmt.Sprintf(`{"page":"/docs/%d","position":%d,"sources":["guide","api-reference"],"plan":"pro"}`, i%20, i%7),
		}
	}
	of := table(rows)
	b.ReportAllocs()
	for b.Loop() {
		r, err := of.Run(b.Context(), query.Query{
			GroupBy: []query.Group{{Field: "about", Path: []string{"page"}}},
			Select:  []query.Selection{bucket(query.Day), made(query.Count, ""), made(query.Avg, "about", "position")},
			OrderBy: []query.Order{{Key: "at_day"}},
		})
		if err != nil || r.Total == 0 {
			b.Fatal(err, r.Total)
		}
	}
}
