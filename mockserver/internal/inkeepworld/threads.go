package inkeepworld

import (
	"cmp"
	"iter"
	"sync"
	"time"

	"github.com/tidwall/btree"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// thread is a conversation that a client wrote. It does not change.
type thread struct {
	inkeep.Conversation

	size int64
}

func (th *thread) stamp() (time.Time, string) { return th.CreatedAt, th.ID }
func (th *thread) bytes() int64               { return th.size }

// seededThreads are seeded conversations as threads.
type seededThreads struct{ *fixtures.Conversations }

// From is that of the conversations.
func (s seededThreads) From(position int) iter.Seq[*thread] {
	return func(yield func(*thread) bool) {
		for c := range s.Conversations.From(position) {
			if !yield(&thread{Conversation: c, size: sizeOfConversation(c)}) {
				return
			}
		}
	}
}

// threads are the conversations of projects. Who asks holds mu for a moment, to get a view.
type threads struct {
	base     *world.Base
	mu       sync.Mutex
	projects map[string]*view
}

// view is the conversations of a project at one instant. Copies share what they have in common.
type view struct {
	both[*thread]

	seeded   *fixtures.Conversations
	byID     btree.Map[string, *thread]
	external *btree.BTreeG[*thread] // by what the client calls them, and latest first
}

func newView(seeded *fixtures.Conversations) *view {
	return &view{
		both:     newBoth(seededThreads{seeded}),
		seeded:   seeded,
		external: btree.NewBTreeGOptions(lessExternal, btree.Options{NoLocks: true}),
	}
}

func lessExternal(a, b *thread) bool {
	return cmp.Or(cmp.Compare(*a.ExternalID, *b.ExternalID), later(a, b)) < 0
}

func (t *threads) of(project string) *view {
	v := t.projects[project]
	if v == nil {
		if t.projects == nil {
			t.projects = map[string]*view{}
		}
		v = newView(t.base.Data.Conversations(project))
		t.projects[project] = v
	}
	return v
}

// view is what there is now.
func (t *threads) view(project string) *view {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.of(project).copy()
}

func (v *view) copy() *view {
	return &view{v.both.copy(), v.seeded, *v.byID.Copy(), v.external.Copy()}
}

// fork are threads that go on from here.
func (t *threads) fork(b *world.Base) *threads {
	t.mu.Lock()
	defer t.mu.Unlock()
	next := &threads{base: b, projects: make(map[string]*view, len(t.projects))}
	for project, v := range t.projects {
		v = v.copy()
		v.seeded = b.Data.Conversations(project)
		v.source = seededThreads{v.seeded}
		next.projects[project] = v
	}
	return next
}

// find is the conversation of a project with that id. The caller holds mu.
func (t *threads) find(project, id string) (inkeep.Conversation, bool) {
	if id == "" {
		return inkeep.Conversation{}, false
	}
	return t.of(project).byName(id)
}

// has reports whether a project has a conversation with that id. The caller holds mu.
func (t *threads) has(project, id string) bool {
	_, there := t.find(project, id)
	return there
}

// add keeps a conversation whose id is free. The caller holds mu.
func (t *threads) add(project string, th *thread) {
	v := t.of(project)
	v.byID.Set(th.ID, th)
	v.latest.Set(th)
	if th.ExternalID != nil {
		v.external.Set(th)
	}
}

// makeRoom makes room for a conversation of so many bytes, or for it in the place of the one with its id. The caller holds mu.
func (t *threads) makeRoom(project, id string, size int64) error {
	if th, there := t.of(project).byID.Get(id); there {
		return t.base.Grow(size - th.size)
	}
	return t.base.Take(size)
}

// remove takes a conversation out that is there, and returns how much room it had. The caller holds mu.
func (t *threads) remove(project string, c inkeep.Conversation) int64 {
	v := t.of(project)
	th, written := v.byID.Delete(c.ID)
	if !written {
		v.hide(c.CreatedAt, c.ID)
		return 0
	}
	v.latest.Delete(th)
	if th.ExternalID != nil {
		v.external.Delete(th)
	}
	return th.size
}

// byName is the conversation with that id.
func (v *view) byName(id string) (inkeep.Conversation, bool) {
	if th, there := v.byID.Get(id); there {
		return th.Conversation, true
	}
	c, there := v.seeded.ByID(id)
	return c, there && v.shows(c.CreatedAt, c.ID)
}

// byExternalID is the latest conversation that a client calls so.
func (v *view) byExternalID(id string) (found inkeep.Conversation, there bool) {
	from := &thread{Conversation: inkeep.Conversation{ExternalID: &id, CreatedAt: endOfTime, ID: "\xff"}}
	v.external.Ascend(from, func(th *thread) bool {
		if there = *th.ExternalID == id; there {
			found = th.Conversation
		}
		return false
	})
	c, seeded := v.seeded.ByExternalID(id)
	if seeded && v.shows(c.CreatedAt, c.ID) && (!there || laterThan(c.CreatedAt, c.ID, found.CreatedAt, found.ID) < 0) {
		return c, true
	}
	return found, there
}

// endOfTime is behind all times that a conversation may have.
var endOfTime = time.Date(10_000, time.January, 1, 0, 0, 0, 0, time.UTC)

// mostOfPage is about how many bytes of conversations a page has; one conversation may have more.
const mostOfPage = 64 << 20
