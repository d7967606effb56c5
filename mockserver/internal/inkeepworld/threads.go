package inkeepworld

import (
	"cmp"
	"iter"
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

func (th *thread) called() string {
	if th.ExternalID == nil {
		return ""
	}
	return *th.ExternalID
}

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

// threads are the conversations of projects.
type threads struct{ *shelves[*view] }

// view is the conversations of a project at one instant. Copies share what they have in common.
type view struct {
	both[*thread]

	seeded   *fixtures.Conversations
	byID     btree.Map[string, *thread]
	external *btree.BTreeG[named] // by what the client calls them
	messages *btree.BTreeG[named] // by the ids of their messages
}

// named is a conversation under one of its names. The latest comes first of those with one name.
type named struct {
	name string
	is   *thread
}

func newThreads(b *world.Base) *threads {
	names := func() *btree.BTreeG[named] {
		return btree.NewBTreeGOptions(func(a, b named) bool {
			return cmp.Or(cmp.Compare(a.name, b.name), later(a.is, b.is)) < 0
		}, btree.Options{NoLocks: true})
	}
	return &threads{newShelves(b, &view{both: newBoth[*thread](nil), external: names(), messages: names()})}
}

func (v *view) copy() *view {
	return &view{v.both.copy(), v.seeded, *v.byID.Copy(), v.external.Copy(), v.messages.Copy()}
}

func (v *view) on(data *fixtures.World, project string) *view {
	v = v.copy()
	v.seeded = data.Conversations(project)
	v.source = seededThreads{v.seeded}
	return v
}

func (v *view) parts() []*both[*thread] { return []*both[*thread]{&v.both} }

func (v *view) lookUp(id string) (th *thread, there, written bool) {
	if th, written = v.byID.Get(id); written {
		return th, true, true
	}
	c, there := v.byName(id)
	return &thread{Conversation: c}, there, false
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
		v.external.Set(named{*th.ExternalID, th})
	}
	for i := range th.Messages {
		v.messages.Set(named{th.Messages[i].ID, th})
	}
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
		v.external.Delete(named{*th.ExternalID, th})
	}
	for i := range th.Messages {
		v.messages.Delete(named{th.Messages[i].ID, th})
	}
	return th.size
}

// byName is the conversation with that id.
func (v *view) byName(id string) (inkeep.Conversation, bool) {
	if th, there := v.byID.Get(id); there {
		return th.Conversation, true
	}
	c, there := v.seeded.ByID(id)
	if !there || !v.shows(c.CreatedAt, c.ID) {
		return inkeep.Conversation{}, false
	}
	return c, true
}

// byExternalID is the latest conversation that a client calls so.
func (v *view) byExternalID(id string) (inkeep.Conversation, bool) {
	return v.latestOf(v.external, id, v.seeded.ByExternalID)
}

// byMessage is the latest conversation that has a message with that id.
func (v *view) byMessage(id string) (inkeep.Conversation, bool) {
	return v.latestOf(v.messages, id, v.seeded.ByMessage)
}

// latestOf is the latest conversation with a name, of those that are written and the one that is seeded.
func (v *view) latestOf(
	names *btree.BTreeG[named], name string, seeded func(string) (inkeep.Conversation, bool),
) (found inkeep.Conversation, there bool) {
	from := named{name, &thread{Conversation: inkeep.Conversation{CreatedAt: endOfTime, ID: "\xff"}}}
	names.Ascend(from, func(n named) bool {
		if there = n.name == name; there {
			found = n.is.Conversation
		}
		return false
	})
	c, seen := seeded(name)
	if seen && v.shows(c.CreatedAt, c.ID) && (!there || laterThan(c.CreatedAt, c.ID, found.CreatedAt, found.ID) < 0) {
		return c, true
	}
	return found, there
}

// endOfTime is behind all times that a conversation may have.
var endOfTime = time.Date(10_000, time.January, 1, 0, 0, 0, 0, time.UTC)

// mostOfPage is about how many bytes of conversations a page has; one conversation may have more.
const mostOfPage = 64 << 20
