package namespace

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

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
	remembered
	data *world.Snapshot
	body *body // of the story; nil if nothing is written down
}

// remembered is what a snapshot has beside the data.
type remembered struct {
	Row    control.Snapshot `json:"row"`
	Faults []fault.Listed   `json:"faults,omitempty"`
	Clock  clock.Memory     `json:"clock"`
}

// Take remembers what there is under a name. It reports whether the name is new.
func (s *snapshots) Take(name string) (row control.Snapshot, fresh bool, err error) {
	err = s.of.exclusively(func(w writer) error {
		old, there := s.find(name)
		if !there && len(s.all()) == mostSnapshots {
			return &pipeline.Problem{Status: http.StatusInsufficientStorage, Detail: fmt.Sprintf(
				"there are %d snapshots, which is the most; DELETE one that is not needed, or take this one under its name", mostSnapshots,
			)}
		}
		data := s.of.world.Snapshot()
		row = control.Snapshot{Name: name, CreatedAt: s.of.clock.Now().UTC(), Tracked: data.Written()}
		taken := snapshot{remembered{row, s.of.faults.List(), s.of.clock.Remember()}, data, nil}
		number, err := w.write(kindSnapshot, taken.remembered)
		if err != nil {
			data.Close()
			return err
		}
		if w.keeper != nil {
			taken.body = w.keeper.story.snapshot(number)
		}
		if err := s.rename(w, func(all map[string]snapshot) { all[name] = taken }); err != nil {
			data.Close()
			return err
		}
		if fresh = !there; there {
			old.data.Close()
		}
		return nil
	})
	return row, fresh, err
}

// rename changes which snapshots there are, once that is written down.
func (s *snapshots) rename(w writer, change func(all map[string]snapshot)) error {
	next := maps.Clone(s.all())
	if next == nil {
		next = map[string]snapshot{}
	}
	change(next)
	if w.keeper != nil {
		named, entries := map[string]*body{}, map[string]uint64{}
		for name, one := range next {
			named[name], entries[name] = one.body, one.body.entry
		}
		number, err := w.write(kindNames, entries)
		if err != nil {
			return err
		}
		w.keeper.story.names, w.keeper.story.named = number, named
	}
	s.set(next)
	return nil
}

// all are those that there are. The map never changes.
func (s *snapshots) all() map[string]snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byName
}

func (s *snapshots) find(name string) (found snapshot, there bool) {
	found, there = s.all()[name]
	return found, there
}

// List returns all, in the order of their names.
func (s *snapshots) List() []control.Snapshot {
	all, rows := s.all(), []control.Snapshot{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		rows = append(rows, all[name].Row)
	}
	return rows
}

// restored is how a namespace goes on that goes back to a snapshot.
type restored struct {
	Snapshot uint64         `json:"snapshot"` // the entry that had it made
	Faults   []fault.Listed `json:"faults,omitempty"`
	At       time.Time      `json:"at"` // by the machine's clock
	Clock    clock.Memory   `json:"clock"`
}

// Restore goes back to what has the name, if anything has.
func (s *snapshots) Restore(name string) (row control.Snapshot, there bool, err error) {
	err = s.of.exclusively(func(w writer) error {
		var found snapshot
		if found, there = s.find(name); !there {
			return nil
		}
		back := restored{Faults: found.Faults, At: clock.System().Now(), Clock: found.Clock.FromNow()}
		if found.body != nil {
			back.Snapshot = found.body.same.entry
		}
		number, err := w.write(kindRestore, back)
		if err != nil {
			return err
		}
		s.of.goBack(found.data, back)
		if w.keeper != nil {
			w.keeper.story.goBack(number, found.body)
		}
		row = found.Row
		return nil
	})
	return row, there, err
}

// goBack is the effect of a restore.
func (n *Namespace) goBack(data *world.Snapshot, to restored) {
	n.world.Restore(data)
	n.faults.Restore(to.Faults, to.At)
	n.clock.Resume(to.Clock)
}

// World is the data under a name; nil if there are none.
func (s *snapshots) World(name string) *world.Snapshot {
	found, _ := s.find(name)
	return found.data
}

// Forget forgets what has the name.
func (s *snapshots) Forget(name string) error {
	return s.of.exclusively(func(w writer) error {
		old, there := s.find(name)
		if !there {
			return nil
		}
		err := s.rename(w, func(all map[string]snapshot) { delete(all, name) })
		if err == nil {
			old.data.Close()
		}
		return err
	})
}

// give gives all to another namespace.
func (s *snapshots) give(to *snapshots) {
	all := s.all()
	s.set(nil)
	to.set(all)
}

func (s *snapshots) set(all map[string]snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byName = all
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
