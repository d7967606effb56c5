package inkeepworld

import (
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// Conversations are the seeded and logged conversations of a project at one instant.
type Conversations struct{ view *view }

// ConversationsOf returns those that there are now. It is safe for concurrent use.
func ConversationsOf(w *world.World, project string) Conversations {
	return Conversations{world.Of[*state](w).threads.view(project)}
}

// Len is how many there are.
func (c Conversations) Len() int { return c.view.len() }

// Page is as many as a limit says, which is not negative, from an offset on. The latest come first. A page of large ones has fewer: it
// ends with the one that brings it to 64 MiB.
// INK-CONV-13.
func (c Conversations) Page(offset, limit int) []inkeep.Conversation {
	var list []inkeep.Conversation
	size := int64(0)
	for th := range c.view.from(offset) {
		if len(list) == limit || size >= mostOfPage {
			break
		}
		list, size = append(list, th.Conversation), size+th.size
	}
	return list
}

// ByID is the one with that id.
func (c Conversations) ByID(id string) (inkeep.Conversation, bool) { return c.view.byName(id) }

// ByExternalID is the latest one that a client calls so.
// INK-CONV-14.
func (c Conversations) ByExternalID(id string) (inkeep.Conversation, bool) {
	return c.view.byExternalID(id)
}
