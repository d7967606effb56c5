package spec_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

func BenchmarkLoad(b *testing.B) {
	src := shelfSource(b)
	for b.Loop() {
		_, err := spec.Load(src)
		require.NoError(b, err)
	}
}

func BenchmarkValidateResponse(b *testing.B) {
	o := operation(b, "ListBooks")
	for _, n := range []struct {
		name string
		rows int
	}{{"events=20", 20}, {"events=100", 100}} {
		body := []byte(`{"books":[` + strings.Repeat(row+",", n.rows-1) + row + `],"next":"abc"}`)
		b.Run(n.name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if violations := o.ValidateResponse(spec.Response{Status: 200, Header: listHeader(), Body: body}); len(violations) > 0 {
					b.Fatal(violations)
				}
			}
		})
	}
}

func BenchmarkValidateRequest(b *testing.B) {
	list, add := operation(b, "ListBooks"), operation(b, "AddItem")
	requests := []struct {
		name string
		o    *spec.Operation
		r    spec.Request
	}{
		{"query", list, spec.Request{
			PathParams: map[string]string{"shelf_id": "a"},
			RawQuery:   "version=LIVE&start_time=2026-01-15T10%3A00%3A00.000Z&page_size=20&author=x&offset=5",
		}},
		{"discriminated", add, spec.Request{
			Header: http.Header{"Content-Type": {"application/json"}},
			Body:   []byte(`{"kind":"film","minutes":90,"cast":[{"name":"a"},{"name":"b"}]}`),
		}},
	}
	for _, r := range requests {
		b.Run(r.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, violations := r.o.ValidateRequest(r.r); len(violations) > 0 {
					b.Fatal(violations)
				}
			}
		})
	}
}
