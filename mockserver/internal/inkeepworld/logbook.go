package inkeepworld

import (
	"sync"

	"github.com/understudy-mock/understudy/spec/inkeep"
)

// logbook is logged events by project and id. It is safe for concurrent use: its lock is held for a moment only, and nothing is waited
// for meanwhile. The zero value is empty.
type logbook struct {
	mu       sync.Mutex
	projects map[string]map[string]inkeep.Event
	events   int
}

func (l *logbook) event(project, id string) (inkeep.Event, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, there := l.projects[project][id]
	return e, there
}

// add keeps an event unless its id is taken: then it returns the one that is there.
func (l *logbook) add(project string, e inkeep.Event) (old inkeep.Event, there bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if old, there = l.projects[project][e.ID]; there {
		return old, true
	}
	if l.projects == nil {
		l.projects = map[string]map[string]inkeep.Event{}
	}
	if l.projects[project] == nil {
		l.projects[project] = map[string]inkeep.Event{}
	}
	l.projects[project][e.ID] = e
	l.events++
	return e, false
}

func (l *logbook) len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.events
}

// appendTo appends all events, in any order.
func (l *logbook) appendTo(events []inkeep.Event) []inkeep.Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, project := range l.projects {
		for _, e := range project {
			events = append(events, e)
		}
	}
	return events
}
