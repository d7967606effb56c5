package inkeepworld

import (
	"encoding/json"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// SubmitFeedback stores feedback in a project, in the place of that with its id. Without an id it is new. The error is a
// *world.FullError.
// INK-FEED-7, INK-FEED-8.
type SubmitFeedback struct {
	Project string
	// Feedback lacks the id and the times that the client did not give.
	Feedback inkeep.Feedback
	// Received is the time of what came without one.
	Received time.Time
}

// Kind is that of the command.
func (SubmitFeedback) Kind() string { return "submit_feedback" }

// ApplyTo stores the feedback and returns it as it is stored.
func (c SubmitFeedback) ApplyTo(w *world.World) (inkeep.Feedback, error) {
	st := world.Of[*state](w)
	st.opinions.mu.Lock()
	defer st.opinions.mu.Unlock()
	view, next := st.opinions.of(c.Project), c.Feedback
	old, there := view.find(next.ID)
	for taken := next.ID == ""; taken; _, taken = view.find(next.ID) {
		next.ID = st.base.NextID()
	}
	next.CreatedAt = firstTime(next.CreatedAt, old.CreatedAt, c.Received)
	next.UpdatedAt = firstTime(next.UpdatedAt, c.Received)
	size := sizeOfFeedback(next)
	if err := makeRoom(st.base, &view.byID, next.ID, size); err != nil {
		return next, err
	}
	if there {
		view.remove(old)
	}
	view.add(&opinion{Feedback: next, size: size})
	return next, nil
}

// sizeOfFeedback is about what feedback takes in memory, in bytes.
func sizeOfFeedback(f inkeep.Feedback) int64 {
	const fixed, each = 500, 100
	size := fixed + len(f.ID) + len(f.MessageID) + len(f.Properties) + len(f.UserProperties)
	for _, r := range f.Reasons {
		size += each + len(r.Label) + len(r.Details)
	}
	texts := []*string{f.Details}
	for _, s := range f.Sources {
		size += each
		texts = append(texts, s.Type, s.Title, s.URL)
	}
	for _, text := range texts {
		if text != nil {
			size += len(*text)
		}
	}
	return int64(size)
}

// DeleteFeedback forgets the feedback of a project with that id. Its outcome is whether there was some.
// INK-FEED-6, INK-FEED-13.
type DeleteFeedback struct {
	Project string `json:"project"`
	ID      string `json:"id"`
}

// Kind is that of the command.
func (DeleteFeedback) Kind() string { return "delete_feedback" }

// ApplyTo forgets the feedback.
func (c DeleteFeedback) ApplyTo(w *world.World) (Deleted, error) {
	st := world.Of[*state](w)
	st.opinions.mu.Lock()
	defer st.opinions.mu.Unlock()
	view := st.opinions.of(c.Project)
	old, there := view.find(c.ID)
	if there {
		if room := view.remove(old); room > 0 {
			st.base.GiveBack(room)
		}
	}
	return Deleted(there), nil
}

// submitFeedbackJSON is the JSON form of SubmitFeedback. The feedback is a text, as the event of a LogEvent is. A time that is not given
// is that of the zero time, an id the empty one.
type submitFeedbackJSON struct {
	Project  string    `json:"project"`
	Feedback string    `json:"feedback"`
	Received time.Time `json:"received"`
}

// MarshalJSON keeps the feedback as it was sent.
func (c SubmitFeedback) MarshalJSON() ([]byte, error) {
	text, err := c.Feedback.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return json.Marshal(submitFeedbackJSON{Project: c.Project, Feedback: string(text), Received: c.Received})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *SubmitFeedback) UnmarshalJSON(data []byte) error {
	var read submitFeedbackJSON
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	c.Project, c.Received = read.Project, read.Received
	return c.Feedback.UnmarshalJSON([]byte(read.Feedback))
}
