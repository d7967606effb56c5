package coverage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/spec"
)

// row is what was used of an operation, or of a whole contract.
type row struct {
	name   string
	total  ratio
	column [len(columns)]ratio
	left   []string // what was not used, without the part of the ids that all share
}

type ratio struct{ covered, total int }

func (r *ratio) add(covered bool) {
	r.total++
	if covered {
		r.covered++
	}
}

func (r ratio) percent() string { return fmt.Sprintf("%.1f %%", percent(r.covered, r.total)) }

func (r ratio) String() string {
	if r.total == 0 {
		return "-"
	}
	return fmt.Sprintf("%d/%d", r.covered, r.total)
}

// columns are what the kinds of items are shown under. Each kind has one, so that they add up to what is covered.
var columns = [...]struct {
	title string
	kinds []spec.ItemKind
}{
	{"operations", []spec.ItemKind{spec.ItemOperation}},
	{"parameters and members", []spec.ItemKind{spec.ItemParameter, spec.ItemMember}},
	{"enum values", []spec.ItemKind{spec.ItemValue}},
	{"later pages", []spec.ItemKind{spec.ItemPage}},
	{"statuses", []spec.ItemKind{spec.ItemStatus}},
	{"refusals", []spec.ItemKind{spec.ItemRefusal}},
}

// add adds an item to the column of its kind.
func (w *row) add(kind spec.ItemKind, covered bool) {
	w.total.add(covered)
	for i, c := range columns {
		if slices.Contains(c.kinds, kind) {
			w.column[i].add(covered)
		}
	}
}

// rows are one of each contract, with those of its operations behind it.
func (r Report) rows() (contracts []row, operations [][]row) {
	if r.of == nil {
		return nil, nil
	}
	for _, p := range r.of.parts {
		whole, each := row{name: p.contract.Name()}, []row(nil)
		for i := p.first; i < p.first+p.count; i++ {
			it, covered := r.of.all[i], r.Items[i].Covered
			if it.Kind == spec.ItemOperation {
				each = append(each, row{name: it.Operation})
			}
			whole.add(it.Kind, covered)
			of := &each[len(each)-1]
			of.add(it.Kind, covered)
			if rest := strings.TrimPrefix(it.ID, whole.name+"."+it.Operation); !covered && rest != "" {
				of.left = append(of.left, rest[1:])
			}
		}
		contracts, operations = append(contracts, whole), append(operations, each)
	}
	return contracts, operations
}

// unused is what was not used of an operation: in brief where that is everything, else each between quotes.
func (w row) unused(quote string) string {
	if w.total.covered == 0 {
		return "everything"
	}
	if len(w.left) == 0 {
		return ""
	}
	return quote + strings.Join(w.left, quote+", "+quote) + quote
}
