package inkeepworld

import (
	"iter"

	"github.com/go-json-experiment/json"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// feedbackTable is the feedback of a project, that of both types in one order.
// INK-QRY-48, INK-QRY-49.
func feedbackTable(w *world.World, project string) *query.Table {
	rows := func(in query.Span) iter.Seq[query.Row] {
		return func(yield func(query.Row) bool) {
			all := FeedbackOf(w, project)
			all.view.between(in, func(o *opinion) bool { return yield(&feedbackRow{Feedback: &o.Feedback, threads: all.threads}) })
		}
	}
	return &query.Table{Fields: feedbackFields(), Time: "createdAt", Rows: rows}
}

// feedbackFields are the columns, in the order in which feedbackRow has them.
func feedbackFields() []query.Field {
	return []query.Field{
		{Name: "id"},
		{Name: "type"},
		{Name: "messageId"},
		{Name: "createdAt", Kind: query.TimeField},
		{Name: "updatedAt", Kind: query.TimeField},
		{Name: "organizationId"},
		{Name: "reasons", Kind: query.JSONField},
		{Name: "sources", Kind: query.JSONField},
		{Name: "details"},
		{Name: "properties", Kind: query.JSONField},
		{Name: "userProperties", Kind: query.JSONField},
		{Name: "conversationId"},
		{Name: "projectId"},
		{Name: "integrationId"},
	}
}

// feedbackRow is feedback with the conversation of its message, which is looked for when it is first asked for.
type feedbackRow struct {
	*inkeep.Feedback

	threads *view
	about   inkeep.Conversation
	looked  bool
}

// Value is that of a field by its place among feedbackFields.
func (r *feedbackRow) Value(field int) query.Value {
	switch field {
	case 0:
		return query.TextOf(r.ID)
	case 1:
		return query.TextOf(string(r.Type))
	case 2:
		return query.TextOf(r.MessageID)
	case 3:
		return query.TimeOf(r.CreatedAt)
	case 4:
		return query.TimeOf(r.UpdatedAt)
	case 6:
		return listOf(r.Reasons)
	case 7:
		return listOf(r.Sources)
	case 8:
		return optional(r.Details)
	case 9:
		return query.JSONOf(string(r.Properties))
	case 10:
		return query.JSONOf(string(r.UserProperties))
	case 11:
		if c := r.conversation(); c.ID != "" {
			return query.TextOf(c.ID)
		}
	case 12:
		return optional(r.conversation().ProjectID)
	case 13:
		return optional(r.conversation().IntegrationID)
	}
	return query.Value{}
}

// conversation is that of the message; without an id if there is none.
func (r *feedbackRow) conversation() *inkeep.Conversation {
	if !r.looked {
		r.about, _ = r.threads.byMessage(r.MessageID)
		r.looked = true
	}
	return &r.about
}

// listOf is a list of objects, or null.
func listOf[T any](list []T) query.Value {
	if list == nil {
		return query.Value{}
	}
	text, _ := json.Marshal(list) // which are texts in UTF-8, since they were read
	return query.JSONOf(string(text))
}
