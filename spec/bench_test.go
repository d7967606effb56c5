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
			PathParams: spec.PathParams{{Name: "shelf_id", Value: "a"}},
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

func BenchmarkCheckValue(b *testing.B) {
	c := shelf(b)
	b.SetBytes(int64(len(row)))
	b.ReportAllocs()
	for b.Loop() {
		if violations := c.CheckValue("Row", row); len(violations) > 0 {
			b.Fatal(violations)
		}
	}
}

// TestValidationNeedsLittleMemory counts what right messages allocate. It takes the least of many runs: now and then a pool is empty.
func TestValidationNeedsLittleMemory(t *testing.T) {
	c, list, add := shelf(t), operation(t, "ListBooks"), operation(t, "AddItem")
	body := `{"books":[` + strings.Repeat(row+",", 99) + row + `],"next":"abc"}`
	page := spec.Response{Status: 200, Header: listHeader(), Body: []byte(body)}
	query := spec.Request{
		PathParams: spec.PathParams{{Name: "shelf_id", Value: "a"}},
		RawQuery:   "version=LIVE&start_time=2026-01-15&page_size=20&author=x&offset=5",
	}
	film := spec.Request{
		Header: http.Header{"Content-Type": {"application/json"}},
		Body:   []byte(`{"kind":"film","minutes":90,"cast":[{"name":"a"},{"name":"b"}]}`),
	}
	for _, m := range []struct {
		name string
		most float64
		run  func()
	}{
		{"value", 3, func() { c.CheckValue("Row", row) }},
		{"answer_of_100", 7, func() { list.ValidateResponse(page) }},
		{"query", 8, func() { list.ValidateRequest(query) }},
		{"body", 16, func() { add.ValidateRequest(film) }},
	} {
		t.Run(m.name, func(t *testing.T) {
			got := testing.AllocsPerRun(1, m.run)
			for range 30 {
				got = min(got, testing.AllocsPerRun(1, m.run))
			}
			t.Logf("%v allocations", got)
			require.LessOrEqual(t, got, m.most)
		})
	}
}
