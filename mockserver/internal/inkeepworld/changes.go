package inkeepworld

import (
	"bytes"
	"encoding/json"
	"iter"
	"maps"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// Changes tell what became of events, conversations and feedback, project by project.
func (st *state) Changes(since world.State) []world.Changes {
	old, _ := since.(*state)
	books := bookChanges{world.Without(st.written, old.written), world.Without(old.written, st.written)}
	return []world.Changes{
		{Kind: "event", All: books.all},
		{Kind: "conversation", All: shelfChanges(st.threads.shelves, old.threads.shelves)},
		{Kind: "feedback", All: shelfChanges(st.opinions.shelves, old.opinions.shelves)},
	}
}

// bookChanges are logbooks that came and those that went. No event changes within a logbook.
type bookChanges struct{ came, gone []*logbook }

// all goes through what became of events.
func (b bookChanges) all(yield func(world.Change, error) bool) {
	for _, project := range projectsOf(slices.Concat(b.came, b.gone)) {
		tell := func(e *inkeep.Event, what string) bool {
			return yield(world.Change{What: what, ID: e.ID, Where: project, Name: e.Type}, nil)
		}
		for w, e := begun(b.came, project); e != nil; e = w.next(nil) {
			before, was := find(b.gone, project, e.ID)
			if !tell(e, world.Between(was, true, same(*e, before))) {
				return
			}
		}
		for w, e := begun(b.gone, project); e != nil; e = w.next(nil) {
			if _, is := find(b.came, project, e.ID); !is && !tell(e, world.Removed) {
				return
			}
		}
	}
}

// begun is a walk through the events of a project, and the first of them.
func begun(books []*logbook, project string) (*walk, *inkeep.Event) {
	w := walkOf(books, project, query.Span{})
	first := w.next(nil)
	return w, first
}

func find(books []*logbook, project, id string) (inkeep.Event, bool) {
	for _, l := range books {
		if e, there := l.event(project, id); there {
			return e, true
		}
	}
	return inkeep.Event{}, false
}

// projectsOf are the projects that have events in logbooks, in order.
func projectsOf(books []*logbook) []string {
	some := map[string]bool{}
	for _, l := range books {
		l.mu.Lock()
		for project := range l.projects {
			some[project] = true
		}
		l.mu.Unlock()
	}
	return slices.Sorted(maps.Keys(some))
}

// same compares two things as they go over the wire.
func same(a, b json.Marshaler) bool {
	left, errLeft := a.MarshalJSON()
	right, errRight := b.MarshalJSON()
	return errLeft == nil && errRight == nil && bytes.Equal(left, right)
}

// thing is an entry that can be told of.
type thing interface {
	comparable
	entry
	json.Marshaler
	// called is what people know it by; empty if they know it by its id.
	called() string
}

// collection is what a project has of a kind at one instant.
type collection[S any, E thing] interface {
	shelf[S]
	// parts are all of it.
	parts() []*both[E]
	// lookUp is what has an id, and whether a client wrote it.
	lookUp(id string) (found E, there, written bool)
}

// shelfChanges goes through what became of a kind of things.
func shelfChanges[S collection[S, E], E thing](now, then *shelves[S]) iter.Seq2[world.Change, error] {
	return func(yield func(world.Change, error) bool) {
		for _, project := range slices.Compact(slices.Sorted(slices.Values(append(now.known(), then.known()...)))) {
			is, was := now.view(project), then.view(project)
			for e := range touched(is, was) {
				_, id := e.stamp()
				next, there, _ := is.lookUp(id)
				before, known, _ := was.lookUp(id)
				what := world.Between(known, there, next == before || same(next, before))
				if !yield(world.Change{What: what, ID: id, Where: project, Name: e.called()}, nil) {
					return
				}
			}
		}
	}
}

// touched goes through all that clients have written or taken out, now or then; what else is seeded is what it was.
func touched[S collection[S, E], E thing](now, then S) iter.Seq[E] {
	return func(yield func(E) bool) {
		more := true
		pass := func(e E) bool {
			more = yield(e)
			return more
		}
		unless := func(by ...S) func(E) bool { // it comes elsewhere
			return func(e E) bool {
				_, id := e.stamp()
				for _, v := range by {
					if _, _, written := v.lookUp(id); written {
						return true
					}
				}
				return pass(e)
			}
		}
		for _, part := range now.parts() {
			part.latest.Scan(pass)
		}
		for _, part := range then.parts() {
			if more {
				part.latest.Scan(unless(now))
			}
		}
		for _, part := range append(now.parts(), then.parts()...) {
			if more {
				part.taken(unless(now, then))
			}
		}
	}
}
