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

// drawConversation is any conversation that a server may hold.
func drawConversation(t *rapid.T) inkeep.Conversation {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "<&>", "\u2028", "😀", "a\nb", `"\`}))
	optional := rapid.Ptr(text, true)
	at := rapid.Custom(func(t *rapid.T) time.Time {
		second := rapid.Int64Range(-62_000_000_000, 250_000_000_000).Draw(t, "second")
		return time.Unix(second, rapid.Int64Range(0, 999_999_999).Draw(t, "nanosecond")).UTC()
	})
	raw := func(values ...string) *rapid.Generator[json.RawMessage] {
		return rapid.Custom(func(t *rapid.T) json.RawMessage {
			if value := rapid.SampledFrom(append(values, "")).Draw(t, "raw"); value != "" {
				return json.RawMessage(value)
			}
			return nil
		})
	}
	object := raw(`{}`, `{ "a" : 1.0 }`, `{"b":null,"a":[12345678901234567890]}`)
	c := inkeep.Conversation{
		Type: rapid.SampledFrom([]inkeep.ConversationType{"openai", "support_ticket", "support_copilot"}).Draw(t, "type"),
		ID:   text.Draw(t, "id"), ExternalID: optional.Draw(t, "external"), ExternalURL: optional.Draw(t, "url"),
		TicketID: optional.Draw(t, "ticket"), CreatedAt: at.Draw(t, "created"), UpdatedAt: at.Draw(t, "updated"),
		ProjectID: optional.Draw(t, "project"), IntegrationID: optional.Draw(t, "integration"), Properties: object.Draw(t, "properties"),
		UserProperties: object.Draw(t, "user"), Messages: []inkeep.Message{},
		Visibility: rapid.Ptr(rapid.SampledFrom([]string{"private", "public"}), true).Draw(t, "visibility"),
	}
	if rapid.Bool().Draw(t, "tagged") {
		c.Tags = rapid.SliceOfN(text, 0, 3).Draw(t, "tags")
	}
	for range rapid.IntRange(0, 3).Draw(t, "messages") {
		m := inkeep.Message{
			ID: text.Draw(t, "id"), ExternalID: optional.Draw(t, "external"), ExternalURL: optional.Draw(t, "url"),
			CreatedAt: at.Draw(t, "created"), UpdatedAt: at.Draw(t, "updated"), Role: text.Draw(t, "role"), Name: optional.Draw(t, "name"),
			Content: raw(`"x"`).Draw(t, "content"), Links: raw(`[]`, `[{"url":"u","x":1}]`).Draw(t, "links"),
			Properties: object.Draw(t, "properties"), UserProperties: object.Draw(t, "user"),
		}
		if c.Type == inkeep.ConversationOpenAI {
			m.Role = rapid.SampledFrom([]string{"system", "user", "assistant"}).Draw(t, "role")
			m.Content = rapid.SampledFrom([]json.RawMessage{[]byte(`"x"`), []byte(`[{"type":"text","text":"t"}]`)}).Draw(t, "content")
			m.ToolCalls = raw(`[{"id":"i","type":"function","function":{"name":"f","arguments":""}}]`).Draw(t, "calls")
		}
		c.Messages = append(c.Messages, m)
	}
	return c
}

// TestConversationSurvivesJSON writes conversations and reads them again, and holds what is written to the contract.
func TestConversationSurvivesJSON(t *testing.T) {
	show, found := load(t).Operation("GetConversation")
	require.True(t, found)
	rapid.Check(t, func(t *rapid.T) {
		c := drawConversation(t)
		text, err := c.AppendJSON(nil)
		require.NoError(t, err)
		var again inkeep.Conversation
		require.NoError(t, again.UnmarshalJSON(text))
		require.Equal(t, c, again)
		if len(c.Messages) > 0 || c.Type != inkeep.ConversationOpenAI {
			require.Empty(t, show.ValidateResponse(spec.Response{
				Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: text,
			}))
		}
	})
}

func TestConversationRefusesWhatHasNoWireForm(t *testing.T) {
	good := inkeep.Conversation{Type: inkeep.ConversationOpenAI, ID: "c"}
	for want, spoil := range map[string]func(*inkeep.Conversation){
		`unknown type "x"`:                 func(c *inkeep.Conversation) { c.Type = "x" },
		"in the year 10000":                func(c *inkeep.Conversation) { c.UpdatedAt = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC) },
		`member "properties": not a JSON`:  func(c *inkeep.Conversation) { c.Properties = json.RawMessage("1") },
		`conversation "c": member "tags":`: func(c *inkeep.Conversation) { c.Tags = []string{"\xff"} },
	} {
		c := good
		spoil(&c)
		text, err := c.AppendJSON([]byte("kept"))
		require.ErrorContains(t, err, want)
		require.Equal(t, "kept", string(text))
	}
	var c inkeep.Conversation
	for _, text := range []string{``, `[]`, `{"id":1}`, `{"createdAt":"x"}`, `{"messages":[{"updatedAt":5}]}`} {
		require.Error(t, c.UnmarshalJSON([]byte(text)), text)
	}
	require.Equal(t, inkeep.Conversation{}, c)
}
