package coverage

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/understudy-mock/understudy/spec"
)

// lcov has the lines of the OpenAPI documents: an operation is a function, a line was hit as often as all that is written on it was
// used, and where that is more than one thing, each of them is a branch.
// Source: geninfo(1), "FILES".
func (r Report) lcov(to *bytes.Buffer) {
	if r.of == nil {
		return
	}
	for _, p := range r.of.parts {
		end := p.first + p.count
		if p.count > 0 {
			record(to, r.of.all[p.first:end], r.Items[p.first:end])
		}
	}
}

// record is what lcov has of one file.
func record(to *bytes.Buffer, items []spec.Item, used []Item) {
	fmt.Fprintf(to, "TN:understudy\nSF:%s\n", items[0].Place.Document)
	functions(to, items, used)
	lines := map[int][]int64{}
	for i, it := range items {
		lines[it.Place.Line] = append(lines[it.Place.Line], used[i].Hits)
	}
	sorted := slices.Sorted(maps.Keys(lines))
	var branches ratio
	for _, line := range sorted {
		if hits := lines[line]; len(hits) > 1 {
			for i, taken := range hits {
				branches.add(taken > 0)
				fmt.Fprintf(to, "BRDA:%d,0,%d,%s\n", line, i, outcome(taken, hits))
			}
		}
	}
	fmt.Fprintf(to, "BRF:%d\nBRH:%d\n", branches.total, branches.covered)
	var found ratio
	for _, line := range sorted {
		hits := sum(lines[line])
		found.add(hits > 0)
		fmt.Fprintf(to, "DA:%d,%d\n", line, hits)
	}
	fmt.Fprintf(to, "LF:%d\nLH:%d\nend_of_record\n", found.total, found.covered)
}

func functions(to *bytes.Buffer, items []spec.Item, used []Item) {
	var found ratio
	for i, it := range items {
		if it.Kind == spec.ItemOperation {
			found.add(used[i].Covered)
			fmt.Fprintf(to, "FN:%d,%s\nFNDA:%d,%s\n", it.Place.Line, it.Operation, used[i].Hits, it.Operation)
		}
	}
	fmt.Fprintf(to, "FNF:%d\nFNH:%d\n", found.total, found.covered)
}

// outcome is how often a branch was taken; a dash if its line was never come to.
func outcome(taken int64, hits []int64) string {
	if sum(hits) == 0 {
		return "-"
	}
	return fmt.Sprint(taken)
}

func sum(hits []int64) (all int64) {
	for _, h := range hits {
		all += h
	}
	return all
}
