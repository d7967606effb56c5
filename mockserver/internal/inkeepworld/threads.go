package inkeepworld

import (
	"cmp"
	"iter"
	"sort"
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

// threads are the conversations of projects. Who asks holds mu for a moment, to get a view.
type threads struct {
	base     *world.Base
	mu       sync.Mutex
	projects map[string]*view
}

// view is the conversations of a project at one instant. Copies share what they have in common.
type view struct {
	seeded   *fixtures.Conversations
	byID     btree.Map[string, *thread]
	latest   *btree.BTreeG[*thread] // latest first
	external *btree.BTreeG[*thread] // by what the client calls them, and latest first
	hidden   *btree.BTreeG[int]     // places of seeded ones that are deleted or written anew
}

func newView(seeded *fixtures.Conversations) *view {
	options := btree.Options{NoLocks: true} // threads has one
	return &view{
		seeded:   seeded,
		latest:   btree.NewBTreeGOptions(func(a, b *thread) bool { return later(a, b) < 0 }, options),
		external: btree.NewBTreeGOptions(lessExternal, options),
		hidden:   btree.NewBTreeGOptions(cmp.Less[int], options),
	}
}

// later orders conversations by time, the latest first, and those of one instant by id.
func later(a, b *thread) int { return laterThan(a.CreatedAt, a.ID, b.CreatedAt, b.ID) }

func laterThan(at time.Time, id string, other time.Time, otherID string) int {
	return cmp.Or(other.Compare(at), cmp.Compare(otherID, id))
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
	return &view{v.seeded, *v.byID.Copy(), v.latest.Copy(), v.external.Copy(), v.hidden.Copy()}
}

// fork are threads that go on from here.
func (t *threads) fork(b *world.Base) *threads {
	t.mu.Lock()
	defer t.mu.Unlock()
	next := &threads{base: b, projects: make(map[string]*view, len(t.projects))}
	for project, v := range t.projects {
		v = v.copy()
		v.seeded = b.Data.Conversations(project)
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
		v.hidden.Set(v.seeded.Before(c.CreatedAt, c.ID))
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
	return c, there && v.shows(&c)
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
	if seeded && v.shows(&c) && (!there || laterThan(c.CreatedAt, c.ID, found.CreatedAt, found.ID) < 0) {
		return c, true
	}
	return found, there
}

// endOfTime is behind all times that a conversation may have.
var endOfTime = time.Date(10_000, time.January, 1, 0, 0, 0, 0, time.UTC)

// shows reports whether a seeded conversation is still there.
func (v *view) shows(c *inkeep.Conversation) bool {
	_, hidden := v.hidden.Get(v.seeded.Before(c.CreatedAt, c.ID))
	return !hidden
}

func (v *view) len() int { return v.latest.Len() + v.seeded.Len() - v.hidden.Len() }

// mostOfPage is about how many bytes of conversations a page has; one conversation may have more.
const mostOfPage = 64 << 20

// page is so many conversations, latest first, from an offset on, or fewer if they are large.
func (v *view) page(offset, limit int) (list []inkeep.Conversation) {
	written := sort.Search(min(offset, v.latest.Len()), func(i int) bool {
		th, _ := v.latest.GetAt(i)
		place := v.seeded.Before(th.CreatedAt, th.ID)
		return i+place-v.hiddenBefore(place) >= offset
	})
	next, stop := iter.Pull(v.seededFrom(v.shown(offset - written)))
	defer stop()
	c, seeded := next()
	for size := int64(0); len(list) < limit && size < mostOfPage; size += sizeOfConversation(list[len(list)-1]) {
		th, more := v.latest.GetAt(written)
		switch {
		case more && (!seeded || later(th, &thread{Conversation: c}) < 0):
			list = append(list, th.Conversation)
			written++
		case seeded:
			list = append(list, c)
			c, seeded = next()
		default:
			return list
		}
	}
	return list
}

// seededFrom are the seeded conversations from a place on that are shown.
func (v *view) seededFrom(place int) iter.Seq[inkeep.Conversation] {
	return func(yield func(inkeep.Conversation) bool) {
		for c := range v.seeded.From(place) {
			if _, hidden := v.hidden.Get(place); !hidden && !yield(c) {
				return
			}
			place++
		}
	}
}

// hiddenBefore is how many seeded conversations before a place are hidden.
func (v *view) hiddenBefore(place int) int {
	return sort.Search(v.hidden.Len(), func(i int) bool {
		at, _ := v.hidden.GetAt(i)
		return at >= place
	})
}

// shown is the place of a seeded conversation before which so many are shown.
func (v *view) shown(before int) int {
	return before + sort.Search(v.hidden.Len(), func(i int) bool {
		at, _ := v.hidden.GetAt(i)
		return at-i > before
	})
}
