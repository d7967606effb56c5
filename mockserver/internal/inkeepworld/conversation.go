package inkeepworld

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// LogConversation stores a conversation in a project, in the place of the one with its id. Without an id it is a new one. The error is a
// *world.FullError.
// INK-CONV-2, INK-CONV-12.
type LogConversation struct {
	Project string
	// Conversation lacks the ids and times that the client did not give.
	Conversation inkeep.Conversation
	// Received is the time of what came without one.
	Received time.Time
}

// Kind is that of the command.
func (LogConversation) Kind() string { return "log_conversation" }

// ApplyTo stores the conversation and returns it as it is stored.
func (c LogConversation) ApplyTo(w *world.World) (inkeep.Conversation, error) {
	st := world.Of[*state](w)
	st.threads.mu.Lock()
	defer st.threads.mu.Unlock()
	old, there := st.threads.find(c.Project, c.Conversation.ID)
	next := c.after(old, st.base.NextID)
	for c.Conversation.ID == "" && st.threads.has(c.Project, next.ID) {
		next.ID = st.base.NextID()
	}
	size := sizeOfConversation(next)
	if err := makeRoom(st.base, &st.threads.of(c.Project).byID, next.ID, size); err != nil {
		return next, err
	}
	if there {
		st.threads.remove(c.Project, old)
	}
	st.threads.add(c.Project, &thread{Conversation: next, size: size})
	return next, nil
}

// after is the conversation with what the client left out: as it was in the one before, or new.
func (c LogConversation) after(old inkeep.Conversation, newID func() string) inkeep.Conversation {
	next := c.Conversation
	if next.ID == "" {
		next.ID = newID()
	}
	next.CreatedAt = firstTime(next.CreatedAt, old.CreatedAt, c.Received)
	next.UpdatedAt = firstTime(next.UpdatedAt, c.Received)
	next.Messages = slices.Clone(next.Messages)
	earlier, sent := placesOf(old.Messages), placesOf(next.Messages)
	for i := range next.Messages {
		m := &next.Messages[i]
		var before inkeep.Message
		if place, there := earlier[m.ID]; there {
			before = old.Messages[place]
		} else if m.ID == "" && i < len(old.Messages) && old.Messages[i].Role == m.Role {
			if _, taken := sent[old.Messages[i].ID]; !taken {
				before = old.Messages[i]
			}
		}
		m.ID = cmp.Or(m.ID, before.ID)
		if m.ID == "" {
			m.ID = newID()
		}
		m.CreatedAt = firstTime(m.CreatedAt, before.CreatedAt, c.Received)
		m.UpdatedAt = firstTime(m.UpdatedAt, before.UpdatedAt, c.Received)
	}
	return next
}

// placesOf says where each id of some messages is first.
func placesOf(messages []inkeep.Message) map[string]int {
	places := make(map[string]int, len(messages))
	for i := range slices.Backward(messages) {
		places[messages[i].ID] = i
	}
	return places
}

// firstTime is the first of some times that is one.
func firstTime(times ...time.Time) time.Time {
	for _, at := range times {
		if !at.IsZero() {
			return at
		}
	}
	return time.Time{}
}

// sizeOfConversation is about what a conversation takes in memory, in bytes.
func sizeOfConversation(c inkeep.Conversation) int64 {
	const fixed, each = 700, 400
	size := fixed + len(c.ID) + len(c.Properties) + len(c.UserProperties)
	for _, tag := range c.Tags {
		size += each/8 + len(tag)
	}
	for _, m := range c.Messages {
		size += each + len(m.ID) + len(m.Role) + len(m.Content) + len(m.Links) + len(m.ToolCalls)
		size += len(m.Properties) + len(m.UserProperties)
	}
	for _, text := range []*string{c.ExternalID, c.ExternalURL, c.TicketID, c.ProjectID, c.IntegrationID} {
		if text != nil {
			size += len(*text)
		}
	}
	return int64(size)
}

// DeleteConversation forgets the conversation of a project with that id, and the feedback about its messages. Its outcome is whether
// there was one.
// INK-CONV-10, INK-CONV-15.
type DeleteConversation struct {
	Project string `json:"project"`
	ID      string `json:"id"`
}

// Deleted reports whether something was there, and is gone.
type Deleted bool

// Changed reports whether anything is different.
func (d Deleted) Changed() bool { return bool(d) }

// Kind is that of the command.
func (DeleteConversation) Kind() string { return "delete_conversation" }

// ApplyTo forgets the conversation and then the feedback about it.
func (c DeleteConversation) ApplyTo(w *world.World) (Deleted, error) {
	st := world.Of[*state](w)
	st.threads.mu.Lock()
	defer st.threads.mu.Unlock()
	old, there := st.threads.find(c.Project, c.ID)
	if there {
		room := st.threads.remove(c.Project, old) + st.opinions.forget(c.Project, old)
		if room > 0 {
			st.base.GiveBack(room)
		}
	}
	return Deleted(there), nil
}

// logConversationJSON is the JSON form of LogConversation. The conversation is a text, as the event of a LogEvent is. A time that is not
// given is that of the zero time, an id the empty one.
type logConversationJSON struct {
	Project      string    `json:"project"`
	Conversation string    `json:"conversation"`
	Received     time.Time `json:"received"`
}

// MarshalJSON keeps the conversation as it was sent.
func (c LogConversation) MarshalJSON() ([]byte, error) {
	text, err := c.Conversation.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return json.Marshal(logConversationJSON{Project: c.Project, Conversation: string(text), Received: c.Received})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *LogConversation) UnmarshalJSON(data []byte) error {
	var read logConversationJSON
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	c.Project, c.Received = read.Project, read.Received
	return c.Conversation.UnmarshalJSON([]byte(read.Conversation))
}
