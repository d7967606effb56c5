package inkeepworld

import (
	"sync"
	"time"

	"github.com/tidwall/btree"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// logbook is logged events by project and id, and in their order. It is safe for concurrent use: its lock is held for a moment only, and
// nothing is waited for meanwhile. The zero value is empty.
type logbook struct {
	mu       sync.Mutex
	projects map[string]*logged
	events   int
}

// logged are the events of a project.
type logged struct {
	byID    map[string]*inkeep.Event
	inOrder *btree.BTreeG[*inkeep.Event]
}

func newLogged() *logged {
	before := func(a, b *inkeep.Event) bool { return compare(a, b) < 0 }
	return &logged{map[string]*inkeep.Event{}, btree.NewBTreeGOptions(before, btree.Options{NoLocks: true})} // logbook has one
}

func (l *logbook) event(project, id string) (inkeep.Event, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if of := l.projects[project]; of != nil && of.byID[id] != nil {
		return *of.byID[id], true
	}
	return inkeep.Event{}, false
}

// add keeps an event unless its id is taken: then it returns the one that is there.
func (l *logbook) add(project string, e inkeep.Event) (old inkeep.Event, there bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	of := l.projects[project]
	if of == nil {
		if l.projects == nil {
			l.projects = map[string]*logged{}
		}
		of = newLogged()
		l.projects[project] = of
	}
	if old := of.byID[e.ID]; old != nil {
		return *old, true
	}
	of.byID[e.ID] = &e
	of.inOrder.Set(&e)
	l.events++
	return e, false
}

func (l *logbook) len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.events
}

// now is the events of a project that there are now.
func (l *logbook) now(project string) *btree.BTreeG[*inkeep.Event] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if of := l.projects[project]; of != nil {
		return of.inOrder.Copy()
	}
	return newLogged().inOrder
}

// walk goes through the events of logbooks in their order.
type walk struct {
	heads []btree.IterG[*inkeep.Event]
	until time.Time
}

// walkOf goes through those of a project in a span that there are now.
func walkOf(books []*logbook, project string, in query.Span) *walk {
	w := &walk{until: in.Until}
	for _, l := range books {
		all := l.now(project).Iter()
		some := false
		if in.From.IsZero() {
			some = all.First()
		} else {
			some = all.Seek(&inkeep.Event{CreatedAt: in.From})
		}
		if some {
			w.heads = append(w.heads, all)
		}
	}
	return w
}

// next is the first event that was not gone through yet, if it comes before another, which may be nil; else it is nil.
func (w *walk) next(other *inkeep.Event) *inkeep.Event {
	if len(w.heads) == 0 {
		return nil
	}
	first := 0
	for i := range w.heads[1:] {
		if compare(w.heads[i+1].Item(), w.heads[first].Item()) < 0 {
			first = i + 1
		}
	}
	e := w.heads[first].Item()
	switch {
	case other != nil && compare(e, other) > 0:
		return nil
	case !w.until.IsZero() && e.CreatedAt.After(w.until):
		w.heads = nil
		return nil
	}
	if !w.heads[first].Next() {
		w.heads = append(w.heads[:first], w.heads[first+1:]...)
	}
	return e
}
