package report

import (
	"cmp"
	"slices"
)

// fold is the rows of a table that look the same. Those that nobody has to act on are folded until a reader asks for them.
type fold[R any] struct {
	Look look
	Open bool
	Rows []R
}

// foldsOf parts rows by their looks, the most important first.
func foldsOf[R any](rows []R, lookOf func(R) look) []fold[R] {
	var folds []fold[R]
	for _, row := range rows {
		l := lookOf(row)
		i := slices.IndexFunc(folds, func(f fold[R]) bool { return f.Look == l })
		if i < 0 {
			i = len(folds)
			folds = append(folds, fold[R]{Look: l, Open: importance(l) < importance(skipped.look())})
		}
		folds[i].Rows = append(folds[i].Rows, row)
	}
	slices.SortStableFunc(folds, func(a, b fold[R]) int { return cmp.Compare(importance(a.Look), importance(b.Look)) })
	return folds
}

// importance is the place of a look in the order of the states.
func importance(l look) int {
	return slices.IndexFunc(states(), func(s state) bool { return s.look().Class == l.Class })
}
