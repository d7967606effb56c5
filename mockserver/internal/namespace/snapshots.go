package namespace

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/control"
)

// mostSnapshots is how many snapshots a namespace keeps: lists look into each of those that their data go on from.
const mostSnapshots = 100

// snapshots are those of a namespace by name. It is safe for concurrent use.
type snapshots struct {
	of *Namespace

	mu     sync.Mutex
	byName map[string]snapshot
}

type snapshot struct {
	row    control.Snapshot
	data   *world.Snapshot
	faults []fault.Listed
	clock  clock.Memory
}

// Take remembers what there is under a name. It reports whether the name is new.
func (s *snapshots) Take(name string) (row control.Snapshot, fresh bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old, there := s.byName[name]
	if !there && len(s.byName) == mostSnapshots {
		return row, false, &pipeline.Problem{Status: http.StatusInsufficientStorage, Detail: fmt.Sprintf(
			"there are %d snapshots, which is the most; DELETE one that is not needed, or take this one under its name", mostSnapshots,
		)}
	}
	data := s.of.world.Snapshot()
	row = control.Snapshot{Name: name, CreatedAt: s.of.clock.Now().UTC(), Tracked: data.Written()}
	if s.byName == nil {
		s.byName = map[string]snapshot{}
	}
	s.byName[name] = snapshot{row, data, s.of.faults.List(), s.of.clock.Remember()}
	if there {
		old.data.Close()
	}
	return row, !there, nil
}

// List returns all, in the order of their names.
func (s *snapshots) List() []control.Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := []control.Snapshot{}
	for _, name := range slices.Sorted(maps.Keys(s.byName)) {
		rows = append(rows, s.byName[name].row)
	}
	return rows
}

// Restore goes back to what has the name, if anything has.
func (s *snapshots) Restore(name string) (row control.Snapshot, there bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, there := s.byName[name]
	if there {
		s.of.world.Restore(found.data)
		s.of.faults.Restore(found.faults)
		s.of.clock.Recall(found.clock)
	}
	return found.row, there
}

// World is the data under a name; nil if there are none.
func (s *snapshots) World(name string) *world.Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byName[name].data
}

// Forget forgets what has the name.
func (s *snapshots) Forget(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, there := s.byName[name]; there {
		old.data.Close()
		delete(s.byName, name)
	}
}

// adopt takes those of another namespace, which has none then.
func (s *snapshots) adopt(from *snapshots) {
	from.mu.Lock()
	defer from.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byName, from.byName = from.byName, nil
}

// close forgets all.
func (s *snapshots) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, old := range s.byName {
		old.data.Close()
	}
	s.byName = nil
}
