package inkeepworld

import (
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// Events is the events of the demo keys' project, seeded and logged, oldest first, as a table to ask about. It has what there is when its
// rows are asked for.
// INK-QRY-5, INK-QRY-6.
func Events(w *world.World) *query.Table {
	st := world.Of[*state](w)
	return &query.Table{
		Fields: eventFields(),
		Time:   "createdAt",
		Rows: func(yield func(query.Row) bool) {
			for e, err := range st.Events(true, nil) {
				logged, is := e.(inkeep.Event)
				if err != nil || !is || !yield(eventRow{logged}) {
					return
				}
			}
		},
	}
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

type eventRow struct{ inkeep.Event }

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
