package inkeepworld

import (
	"maps"
	"slices"
	"sync"

	"github.com/tidwall/btree"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// shelf is what a project has of a kind at one instant.
type shelf[S any] interface {
	// copy is another one that shares what they have in common.
	copy() S
	// on is a copy with the seeded data of a project of that world.
	on(data *fixtures.World, project string) S
}

// shelves are what all projects have of a kind. Who asks holds mu for a moment, to get a copy.
type shelves[S shelf[S]] struct {
	base     *world.Base
	mu       sync.Mutex
	empty    S // on which nothing is written
	projects map[string]S
}

func newShelves[S shelf[S]](b *world.Base, empty S) *shelves[S] {
	return &shelves[S]{base: b, empty: empty, projects: map[string]S{}}
}

// of is what a project has, to be changed. The caller holds mu.
func (s *shelves[S]) of(project string) S {
	has, there := s.projects[project]
	if !there {
		has = s.empty.on(s.base.Data, project)
		s.projects[project] = has
	}
	return has
}

// view is what there is now.
func (s *shelves[S]) view(project string) S {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.of(project).copy()
}

// known are the projects that have been asked for.
func (s *shelves[S]) known() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.projects))
}

// fork are shelves that go on from here.
func (s *shelves[S]) fork(b *world.Base) *shelves[S] {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := newShelves(b, s.empty)
	for project, has := range s.projects {
		next.projects[project] = has.on(b.Data, project)
	}
	return next
}

// sized is an entry that takes room.
type sized interface{ bytes() int64 }

// makeRoom makes room for an entry of so many bytes, or for it in the place of the written one with its id.
func makeRoom[E sized](b *world.Base, written *btree.Map[string, E], id string, size int64) error {
	if e, there := written.Get(id); there {
		return b.Grow(size - e.bytes())
	}
	return b.Take(size)
}
