package mockserver_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver"
)

// TestWhoeverFollowsAnIDFindsSomething goes from id to id through worlds of every scenario, by the operations alone, as a page does whose
// user clicks on all that it shows.
func TestWhoeverFollowsAnIDFindsSomething(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		for _, scenario := range fixtures.Scenarios() {
			t.Run(fmt.Sprintf("%s_of_seed_%d", scenario.Name, seed+1), func(t *testing.T) {
				t.Parallel()
				s := mockserver.Start(t, mockserver.Options{
					Seed: seed + 1, Scenario: scenario.Name, EventsPerBot: 300, Clock: mockserver.FrozenClock(noon()),
				})
				f := follower{t, s, map[string]gjson.Result{}, map[string]string{}}
				f.conversations()
				f.events()
				f.feedback(scenario.Name == "edges")
				f.views()
				f.reports()
				f.properties()
				for _, bot := range []string{"demobot1", "demobot2"} {
					f.bot(bot)
				}
			})
		}
	}
}

// follower is somebody who has read the list of conversations.
type follower struct {
	*testing.T

	s        *mockserver.Running
	talks    map[string]gjson.Result // conversations by their ids
	messages map[string]string       // the ids of conversations by those of their messages
}

// read is what there is at a path.
func (f *follower) read(path ...string) gjson.Result {
	f.Helper()
	last := len(path) - 1
	r := apiKey(f.s).get(f, strings.Join(path[:last], "")+url.PathEscape(path[last]))
	require.Equal(f, http.StatusOK, r.status, path)
	return gjson.Parse(r.body)
}

// rows are what a view has of which a condition holds.
func (f *follower) rows(view, field, operator string, value any) []gjson.Result {
	f.Helper()
	where := args{"condition": args{"field": field, "operator": operator, "value": value}}
	return queriedOf(f.T, f.s, view, args{"where": where}.json(f)).Get("result").Array()
}

// some is a sample of a list, spread over it.
func some[E any](all []E) (few []E) {
	const most = 6
	for i := 0; i < len(all); i += 1 + len(all)/most {
		few = append(few, all[i])
	}
	return few
}

// conversations reads the list, and each of it by its id, by the client's name for it, and by what a ticket is about.
func (f *follower) conversations() {
	list := gjson.Parse(apiKey(f.s).get(f, "/conversations?limit=1000").body)
	for _, c := range list.Get("conversations").Array() {
		id := c.Get("id").Str
		f.talks[id] = c
		require.Equal(f, c.Raw, f.read("/conversations/", id).Raw)
		if name := c.Get("externalId"); name.Type != gjson.Null {
			require.Equal(f, name.Str, f.read("/conversations/external/", name.Str).Get("externalId").Str)
		}
		if ticket := c.Get("supportTicketConversationId"); ticket.Type != gjson.Null {
			f.read("/conversations/", ticket.Str)
		}
		for _, m := range c.Get("messages").Array() {
			require.Equal(f, id, m.Get("conversationId").Str)
			f.messages[m.Get("id").Str] = id
		}
	}
	require.Len(f, f.talks, int(list.Get("total").Int()))
}

// events leads from events to messages and conversations.
func (f *follower) events() {
	for _, e := range queried(f.T, f.s, `{}`).Get("result").Array() {
		if message := e.Get("messageId").Str; message != "" { // an event of the scenario edges has an empty one
			require.NotEmpty(f, f.messages[message], message)
		}
		for _, conversation := range []string{e.Get("conversationId").Str, e.Get("properties.conversationId").Str} {
			if conversation != "" {
				require.True(f, f.talks[conversation].Exists(), conversation)
			}
		}
	}
}

// feedback leads from feedback to messages and conversations, and to it from events. Some may be about messages that are nowhere.
func (f *follower) feedback(nowhere bool) {
	list := gjson.Parse(apiKey(f.s).get(f, "/feedback?limit=1000").body)
	about := map[string]bool{}
	for _, kind := range []string{"positive", "negative"} {
		all := list.Get(kind + "Feedback").Array()
		require.Len(f, all, int(list.Get(kind+"FeedbackCount").Int()))
		for _, one := range all {
			require.Equal(f, one.Raw, f.read("/feedback/", one.Get("id").Str).Raw)
			message := one.Get("messageId").Str
			require.Equal(f, message, one.Get("message.id").Str)
			about[message] = true
			if _, there := f.messages[message]; there {
				require.Equal(f, f.talks[f.messages[message]].Raw, one.Get("conversation").Raw)
				continue
			}
			require.True(f, nowhere && one.Get("conversation.properties.understudy").Exists(), message)
			require.Equal(f, one.Get("conversation").Raw, f.read("/conversations/", one.Get("conversation.id").Str).Raw)
		}
	}
	rated := []string{"assistant_positive_feedback_submitted", "assistant_negative_feedback_submitted"}
	for _, e := range f.rows("events", "type", "in", rated) {
		require.True(f, about[e.Get("messageId").Str], e.Raw)
	}
}

