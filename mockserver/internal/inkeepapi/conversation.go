package inkeepapi

import (
	"context"
	"net/http"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// conversationInput is a conversation to log.
type conversationInput struct {
	call         *pipeline.Call
	conversation inkeep.Conversation
}

// decodeConversation reads a conversation, and fills in what absent members mean: null stays null, absent is the key's own.
func decodeConversation(c *pipeline.Call) (conversationInput, error) {
	in := conversationInput{call: c}
	if err := in.conversation.UnmarshalJSON(c.Sent); err != nil {
		return in, err
	}
	in.conversation.ProjectID = c.Body.TextOr("projectId", c.Who.Project)
	in.conversation.IntegrationID = c.Body.TextOr("integrationId", c.Who.Integration)
	err := in.printable()
	return in, err
}

// printable refuses times that no answer could show.
func (in *conversationInput) printable() error {
	c := &in.conversation
	err := printable("", c.CreatedAt, c.UpdatedAt)
	for i, m := range c.Messages {
		if err == nil {
			err = printable("/messages/"+strconv.Itoa(i), m.CreatedAt, m.UpdatedAt)
		}
	}
	return err
}

// logConversation serves POST /conversations: the conversation as it is stored comes back.
// INK-CONV-1 to INK-CONV-7, INK-CONV-12, INK-CONV-16.
func (a *api) logConversation(_ context.Context, in conversationInput) (inkeep.Conversation, error) {
	return inkeepsteps.Of(a.steps).LogConversation(in.call, inkeepworld.LogConversation{
		Project: in.call.Who.Project, Conversation: in.conversation, Received: clock.Receipt(a.steps.Clock),
	})
}

// getConversation serves GET /conversations/{id}.
// INK-CONV-9, INK-FEED-11.
func (a *api) getConversation(_ context.Context, in namedInput) (inkeep.Conversation, error) {
	found, there := inkeepsteps.Of(a.steps).Conversations(in.call).ByID(in.name)
	if !there {
		return found, notThere("a conversation", "id", in.name)
	}
	return found, nil
}

// getByExternalID serves GET /conversations/external/{externalId}.
// INK-CONV-11, INK-CONV-14.
func (a *api) getByExternalID(_ context.Context, in namedInput) (inkeep.Conversation, error) {
	found, there := inkeepsteps.Of(a.steps).Conversations(in.call).ByExternalID(in.name)
	if !there {
		return found, notThere("a conversation", "externalId", in.name)
	}
	return found, nil
}

// deleteConversation serves DELETE /conversations/{id}.
// INK-CONV-10, INK-CONV-15, INK-FEED-11.
func (a *api) deleteConversation(_ context.Context, in namedInput) (string, error) {
	deleted, err := inkeepsteps.Of(a.steps).DeleteConversation(in.call, inkeepworld.DeleteConversation{
		Project: in.call.Who.Project, ID: in.name,
	})
	if err == nil && !bool(deleted) {
		err = notThere("a conversation", "id", in.name)
	}
	return "The conversation " + in.name + " is deleted.", err
}

// conversationPage is a page of conversations, and how many there are in all.
type conversationPage struct {
	conversations []inkeep.Conversation
	total, limit  int
}

// listConversations serves GET /conversations.
// INK-CONV-8, INK-CONV-13.
func (a *api) listConversations(_ context.Context, in pageInput) (conversationPage, error) {
	all := inkeepsteps.Of(a.steps).Conversations(in.call)
	return conversationPage{all.Page(in.offset, in.limit), all.Len(), in.limit}, nil
}

func encodePage(p conversationPage) (pipeline.Answer, error) {
	w := resultWriter{body: []byte(`{"conversations":`)}
	appendList(&w, p.conversations)
	total, count := strconv.Itoa(p.total), strconv.Itoa(len(p.conversations))
	w.raw(`,"total":` + total + `,"pageSize":` + strconv.Itoa(p.limit) + `,"count":` + count + "}")
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: w.body}, w.err
}
