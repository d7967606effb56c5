package inkeepworld

import (
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// Conversations are the seeded and logged conversations of a project at one instant.
type Conversations struct {
	view     *view
	opinions *opinionView
}

// ConversationsOf returns those that there are now. It is safe for concurrent use.
func ConversationsOf(w *world.World, project string) Conversations {
	st := world.Of[*state](w)
	return Conversations{st.threads.view(project), st.opinions.view(project)}
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

// ByID is the one with that id, be it one that stands in for that of feedback about a message that is not there.
// INK-FEED-11.
func (c Conversations) ByID(id string) (inkeep.Conversation, bool) {
	if found, there := c.view.byName(id); there {
		return found, true
	}
	of, inPlace := strings.CutPrefix(id, standsIn)
	feedback, there := c.opinions.find(of)
	if !inPlace || !there {
		return inkeep.Conversation{}, false
	}
	if _, logged := c.view.byMessage(feedback.MessageID); logged {
		return inkeep.Conversation{}, false
	}
	return standIn(feedback), true
}

// ByExternalID is the latest one that a client calls so.
// INK-CONV-14.
func (c Conversations) ByExternalID(id string) (inkeep.Conversation, bool) {
	return c.view.byExternalID(id)
}
