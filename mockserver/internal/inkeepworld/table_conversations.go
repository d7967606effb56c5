package inkeepworld

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// conversationFields are the columns, in the order in which conversationRow has them.
func conversationFields() []query.Field {
	return []query.Field{
		{Name: "id"},
		{Name: "userMessageCount"},
		{Name: "organizationId"},
		{Name: "projectId"},
		{Name: "integrationId"},
		{Name: "firstMessageTime", Kind: query.TimeField},
		{Name: "type"},
		{Name: "properties", Kind: query.JSONField},
		{Name: "userProperties", Kind: query.JSONField},
	}
}

type conversationRow struct{ *inkeep.Conversation }

// Value is that of a field by its place among conversationFields.
func (r conversationRow) Value(field int) query.Value {
	switch field {
	case 0:
		return query.TextOf(r.ID)
	case 1:
		return query.NumberOf(r.userMessages())
	case 3:
		return optional(r.ProjectID)
	case 4:
		return optional(r.IntegrationID)
	case 5:
		return r.firstMessage()
	case 6:
		return query.TextOf(string(r.Type))
	case 7:
		return query.JSONOf(string(r.Properties))
	case 8:
		return query.JSONOf(string(r.UserProperties))
	}
	return query.Value{}
}

// userMessages counts those of users.
func (r conversationRow) userMessages() (n int) {
	for i := range r.Messages {
		if asks(&r.Messages[i]) {
			n++
		}
	}
	return n
}

func (r conversationRow) firstMessage() query.Value {
	var first time.Time
	for i := range r.Messages {
		if at := r.Messages[i].CreatedAt; i == 0 || at.Before(first) {
			first = at
		}
	}
	if len(r.Messages) == 0 {
		return query.Value{}
	}
	return query.TimeOf(first)
}
