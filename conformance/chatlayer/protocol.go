package chatlayer

import (
	"context"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// protocolChecks are the checks that are about HTTP and not about events.
func protocolChecks() []conformance.Check { return protocol.Checks(protocolAPI()) }

func protocolAPI() protocol.API {
	return protocol.API{
		Name: "chatlayer", Scheme: "Basic", Rules: protocolRules(),
		Operations:  []protocol.Operation{protocolGet(), protocolPost(), protocolTrack(), protocolTeam(), protocolEcho()},
		Secret:      func(t conformance.Target) (string, string) { return protocolPair(settingsOf(t).Basic) },
		OtherSecret: func(t conformance.Target) (string, string) { return protocolPair(settingsOf(t).OtherBasic) },
		Other:       kit.NamedOtherTeam,
		Bot:         func(t conformance.Target) string { return settingsOf(t).Bot },
		WithBot:     withBot,
		Narrow:      protocolNarrow,
		Wide: []protocol.Pair{
			{Name: "start_time", Value: "2000-01-01T00:00:00.000Z"},
			{Name: "end_time", Value: "2100-01-01T00:00:00.000Z"},
			{Name: "page_size", Value: "100"},
		},
	}
}

func withBot(t conformance.Target, id string) conformance.Target {
	s := settingsOf(t)
	s.Bot = id
	t.Settings = s
	return t
}

func protocolPair(credentials string) (id, secret string) {
	id, secret, _ = strings.Cut(credentials, ":")
	return id, secret
}

// The window of the plain requests: an hour in which, on most targets, nothing happened.
const (
	quietStart = "2020-01-01T00:00:00.000Z"
	quietEnd   = "2020-01-01T01:00:00.000Z"
)

func protocolGet() protocol.Operation {
	return protocol.Operation{
		ID: kit.Get, Method: "GET", Path: func(t conformance.Target) string { return kit.StreamPath(settingsOf(t).Bot) },
		Query: []protocol.Pair{
			{Name: "version", Value: "LIVE"},
			{Name: "start_time", Value: quietStart},
			{Name: "end_time", Value: quietEnd},
			{Name: "page_size", Value: "50"},
		},
		Params: []string{"start_time", "end_time", "event", "user_id", "page_size"}, Owned: listsEvents, Sum: eventsOf, Token: nextOf,
	}
}

// protocolPost gives no page_size: a body may hold it as a number only, and the narrow window needs none.
func protocolPost() protocol.Operation {
	return protocol.Operation{
		ID: kit.Post, Method: "POST", Path: func(t conformance.Target) string { return kit.StreamPath(settingsOf(t).Bot) },
		Body: func(string) map[string]any {
			return map[string]any{"version": "LIVE", "start_time": quietStart, "end_time": quietEnd}
		},
		Wrong:  func(body map[string]any, text string) { body["page_size"], body["event"] = text, text },
		Params: []string{"start_time", "end_time", "event", "user_id"}, Owned: listsEvents, Sum: eventsOf, Token: nextOf,
	}
}

func protocolTeam() protocol.Operation {
	return protocol.Operation{
		ID: kit.Team, Method: "GET", Path: func(t conformance.Target) string { return kit.TeamPath(settingsOf(t).Team) },
		Named: func(t conformance.Target) bool { return settingsOf(t).Team != "" },
		Query: []protocol.Pair{
			{Name: "start_time", Value: quietStart},
			{Name: "end_time", Value: quietEnd},
			{Name: "page_size", Value: "50"},
		},
		Params: []string{"start_time", "end_time", "user_id", "page_size"}, Owned: listsEvents, Sum: eventsOf, Token: nextOf,
	}
}

// protocolTrack tracks events of the draft version, under names that hold the run's nonce.
func protocolTrack() protocol.Operation {
	return protocol.Operation{
		ID: "TrackEvent", Method: "POST", Path: func(t conformance.Target) string { return kit.TrackPath(settingsOf(t).Bot) }, Writes: true,
		Body: func(nonce string) map[string]any {
			return map[string]any{
				"version": "DRAFT", "event": "cf_http", "user_id": nonce, "attributes": map[string]any{"nonce": nonce},
			}
		},
		Wrong: func(body map[string]any, text string) {
			body["timestamp"], body["attributes"] = text, map[string]any{"leak": text}
		},
		Owned: func(answer any) bool {
			id, _ := protocolMember(answer, "event_id").(string)
			return id != ""
		},
		Sum: func(answer any) any {
			_, text := protocolMember(answer, "event_id").(string)
			return map[string]any{"event_id is a text": text}
		},
	}
}

func protocolEcho() protocol.Operation {
	return protocol.Operation{
		ID: "Echo", Method: "POST", Path: func(conformance.Target) string { return "/v1/echo" }, Optional: true,
		Body: func(nonce string) map[string]any { return map[string]any{"message": nonce} },
		Text: func(body map[string]any, text string) { body["message"] = text },
		Back: func(answer any) string {
			text, _ := protocolMember(answer, "message").(string)
			return text
		},
		Owned: func(answer any) bool {
			return protocolMember(answer, "message") != nil && protocolMember(answer, "code") == nil
		},
		Sum: func(any) any { return "echo" },
	}
}

func protocolMember(answer any, name string) any {
	object, _ := answer.(map[string]any)
	return object[name]
}

func listsEvents(answer any) bool {
	_, list := protocolMember(answer, "events").([]any)
	return list
}

// eventsOf takes the documented members out of listed events, but for empty ones: a server may leave those out.
func eventsOf(answer any) any {
	list, _ := protocolMember(answer, "events").([]any)
	sums := []any{}
	for _, e := range list {
		sum := map[string]any{}
		for _, name := range []string{"id", "event", "bot_id", "version", "user_id", "conversation_id", "timestamp"} {
			if text, _ := protocolMember(e, name).(string); text != "" {
				sum[name] = text
			}
		}
		sums = append(sums, sum)
	}
	return sums
}

func nextOf(answer any) string {
	token, _ := protocolMember(answer, "next_page_token").(string)
	return token
}

// protocolNarrow asks for one event of the run's and those like it, in the half hour up to it: the youngest, which a server that keeps
// events for a while keeps longest.
func protocolNarrow(_ context.Context, t *conformance.T) []protocol.Pair {
	s, _ := t.Session().(*kit.Session)
	if s == nil {
		return nil
	}
	var youngest *kit.RunEvent
	for _, k := range s.Planted {
		usable := k.Version == "LIVE" && k.User != "" && k.Event != "" && !k.When().IsZero()
		if usable && (youngest == nil || k.When().After(youngest.When())) {
			youngest = k
		}
	}
	if youngest == nil {
		return nil
	}
	return []protocol.Pair{
		{Name: "start_time", Value: kit.Bound(youngest.When().Add(-30 * time.Minute).Truncate(time.Second))},
		{Name: "end_time", Value: kit.Bound(youngest.When().Add(time.Second).Truncate(time.Second))},
		{Name: "event", Value: youngest.Event},
		{Name: "user_id", Value: youngest.User},
	}
}
