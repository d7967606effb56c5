package inkeep

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// FeedbackType says whether feedback praises a message.
// INK-FEED-2.
type FeedbackType string

// The types of feedback. There are no others.
const (
	FeedbackPositive FeedbackType = "positive"
	FeedbackNegative FeedbackType = "negative"
)

// Feedback is what somebody thinks of a message, as it is stored. The zero value has no type and so no JSON form. It is a plain value;
// nothing that it points to is ever written to by this package.
// INK-FEED-1 to INK-FEED-3.
type Feedback struct {
	ID   string
	Type FeedbackType
	// MessageID is the message that it is about, whether or not it is there.
	MessageID string
	// CreatedAt and UpdatedAt are in the years 0 to 9999 of UTC.
	CreatedAt time.Time
	UpdatedAt time.Time
	// Reasons is null if it is nil, as Sources is.
	Reasons []FeedbackReason
	// Details is free text. Nil is null.
	Details *string
	// Properties and UserProperties are JSON objects as they were sent. Nil is null.
	Properties     json.RawMessage
	UserProperties json.RawMessage
	Sources        []FeedbackSource
}

// FeedbackReason is why somebody thinks so.
// INK-FEED-10.
type FeedbackReason struct {
	Label   string `json:"label"`
	Details string `json:"details"`
}

// FeedbackSource is what is thought of a source of the message.
type FeedbackSource struct {
	// Type is positive, negative, new or null, which is nil, as with all texts that are pointers.
	Type  *string `json:"type"`
	Title *string `json:"title"`
	URL   *string `json:"url"`
}

// FoundFeedback is feedback with the conversation of the message that it is about; without one if that is nil.
// INK-FEED-5, INK-FEED-11.
type FoundFeedback struct {
	Feedback

	Conversation *Conversation
}

// MarshalJSON is [Feedback.AppendJSON] for encoding/json.
func (f Feedback) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil) }

// AppendJSON appends the wire form of the feedback to dst: one line of JSON. Raw members are written as they are, but for line breaks
// between tokens, and are taken to be valid JSON.
//
// An unknown type, a year outside 0 to 9999, text that is not UTF-8 and properties that are no object are errors; dst is then returned as
// it was.
func (f Feedback) AppendJSON(dst []byte) ([]byte, error) {
	return FoundFeedback{Feedback: f}.AppendJSON(dst)
}

// MarshalJSON is [FoundFeedback.AppendJSON] for encoding/json.
func (f FoundFeedback) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil) }

// AppendJSON is [Feedback.AppendJSON], with the conversation and the first of its messages that has the id. A conversation without such a
// message is an error.
func (f FoundFeedback) AppendJSON(dst []byte) ([]byte, error) {
	if f.Type != FeedbackPositive && f.Type != FeedbackNegative {
		return dst, fmt.Errorf("unknown type %q of feedback, expected positive or negative", f.Type)
	}
	w := writer{buf: dst}
	w.text(`{"id":`, f.ID)
	w.text(`,"type":`, string(f.Type))
	w.text(`,"messageId":`, f.MessageID)
	w.time(`,"createdAt":`, f.CreatedAt)
	w.time(`,"updatedAt":`, f.UpdatedAt)
	objects(&w, `,"reasons":`, f.Reasons, func(r *FeedbackReason) {
		w.text(`{"label":`, r.Label)
		w.text(`,"details":`, r.Details)
	})
	w.optional(`,"details":`, f.Details)
	w.object(`,"properties":`, f.Properties)
	w.object(`,"userProperties":`, f.UserProperties)
	objects(&w, `,"sources":`, f.Sources, func(s *FeedbackSource) {
		w.optional(`{"type":`, s.Type)
		w.optional(`,"title":`, s.Title)
		w.optional(`,"url":`, s.URL)
	})
	if f.Conversation != nil {
		w.about(f.Conversation, f.MessageID)
	}
	if w.err != nil {
		return dst, fmt.Errorf("encode feedback %q: %w", f.ID, w.err)
	}
	return append(w.buf, '}'), nil
}

// objects appends a member that is a list of objects, or null. The caller leaves each object open.
func objects[T any](w *writer, prefix string, list []T, object func(*T)) {
	if list == nil {
		w.raw(prefix, nil)
		return
	}
	w.list(prefix, len(list), func(i int) {
		object(&list[i])
		w.buf = append(w.buf, '}')
	})
}

// about appends a conversation, and the message of it with that id.
func (w *writer) about(c *Conversation, messageID string) {
	i := slices.IndexFunc(c.Messages, func(m Message) bool { return m.ID == messageID })
	if i < 0 {
		w.fail(fmt.Errorf("the conversation %q has no message %q", c.ID, messageID))
		return
	}
	var err error
	if w.buf, err = c.AppendJSON(append(w.buf, `,"conversation":`...)); err != nil {
		w.fail(err)
	}
	w.buf = append(w.buf, `,"message":`...)
	w.message(c, &c.Messages[i])
}
