package inkeepworld

import (
	"cmp"
	"iter"
	"sort"
	"time"

	"github.com/tidwall/btree"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

// entry is a thing that is listed by time. It does not change.
type entry interface {
	stamp() (at time.Time, id string)
}

// source is seeded entries, latest first.
type source[E entry] interface {
	Len() int
	Before(at time.Time, id string) int
	From(position int) iter.Seq[E]
}

// both is the seeded and the written entries of a kind at one instant. Copies share what they have in common.
type both[E entry] struct {
	source source[E]
	latest *btree.BTreeG[E]   // that are written, latest first
	hidden *btree.BTreeG[int] // places of seeded ones that are deleted or written anew
}

func newBoth[E entry](source source[E]) both[E] {
	options := btree.Options{NoLocks: true} // who owns it has one
	return both[E]{
		source: source,
		latest: btree.NewBTreeGOptions(func(a, b E) bool { return later(a, b) < 0 }, options),
		hidden: btree.NewBTreeGOptions(cmp.Less[int], options),
	}
}

func (l *both[E]) copy() both[E] { return both[E]{l.source, l.latest.Copy(), l.hidden.Copy()} }

// later orders entries by time, the latest first, and those of one instant by id.
func later[E entry](a, b E) int {
	at, id := a.stamp()
	other, otherID := b.stamp()
	return laterThan(at, id, other, otherID)
}

func laterThan(at time.Time, id string, other time.Time, otherID string) int {
	return cmp.Or(other.Compare(at), cmp.Compare(otherID, id))
}

// hide takes a seeded entry out.
func (l *both[E]) hide(at time.Time, id string) { l.hidden.Set(l.source.Before(at, id)) }

// shows reports whether a seeded entry is still there.
func (l *both[E]) shows(at time.Time, id string) bool {
	_, hidden := l.hidden.Get(l.source.Before(at, id))
	return !hidden
}

func (l *both[E]) len() int { return l.latest.Len() + l.source.Len() - l.hidden.Len() }

// from goes through all entries, latest first, from an offset on.
func (l *both[E]) from(offset int) iter.Seq[E] {
	return func(yield func(E) bool) {
		written := sort.Search(min(offset, l.latest.Len()), func(i int) bool {
			e, _ := l.latest.GetAt(i)
			place := l.source.Before(e.stamp())
			return i+place-l.hiddenBefore(place) >= offset
		})
		next, stop := iter.Pull(l.seededFrom(l.shown(offset - written)))
		defer stop()
		s, seeded := next()
		for {
			e, more := l.latest.GetAt(written)
			switch {
			case more && (!seeded || later(e, s) < 0):
				written++
			case seeded:
				e = s
				s, seeded = next()
			default:
				return
			}
			if !yield(e) {
				return
			}
		}
	}
}

// between goes through all entries, latest first; of the seeded ones through those of a span.
func (l *both[E]) between(in query.Span, yield func(E) bool) {
	first, written := 0, 0
	if !in.Until.IsZero() {
		first = l.source.Before(in.Until, "\xff")
	}
	for s := range l.seededFrom(first) {
		if at, _ := s.stamp(); at.Before(in.From) {
			break
		}
		for e, more := l.latest.GetAt(written); more && later(e, s) < 0; e, more = l.latest.GetAt(written) {
			if !yield(e) {
				return
			}
			written++
		}
		if !yield(s) {
			return
		}
	}
	for e, more := l.latest.GetAt(written); more; e, more = l.latest.GetAt(written) {
		if !yield(e) {
			return
		}
		written++
	}
}

// seededFrom are the seeded entries from a place on that are shown.
func (l *both[E]) seededFrom(place int) iter.Seq[E] {
	return func(yield func(E) bool) {
		for e := range l.source.From(place) {
			if _, hidden := l.hidden.Get(place); !hidden && !yield(e) {
				return
			}
			place++
		}
	}
}

// taken goes through the seeded entries that are not shown.
func (l *both[E]) taken(yield func(E) bool) {
	l.hidden.Scan(func(place int) bool {
		for e := range l.source.From(place) {
			return yield(e)
		}
		return true
	})
}

// hiddenBefore is how many seeded entries before a place are hidden.
func (l *both[E]) hiddenBefore(place int) int {
	return sort.Search(l.hidden.Len(), func(i int) bool {
		at, _ := l.hidden.GetAt(i)
		return at >= place
	})
}

// shown is the place of a seeded entry before which so many are shown.
func (l *both[E]) shown(before int) int {
	return before + sort.Search(l.hidden.Len(), func(i int) bool {
		at, _ := l.hidden.GetAt(i)
		return at-i > before
	})
}
