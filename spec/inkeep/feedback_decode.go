package inkeep

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// wireFeedback is the wire form of feedback.
type wireFeedback struct {
	ID             string           `json:"id"`
	Type           FeedbackType     `json:"type"`
	MessageID      string           `json:"messageId"`
	CreatedAt      wireTime         `json:"createdAt"`
	UpdatedAt      wireTime         `json:"updatedAt"`
	Reasons        []FeedbackReason `json:"reasons"`
	Details        *string          `json:"details"`
	Properties     jsontext.Value   `json:"properties"`
	UserProperties jsontext.Value   `json:"userProperties"`
	Sources        []FeedbackSource `json:"sources"`
}

// UnmarshalJSON reads what AppendJSON writes, and what a client may send. Members that it does not know are passed over; those that are
// absent or null have the zero value. It does not judge what is there. On an error f stays as it was.
func (f *Feedback) UnmarshalJSON(data []byte) error {
	var wire wireFeedback
	if err := json.Unmarshal(data, &wire, jsontext.AllowInvalidUTF8(true)); err != nil {
		return fmt.Errorf("decode feedback: %w", err)
	}
	*f = Feedback{
		ID: wire.ID, Type: wire.Type, MessageID: wire.MessageID, CreatedAt: wire.CreatedAt.Time, UpdatedAt: wire.UpdatedAt.Time,
		Reasons: wire.Reasons, Details: wire.Details, Properties: given(wire.Properties), UserProperties: given(wire.UserProperties),
		Sources: wire.Sources,
	}
	return nil
}
