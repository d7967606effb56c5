package inkeepapi

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// conversationInput is a conversation to log, or one to find.
type conversationInput struct {
	call         *pipeline.Call
	conversation inkeep.Conversation
	name         string // that it is to be found by
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
	refuse := func(pointer string, c *inkeep.Conversation) error {
		switch {
		case !pipeline.Printable(c.CreatedAt):
			return pipeline.Broken(http.StatusUnprocessableEntity, pipeline.Unprintable(pointer+"/createdAt", c.CreatedAt))
		case !pipeline.Printable(c.UpdatedAt):
			return pipeline.Broken(http.StatusUnprocessableEntity, pipeline.Unprintable(pointer+"/updatedAt", c.UpdatedAt))
		}
		return nil
	}
	err := refuse("", &in.conversation)
	for i, m := range in.conversation.Messages {
		if err == nil {
			err = refuse("/messages/"+strconv.Itoa(i), &inkeep.Conversation{CreatedAt: m.CreatedAt, UpdatedAt: m.UpdatedAt})
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

// named reads the parameter that says which conversation is meant.
func named(parameter string) func(*pipeline.Call) (conversationInput, error) {
	return func(c *pipeline.Call) (conversationInput, error) {
		return conversationInput{call: c, name: c.Path.Get(parameter)}, nil
	}
}

// getConversation serves GET /conversations/{id}.
// INK-CONV-9.
func (a *api) getConversation(_ context.Context, in conversationInput) (inkeep.Conversation, error) {
	found, there := inkeepsteps.Of(a.steps).Conversations(in.call).ByID(in.name)
	if !there {
		return found, noConversation("id", in.name)
	}
	return found, nil
}

// getByExternalID serves GET /conversations/external/{externalId}.
// INK-CONV-11, INK-CONV-14.
func (a *api) getByExternalID(_ context.Context, in conversationInput) (inkeep.Conversation, error) {
	found, there := inkeepsteps.Of(a.steps).Conversations(in.call).ByExternalID(in.name)
	if !there {
		return found, noConversation("externalId", in.name)
	}
	return found, nil
}

// deleteConversation serves DELETE /conversations/{id}.
// INK-CONV-10, INK-CONV-15.
func (a *api) deleteConversation(_ context.Context, in conversationInput) (string, error) {
	deleted, err := inkeepsteps.Of(a.steps).DeleteConversation(in.call, inkeepworld.DeleteConversation{
		Project: in.call.Who.Project, ID: in.name,
	})
	if err == nil && !bool(deleted) {
		err = noConversation("id", in.name)
	}
	return "The conversation " + in.name + " is deleted.", err
}

// noConversation refuses a conversation that is not there. That is no broken contract.
// INK-ERR-14.
func noConversation(parameter, name string) error {
	return pipeline.Refused(http.StatusNotFound, spec.Violation{
		Side: spec.SideRequest, In: spec.InPath, Name: parameter,
		Got: strconv.Quote(pipeline.Shorten(name)), Expected: "the " + parameter + " of a conversation that is there",
		Fix: "log the conversation first, or list those that there are",
	})
}

// The bounds of a page of conversations. INK-CONV-8, INK-CONV-13.
const (
	defaultConversations = 20
	mostConversations    = 1000
)

// pageInput is a page of conversations to list.
type pageInput struct {
	call          *pipeline.Call
	limit, offset int
}

func decodePage(c *pipeline.Call) (in pageInput, err error) {
	in.call = c
	if in.limit, err = whole(c, "limit", defaultConversations, 1, mostConversations); err != nil {
		return in, err
	}
	const most = 1 << 53 // as far as every client can count
	in.offset, err = whole(c, "offset", 0, 0, most)
	return in, err
}

// whole reads a whole number of the query, within bounds.
func whole(c *pipeline.Call, name string, absent, least, most int) (int, error) {
	text, given := c.Args().Number(name)
	if !given {
		return absent, nil
	}
	n, err := strconv.Atoi(string(text))
	if err != nil || n < least || n > most {
		return 0, pipeline.Broken(http.StatusBadRequest, spec.Violation{
			Rule: spec.RuleQueryValue, Side: spec.SideRequest, In: spec.InQuery, Name: name, Got: string(text),
			Expected: fmt.Sprintf("a whole number from %d to %d", least, most), Fix: "send one of these, or leave it out",
		})
	}
	return n, nil
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

func encodeConversation(c inkeep.Conversation) (pipeline.Answer, error) {
	body, err := c.MarshalJSON()
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: body}, err
}

func encodeDeleted(message string) (pipeline.Answer, error) {
	w := resultWriter{body: []byte(`{"success":true,"message":`)}
	w.quoted(message)
	w.raw("}")
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: w.body}, w.err
}

func encodePage(p conversationPage) (pipeline.Answer, error) {
	w := resultWriter{body: []byte(`{"conversations":[`)}
	for i, c := range p.conversations {
		if i > 0 {
			w.raw(",")
		}
		var err error
		if w.body, err = c.AppendJSON(w.body); err != nil {
			return pipeline.Answer{}, err
		}
	}
	total, count := strconv.Itoa(p.total), strconv.Itoa(len(p.conversations))
	w.raw(`],"total":` + total + `,"pageSize":` + strconv.Itoa(p.limit) + `,"count":` + count + "}")
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: w.body}, w.err
}
