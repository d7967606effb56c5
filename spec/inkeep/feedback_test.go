package inkeep_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// drawFeedback is any feedback that a server may hold, about a message of a conversation if there is one.
func drawFeedback(t *rapid.T) inkeep.FoundFeedback {
	c := drawConversation(t)
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "<&>", "\u2028", `"\`}))
	optional := rapid.Ptr(text, true)
	object := rapid.SampledFrom([]json.RawMessage{nil, []byte(`{}`), []byte(`{ "a" : 1.0 }`), []byte(`{"b":null}`)})
	f := inkeep.Feedback{
		ID: text.Draw(t, "id"), Type: rapid.SampledFrom([]inkeep.FeedbackType{"positive", "negative"}).Draw(t, "type"),
		MessageID: text.Draw(t, "message"), CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, Details: optional.Draw(t, "details"),
		Properties: object.Draw(t, "properties"), UserProperties: object.Draw(t, "user"),
	}
	if rapid.Bool().Draw(t, "reasons") {
		f.Reasons = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) inkeep.FeedbackReason {
			return inkeep.FeedbackReason{Label: text.Draw(t, "label"), Details: text.Draw(t, "why")}
		}), 0, 2).Draw(t, "list")
	}
	if rapid.Bool().Draw(t, "sources") {
		kind := rapid.Ptr(rapid.SampledFrom([]string{"positive", "negative", "new"}), true)
		f.Sources = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) inkeep.FeedbackSource {
			return inkeep.FeedbackSource{Type: kind.Draw(t, "kind"), Title: optional.Draw(t, "title"), URL: optional.Draw(t, "url")}
		}), 0, 2).Draw(t, "list")
	}
	if len(c.Messages) == 0 {
		c.Messages = []inkeep.Message{{Role: "user", Content: []byte(`""`)}}
	}
	f.MessageID = c.Messages[len(c.Messages)-1].ID
	return inkeep.FoundFeedback{Feedback: f, Conversation: &c}
}

// TestFeedbackSurvivesJSON writes feedback and reads it again, and holds what is written to the contract, with what it is about and
// without.
func TestFeedbackSurvivesJSON(t *testing.T) {
	answers := func(id string) func(*testing.T, []byte) {
		op, found := load(t).Operation(id)
		require.True(t, found)
		return func(t *testing.T, body []byte) {
			require.Empty(t, op.ValidateResponse(spec.Response{
				Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: body,
			}), string(body))
		}
	}
	submitted, shown := answers("SubmitFeedback"), answers("GetFeedback")
	rapid.Check(t, func(rt *rapid.T) {
		f := drawFeedback(rt)
		stored, err := f.Feedback.MarshalJSON()
		require.NoError(rt, err)
		submitted(t, stored)
		whole, err := f.MarshalJSON()
		require.NoError(rt, err)
		shown(t, whole)
		for _, text := range [][]byte{stored, whole} {
			var again inkeep.Feedback
			require.NoError(rt, again.UnmarshalJSON(text))
			require.Equal(rt, f.Feedback, again)
		}
		var about struct{ Message struct{ ID string } }
		require.NoError(rt, json.Unmarshal(whole, &about))
		require.Equal(rt, f.MessageID, about.Message.ID)
	})
}

func TestFeedbackRefusesWhatHasNoWireForm(t *testing.T) {
	good := inkeep.FoundFeedback{Feedback: inkeep.Feedback{Type: inkeep.FeedbackPositive, ID: "f"}}
	for want, spoil := range map[string]func(*inkeep.FoundFeedback){
		`unknown type "new"`: func(f *inkeep.FoundFeedback) { f.Type = "new" },
		"in the year 10000": func(f *inkeep.FoundFeedback) {
			f.CreatedAt = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
		},
		`feedback "f": member "label":`: func(f *inkeep.FoundFeedback) { f.Reasons = []inkeep.FeedbackReason{{Label: "\xff"}} },
		`the conversation "c" has no message "m"`: func(f *inkeep.FoundFeedback) {
			f.MessageID, f.Conversation = "m", &inkeep.Conversation{Type: inkeep.ConversationSupportTicket, ID: "c"}
		},
		`unknown type "" of a conversation`: func(f *inkeep.FoundFeedback) {
			f.Conversation = &inkeep.Conversation{Messages: []inkeep.Message{{}}}
		},
	} {
		f := good
		spoil(&f)
		text, err := f.AppendJSON([]byte("kept"))
		require.ErrorContains(t, err, want)
		require.Equal(t, "kept", string(text))
	}
	var f inkeep.Feedback
	for _, text := range []string{``, `[]`, `{"id":1}`, `{"createdAt":"x"}`, `{"reasons":[{"details":5}]}`} {
		require.Error(t, f.UnmarshalJSON([]byte(text)), text)
	}
	require.Equal(t, inkeep.Feedback{}, f)
	require.NoError(t, f.UnmarshalJSON([]byte(`{"reasons":[{"label":"a"}],"sources":null,"links":[]}`)))
	require.Equal(t, inkeep.Feedback{Reasons: []inkeep.FeedbackReason{{Label: "a"}}}, f, "INK-FEED-10")
}
