package inkeepworld

import (
	"encoding/json"

	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// Feedback is the seeded and submitted feedback of a project at one instant, and the conversations that it is about.
type Feedback struct {
	view    *opinionView
	threads *view
}

// FeedbackOf returns what there is now. It is safe for concurrent use.
func FeedbackOf(w *world.World, project string) Feedback {
	st := world.Of[*state](w)
	return Feedback{st.opinions.view(project), st.threads.view(project)}
}

// Len is how much there is of a type.
func (f Feedback) Len(t inkeep.FeedbackType) int { return f.view.of(t).len() }

// mostOfFeedback is about how many bytes a page of feedback of one type has, with all that it is about.
const mostOfFeedback = mostOfPage / 2

// Page is as much feedback of a type as a limit says, which is not negative, from an offset on, with what it is about. The latest comes
// first. A page of large conversations has fewer: it ends with the one that brings it to 32 MiB.
// INK-FEED-12.
func (f Feedback) Page(t inkeep.FeedbackType, offset, limit int) (list []inkeep.FoundFeedback) {
	size := int64(0)
	for o := range f.view.of(t).from(offset) {
		if len(list) == limit || size >= mostOfFeedback {
			break
		}
		found := f.found(o.Feedback)
		list, size = append(list, found), size+sizeOfFeedback(o.Feedback)+sizeOfConversation(*found.Conversation)
	}
	return list
}

// ByID is the feedback with that id, with what it is about.
func (f Feedback) ByID(id string) (inkeep.FoundFeedback, bool) {
	feedback, there := f.view.find(id)
	if !there {
		return inkeep.FoundFeedback{}, false
	}
	return f.found(feedback), true
}

// found is feedback with the conversation of its message.
// INK-FEED-11.
func (f Feedback) found(feedback inkeep.Feedback) inkeep.FoundFeedback {
	c, there := f.threads.byMessage(feedback.MessageID)
	if !there {
		c = standIn(feedback)
	}
	return inkeep.FoundFeedback{Feedback: feedback, Conversation: &c}
}

// standsIn begins the id of a conversation that stands in; that of its feedback follows.
const standsIn = "conversation-of-"

// standIn is the conversation of feedback about a message that is not there.
// INK-FEED-11.
func standIn(f inkeep.Feedback) inkeep.Conversation {
	return inkeep.Conversation{
		Type: inkeep.ConversationOpenAI, ID: standsIn + f.ID, CreatedAt: f.CreatedAt, UpdatedAt: f.CreatedAt,
		Properties: json.RawMessage(`{"understudy":"stands in for a conversation that was not logged"}`),
		Messages: []inkeep.Message{{
			ID: f.MessageID, CreatedAt: f.CreatedAt, UpdatedAt: f.CreatedAt, Role: "assistant", Content: json.RawMessage(`""`),
		}},
	}
}
