package inkeepworld

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// View is what can be asked about.
type View string

// The views, as the API calls them.
const (
	EventsView        View = "events_view"
	ConversationsView View = "conversations_view"

	SemanticThreadsView View = "semantic_threads_view"
	FeedbackView        View = "feedback_view"
)

// Views are all there are.
func Views() []View {
	return []View{EventsView, ConversationsView, SemanticThreadsView, FeedbackView}
}

// TableOf is the rows of a view that a project has, seeded and written, as a table to ask about. It has what there is when its rows are
// asked for: events oldest first, conversations and feedback latest first.
// INK-QRY-5, INK-QRY-6, INK-QRY-40 to INK-QRY-42.
func TableOf(w *world.World, project string, v View) *query.Table {
	st := world.Of[*state](w)
	switch v {
	case FeedbackView:
		return feedbackTable(w, project)
	case SemanticThreadsView:
		return threadsTable(w, project)
	case ConversationsView:
		return &query.Table{Fields: conversationFields(), Time: "firstMessageTime", Rows: func(in query.Span) iter.Seq[query.Row] {
			return func(yield func(query.Row) bool) {
				st.threads.view(project).between(in, func(th *thread) bool { return yield(conversationRow{&th.Conversation}) })
			}
		}}
	}
	return &query.Table{Fields: eventFields(), Time: "createdAt", Rows: func(in query.Span) iter.Seq[query.Row] {
		return func(yield func(query.Row) bool) {
			st.merged(project, true, st.written, in, func(e *inkeep.Event) bool { return yield(eventRow{e}) })
		}
	}}
}

// eventFields are the columns, in the order in which eventRow has them.
func eventFields() []query.Field {
	return []query.Field{
		{Name: "id"},
		{Name: "organizationId"},
		{Name: "messageId"},
		{Name: "conversationId"},
		{Name: "createdAt", Kind: query.TimeField},
		{Name: "projectId"},
		{Name: "integrationId"},
		{Name: "eventType"},
		{Name: "type"},
		{Name: "searchQuery"},
		{Name: "properties", Kind: query.JSONField},
		{Name: "userProperties", Kind: query.JSONField},
	}
}

type eventRow struct{ *inkeep.Event }

// Value is that of a field by its place among eventFields.
func (r eventRow) Value(field int) query.Value {
	switch field {
	case 0:
		return query.TextOf(r.ID)
	case 2:
		return r.reference(inkeep.EntityMessage)
	case 3:
		return r.reference(inkeep.EntityConversation)
	case 4:
		return query.TimeOf(r.CreatedAt)
	case 5:
		return optional(r.ProjectID)
	case 6:
		return optional(r.IntegrationID)
	case 7:
		return query.TextOf(string(r.EntityType))
	case 8:
		return query.TextOf(r.Type)
	case 9:
		return r.reference(inkeep.EntitySearch)
	case 10:
		return query.JSONOf(string(r.Properties))
	case 11:
		return query.JSONOf(string(r.UserProperties))
	}
	return query.Value{}
}

func (r eventRow) reference(of inkeep.EntityType) query.Value {
	if r.EntityType != of {
		return query.Value{}
	}
	return query.TextOf(r.Reference)
}

func optional(text *string) query.Value {
	if text == nil {
		return query.Value{}
	}
	return query.TextOf(*text)
}

// MembersOf answers a question about the properties that a project's rows of some views have together. The error is as that of
// query.Table.Members.
// INK-QRY-43.
func MembersOf(ctx context.Context, w *world.World, project string, views []View, m query.Members) ([]string, error) {
	var all []string
	for _, v := range Having(w, project, views, m.Where) {
		texts, err := TableOf(w, project, v).Members(ctx, m)
		if err != nil {
			return nil, err
		}
		all = append(all, texts...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return all[:min(len(all), cmp.Or(m.Most, len(all)))], nil
}

// Having are those of some views that have all fields which a filter names; the last of them if none has.
// INK-QRY-43.
func Having(w *world.World, project string, views []View, where query.Filter) []View {
	views = slices.DeleteFunc(slices.Clone(views), func(v View) bool { return !slices.Contains(Views(), v) })
	having := slices.DeleteFunc(slices.Clone(views), func(v View) bool { return !TableOf(w, project, v).Has(where) })
	if len(having) == 0 && len(views) > 0 {
		return views[len(views)-1:]
	}
	return having
}
