package chatlayerworld

import "github.com/understudy-mock/understudy/fixtures"

// The fields of a bot's events that queries can compare. Each is named like the parameter of lists that compares it.
const (
	FieldVersion      = "version"
	FieldEvent        = "event"
	FieldConversation = "conversation_id"
	FieldUser         = "user_id"
	FieldCampaign     = "campaign_id"
)

// field is a field with its value. A parameter of lists that compares one more is a row here, and one in the contract.
type field struct{ name, value string }

// What the store compares besides: the bot, and the team that owns it.
const (
	fieldBot  = "bot_id"
	fieldTeam = "team_id"
)

// fieldsOf are the fields of an event. Lists never show the campaign; it is kept to filter by.
func fieldsOf(e *fixtures.ChatlayerEvent) [5]field {
	campaign := ""
	if e.Campaign != nil {
		campaign = e.Campaign.ID
	}
	return [...]field{
		{FieldVersion, e.Version},
		{FieldEvent, e.Event},
		{FieldConversation, e.ConversationID},
		{FieldUser, e.UserID},
		{FieldCampaign, campaign},
	}
}

// wantedOf are the same fields of a filter for seeded events, in the same order.
func wantedOf(f *fixtures.Filter) [5]**string {
	return [...]**string{&f.Version, &f.Event, &f.Conversation, &f.User, &f.Campaign}
}

// Fields are the names of all fields.
func Fields() []string {
	all := fieldsOf(&fixtures.ChatlayerEvent{})
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].name
	}
	return names
}

// valuesOf are the values of a team's event in the order of the store's fields.
func valuesOf(e *fixtures.ChatlayerEvent, team string) []string {
	all := fieldsOf(e)
	values := make([]string, len(all), len(all)+2)
	for i := range all {
		values[i] = all[i].value
	}
	return append(values, e.BotID, team)
}

// Value is the value of one of these fields.
func Value(e *fixtures.ChatlayerEvent, name string) string {
	for _, f := range fieldsOf(e) {
		if f.name == name {
			return f.value
		}
	}
	return ""
}