// views leads from what is asked for to what is listed; an export has the same.
func (f *follower) views() {
	for view := range queryFields {
		rows := queriedOf(f.T, f.s, view, `{}`).Get("result").Array()
		const id = `{"select":[{"type":"field","field":"id"}]}`
		lines, err := csv.NewReader(strings.NewReader(asCSV(f.T, f.s, view, id))).ReadAll()
		require.NoError(f, err)
		require.Len(f, lines, len(rows)+1)
		for i, row := range rows {
			require.Equal(f, []string{row.Get("id").Str}, lines[i+1])
			for _, message := range row.Get("messageIds").Array() {
				require.Equal(f, row.Get("conversationIds.0").Str, f.messages[message.Str])
			}
			if talk := row.Get("conversationId").Str; talk != "" {
				require.True(f, f.talks[talk].Exists(), talk)
			}
			if view == "conversations" {
				require.True(f, f.talks[row.Get("id").Str].Exists(), row.Raw)
			}
		}
	}
}

// reports leads from searches and weeks to events.
func (f *follower) reports() {
	follow := map[string]bool{"search_query_response_received": true, "search_result_clicked": true}
	for _, row := range some(f.read("/query/", "top-search-queries").Get("data.result").Array()) {
		searches := slices.DeleteFunc(f.rows("events", "searchQuery", "eq", row.Get("search_query").Str), func(e gjson.Result) bool {
			return follow[e.Get("type").Str]
		})
		require.Len(f, searches, int(row.Get("count").Int()))
	}
	for _, row := range f.read("/query/", "weekly-search-users").Get("data.result").Array() {
		begin := row.Get("week").Time()
		week := slices.DeleteFunc(f.rows("events", "createdAt", "gte", begin), func(e gjson.Result) bool {
			return e.Get("eventType").Str != "search" || !e.Get("createdAt").Time().Before(begin.Add(7*24*time.Hour))
		})
		require.NotEmpty(f, week)
	}
}

// properties leads from names to values, and from these to rows.
func (f *follower) properties() {
	for _, field := range []string{"properties", "userProperties"} {
		for _, name := range some(gjson.Parse(membersOf(f.T, f.s, "keys", args{"field": field}.json(f))).Array()) {
			path := args{"path": []string{name.Str}}
			values := gjson.Parse(membersOf(f.T, f.s, "values", args{"field": field, "key": name.Str, "limit": 2}.json(f))).Array()
			require.Equal(f, f.everywhere(field, "isNotNull", path) > 0, len(values) > 0, name.Str)
			for _, value := range values {
				if gjson.Parse(value.Str).Type != gjson.JSON { // which is compared as what it is, not by its text
					require.NotZero(f, f.everywhere(field, "eq", path.with(args{"value": value.Str})), "%s %s", name, value)
				}
			}
		}
	}
}

// everywhere is how many rows all views have of which a condition holds.
func (f *follower) everywhere(field, operator string, value args) (n int) {
	for view := range queryFields {
		n += len(f.rows(view, field, operator, value))
	}
	return n
}

// bot leads from the events of a bot to their definitions, conversations, users and values, and from definitions to events and funnels.
func (f *follower) bot(bot string) {
	c := demo(f.s)
	var events []event
	for _, version := range []string{"LIVE", "DRAFT"} {
		events = append(events, c.walk(f, bot, args{"version": version, "page_size": 100})...)
	}
	named := idsBy(events, func(e event) string { return e.Event })
	for filter, values := range map[string]map[string][]string{
		"event":           named,
		"conversation_id": idsBy(events, func(e event) string { return e.ConversationID }),
		"user_id":         idsBy(events, func(e event) string { return e.UserID }),
	} {
		for _, value := range some(slices.Sorted(maps.Keys(values))) {
			version, name, _ := strings.Cut(value, " ")
			require.Equal(f, values[value], ids(c.walk(f, bot, args{"version": version, filter: name, "page_size": 100})))
		}
	}
	definitions := c.definitions(f, definitionsOf(bot), args{"page_size": 100})
	require.Equal(f, fmt.Sprint(definitions), fmt.Sprint(c.definitions(f, teamDefinitionsOf("demo-team"), args{"bot_id": bot})))
	defined := map[string]bool{"": true} // an event of the scenario edges has no name
	for _, d := range definitions {
		defined[d.Get("event").Str] = true
	}
	for _, e := range events {
		require.True(f, defined[e.Event], e.Event)
	}
	for _, d := range some(definitions) {
		name := d.Get("event").Str
		require.NotEmpty(f, slices.Concat(named["LIVE "+name], named["DRAFT "+name]))
		require.Equal(f, c.funnel(f, bot, args{"steps": steps(name)}), c.funnel(f, bot, args{"steps": steps(d.Get("id").Str)}))
	}
	for _, e := range some(events) {
		for _, key := range some(slices.Sorted(maps.Keys(e.Attributes))) {
			if value := e.Attributes[key]; key != "" && value != "" { // no path leads to the one, and all values have the other
				r := c.post(f, "/v1/bots/"+bot+"/events/attributes/"+url.PathEscape(key)+"/values", args{"query": value}.json(f))
				require.Contains(f, texts(gjson.Get(r.body, "attributes.#.value")), value)
			}
		}
	}
}

// idsBy are the ids of events by their version and something that they have.
func idsBy(events []event, what func(event) string) map[string][]string {
	all := map[string][]string{}
	for _, e := range events {
		if name := what(e); name != "" {
			all[e.Version+" "+name] = append(all[e.Version+" "+name], e.ID)
		}
	}
	return all
}
