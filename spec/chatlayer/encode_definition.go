package chatlayer

import (
	"strconv"

	"github.com/understudy-mock/understudy/spec"
)

// AppendEventDefinition appends the JSON of a definition: all members but a last_seen_at that there is not, in the order of the
// documentation.
func AppendEventDefinition(b []byte, d *EventDefinition) []byte {
	b = appendMember(append(b, '{'), "id", d.ID)
	b = appendMember(append(b, ','), "team_id", d.TeamID)
	b = appendMember(append(b, ','), "bot_id", d.BotID)
	b = appendMember(append(b, ','), "event", d.Event)
	b = appendMember(append(b, ','), "description", d.Description)
	b = append(spec.AppendTime(append(b, `,"created_at":"`...), d.CreatedAt), '"')
	if d.LastSeenAt != nil {
		b = append(spec.AppendTime(append(b, `,"last_seen_at":"`...), *d.LastSeenAt), '"')
	}
	return append(strconv.AppendInt(append(b, `,"volume_30_day":`...), int64(d.Volume30Day), 10), '}')
}

// AppendEventDefinitions appends the JSON of a page: both members are always there.
func AppendEventDefinitions(b []byte, page ListEventDefinitionsResponse) []byte {
	b = append(b, `{"event_definitions":[`...)
	for i := range page.EventDefinitions {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendEventDefinition(b, &page.EventDefinitions[i])
	}
	return append(appendMember(append(b, "],"...), "next_page_token", page.NextPageToken), '}')
}
