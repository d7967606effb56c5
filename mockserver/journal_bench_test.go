package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/understudy-mock/understudy/mockserver"
)

// BenchmarkJournal serves the same requests with the journal and without it, beside each other.
func BenchmarkJournal(b *testing.B) {
	for _, c := range []struct{ name, method, target, body string }{
		{"list_of_20", http.MethodGet, roundList + "20", ""},
		{"list_of_100", http.MethodGet, roundList + "100", ""},
		{"track", http.MethodPost, roundTrack, roundEvent},
	} {
		for name, bytes := range map[string]int64{"on": 0, "off": mockserver.NoJournal} {
			b.Run(c.name+"/"+name, func(b *testing.B) {
				opts := mockserver.Options{Limits: mockserver.Limits{JournalBytes: bytes}}
				b.ReportAllocs()
				b.RunParallel(func(p *testing.PB) {
					w := newRound(b, opts, c.method, c.target, c.body)
					for p.Next() {
						w.serve()
					}
				})
			})
		}
	}
}
