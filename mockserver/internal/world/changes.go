package world

import (
	"cmp"
	"iter"
	"slices"

	"github.com/understudy-mock/understudy/fixtures"
)

// Changes are those of all things of one kind that clients write. What is seeded is among them where a client has changed it.
type Changes struct {
	API  string
	Kind string // such as "event"
	// All goes through everything that may have changed. Of what has not it tells, too, so that who waits can stop.
	All iter.Seq2[Change, error]
}

// Change is what became of one thing.
type Change struct {
	What  string // Added, Changed or Removed; empty if nothing became of it
	ID    string
	Where string // where it is the only one with the id, such as a bot
	Name  string // what people know it by; empty if they know it by its id
}

// What a Change may be.
const (
	Added   = "added"
	Changed = "changed"
	Removed = "removed"
)

// Between is what became of something that was there, or is, or both, and then may be the same; empty if nothing did.
func Between(was, is, same bool) string {
	switch {
	case is && !was:
		return Added
	case was && !is:
		return Removed
	case is && !same:
		return Changed
	}
	return ""
}

// Without are those that are none of some others.
func Without[T comparable](some, others []T) []T {
	return slices.DeleteFunc(slices.Clone(some), func(one T) bool { return slices.Contains(others, one) })
}

// Changes tell what became of all that clients write since a snapshot, API by API and kind by kind, and whether the seeded data are others.
func (w *World) Changes(since *Snapshot) (all []Changes, reseeded bool) {
	now, then := w.state.Load(), since.state
	for i, name := range now.kinds().Names() {
		for _, c := range now.apis[i].Changes(then.apis[i]) {
			c.API = name
			all = append(all, c)
		}
	}
	return all, now.base.seeds() != then.base.seeds()
}

// seeds is what seeded data are made of.
func (b *Base) seeds() worldKey {
	scenario := cmp.Or(b.Scenario, fixtures.DefaultScenario)
	return worldKey{originKey: originKey{b.Seed, scenario, b.Count()}, now: b.Anchor.UnixMilli()}
}
