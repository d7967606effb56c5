package inkeep_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep"
)

// misbehaviour is one way to break the contract, and the check that is there to notice.
type misbehaviour struct {
	name  string
	check string
	bend  func(http.Handler) http.Handler
}

func misbehaviours() []misbehaviour {
	return slices.Concat(acceptanceMisbehaviours(), leniencyMisbehaviours(), moreLeniencyMisbehaviours(), timeMisbehaviours(),
		echoMisbehaviours(), oddEchoMisbehaviours(), edgeMisbehaviours(), idMisbehaviours(),
		problemMisbehaviours(), limitMisbehaviours(), inputMisbehaviours(), keyMisbehaviours(), storyMisbehaviours(),
		mistypedMisbehaviours(),
		movingTimeMisbehaviours(), nullMisbehaviours(), leakMisbehaviours(), formMisbehaviours(), conversationMisbehaviours(),
		feedbackMisbehaviours(), queryMisbehaviours(), tellingMisbehaviours())
}

// Every check of the package's own that judges has a misbehaviour that it notices.
func TestEveryCheckNoticesAMisbehaviour(t *testing.T) {
	noticed := map[string]bool{}
	for _, b := range misbehaviours() {
		noticed[b.check] = true
	}
	for _, c := range ownChecks() {
		require.Equal(t, c.NoMutant == "", noticed[c.ID],
			"%s: give misbehaviours() one that it notices, or say in NoMutant why there can be none", c.ID)
	}
}

// ownChecks are the checks that are about events, not about HTTP: those have tests of their own.
func ownChecks() []conformance.Check {
	protocol := map[string]bool{}
	for _, c := range inkeep.ProtocolChecks() {
		protocol[c.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(suite().Checks), func(c conformance.Check) bool { return protocol[c.ID] })
}

func is(kind string) func(*http.Request, object) bool {
	return func(_ *http.Request, sent object) bool { return sent["entityType"] == kind }
}

func acceptanceMisbehaviours() []misbehaviour {
	return []misbehaviour{
		{"no_events_about_messages", "inkeep.events.message-accepted", refuses(is("message"))},
		{"no_events_about_conversations", "inkeep.events.conversation-accepted", refuses(is("conversation"))},
		{"no_events_about_searches", "inkeep.events.search-accepted", refuses(is("search"))},
		{
			"no_whole_seconds", "inkeep.events.sample-accepted",
			refuses(func(_ *http.Request, o object) bool { return text(o, "createdAt") == "2019-08-24T14:15:22Z" }),
		},
		{"no_nulls", "inkeep.events.nulls-accepted", refuses(func(_ *http.Request, o object) bool {
			value, there := o["integrationId"]
			return there && value == nil
		})},
		{
			"types_are_identifiers", "inkeep.events.type-free",
			refuses(func(_ *http.Request, o object) bool { return strings.ContainsAny(text(o, "type"), " !") }),
		},
		{
			"properties_are_flat", "inkeep.events.properties-accepted",
			refuses(func(_ *http.Request, o object) bool { return strings.Contains(fmt.Sprint(o["properties"]), "map[a:") }),
		},
		{
			"accept_is_needed", "inkeep.events.bare-client",
			refuses(func(r *http.Request, _ object) bool { return r.Header.Get("Accept") == "" }),
		},
		{"no_cookies", "inkeep.events.sdk-headers", refuses(func(r *http.Request, _ object) bool { return r.Header["Cookie"] != nil })},
		{"user_ids_are_texts", "inkeep.events.user-properties-accepted", refuses(func(_ *http.Request, o object) bool {
			user, _ := o["userProperties"].(object)
			return strings.HasPrefix(fmt.Sprintf("%T", user["id"]), "json.Number")
		})},
		{"one_event_a_conversation", "inkeep.concurrency.like-events", refuses(once("conversationId"))},
	}
}

// once refuses the second event with the same value of a member.
func once(name string) func(*http.Request, object) bool {
	var seen memory
	return func(_ *http.Request, o object) bool { return text(o, name) != "" && seen.swap(text(o, name), true) }
}

// fill gives an event what it lacks.
func fill(o object, names ...string) {
	for _, name := range names {
		if _, isText := o[name].(string); !isText {
			o[name] = "filled in"
		}
	}
}

func references() []string { return []string{"messageId", "conversationId", "searchQuery"} }

func leniencyMisbehaviours() []misbehaviour {
	return []misbehaviour{
		{"a_type_is_made_up", "inkeep.events.type-missing", events(func(o object) { fill(o, "type") })},
		{"a_reference_is_made_up", "inkeep.events.reference-missing", events(func(o object) { fill(o, references()...) })},
		{"any_reference_will_do", "inkeep.events.reference-of-another-kind", events(func(o object) {
			if len(o) > 3 {
				fill(o, references()...)
			}
		})},
		{"an_empty_object_will_do", "inkeep.events.body-missing", events(func(o object) {
			if len(o) == 0 {
				fill(o, "type", "messageId")
				guess(o)
			}
		})},
		{"no_body_will_do", "inkeep.events.body-missing", sized(func(_ http.ResponseWriter, _ *http.Request, body []byte) []byte {
			if len(body) == 0 {
				return []byte(`{"type":"t","entityType":"search","searchQuery":"q"}`)
			}
			return body
		})},
		{"null_is_a_text", "inkeep.events.required-not-text", events(func(o object) {
			if value, there := o["searchQuery"]; there && value == nil {
				fill(o, "searchQuery")
			}
		})},
		{"refusals_are_404", "inkeep.events.refusal-status", refusals(func(a *reply) { a.status = http.StatusNotFound })},
		{
			"refusals_are_server_errors", "inkeep.events.refusal-no-fault",
			refusals(func(a *reply) { a.status = http.StatusInternalServerError }),
		},
		{"the_kind_is_guessed", "inkeep.events.entity-type-missing", events(func(o object) {
			if _, there := o["entityType"]; !there {
				guess(o)
			}
		})},
		{"unknown_kinds_are_messages", "inkeep.events.entity-type-unknown", events(func(o object) {
			if !slices.Contains([]string{"message", "conversation", "search"}, text(o, "entityType")) {
				o["entityType"] = "message"
			}
		})},
		{"kinds_in_any_case", "inkeep.events.entity-type-as-written", events(func(o object) {
			if kind, isText := o["entityType"].(string); isText {
				o["entityType"] = strings.ToLower(kind)
			}
		})},
		{"a_list_is_a_kind", "inkeep.events.entity-type-no-text", events(func(o object) {
			if _, isText := o["entityType"].(string); !isText {
				guess(o)
			}
		})},
	}
}

func guess(o object) {
	for kind, name := range map[string]string{"message": "messageId", "conversation": "conversationId", "search": "searchQuery"} {
		if _, there := o[name]; there {
			o["entityType"] = kind
		}
	}
}

func foldNames(o object) {
	for name, value := range o {
		for _, known := range append(references(), "type", "entityType") {
			if strings.EqualFold(name, known) {
				o[known] = value
			}
		}
	}
}

// drop leaves a member out if it is not what it should be.
func drop(name string, right func(any) bool) func(http.Handler) http.Handler {
	return events(func(o object) {
		if value, there := o[name]; there && value != nil && !right(value) {
			delete(o, name)
		}
	})
}

func moreLeniencyMisbehaviours() []misbehaviour {
	isObject := func(v any) bool { _, ok := v.(object); return ok }
	isText := func(v any) bool { _, ok := v.(string); return ok }
	return []misbehaviour{
		{"an_empty_id_is_none", "inkeep.events.id-empty", drop("id", func(v any) bool { return v != "" })},
		{"an_odd_project_is_none", "inkeep.events.optional-no-text", drop("projectId", isText)},
		{"odd_properties_are_none", "inkeep.events.properties-no-object", drop("properties", isObject)},
		{"odd_user_properties_are_none", "inkeep.events.user-properties-no-object", drop("userProperties", isObject)},
		{"a_time_without_zone_is_utc", "inkeep.time.no-zone", events(func(o object) {
			if at := text(o, "createdAt"); len(at) > 18 && !strings.ContainsAny(at[10:], "Z+-") {
				o["createdAt"] = at + "Z"
			}
		})},
		{"a_time_may_be_a_number", "inkeep.time.number", drop("createdAt", isText)},
		{"an_odd_time_is_none", "inkeep.time.no-time", drop("createdAt", func(v any) bool { return v != "2026-13-40T09:26:53Z" })},
		{"random_gaps_are_filled", "inkeep.story.random-incomplete", events(func(o object) {
			if o["properties"] != nil {
				fill(o, append(references(), "type")...)
				o["entityType"], o["id"] = "message", "01ARZ3NDEKTSV4RRFFQ69G5FAV"+text(o, "type")
			}
		})},
		{"random_oddities_are_dropped", "inkeep.story.random-misshapen", events(func(o object) {
			for _, name := range []string{"properties", "userProperties"} {
				if !isObject(o[name]) {
					delete(o, name)
				}
			}
		})},
	}
}
