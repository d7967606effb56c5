package inkeep_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// memory is what a server remembers between requests.
type memory struct {
	mu   sync.Mutex
	held map[string]any
}

// swap sets a value and reports whether there was one.
func (m *memory) swap(key string, value any) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, was := m.held[key]
	if m.held == nil {
		m.held = map[string]any{}
	}
	m.held[key] = value
	return was
}

func (m *memory) get(key string) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.held[key]
}

// cutTime puts something else behind the seconds of a time.
func cutTime(end string) func(*reply) {
	return func(a *reply) {
		if at := text(a.body, "createdAt"); len(at) > 19 {
			a.body["createdAt"] = at[:19] + end
		}
	}
}

func timeMisbehaviours() []misbehaviour {
	const longAgo = "1970-01-01T00:00:00.000Z"
	return []misbehaviour{
		{
			"times_have_no_fraction", "inkeep.time.utc-accepted",
			refuses(func(_ *http.Request, o object) bool { return strings.Contains(text(o, "createdAt"), ".589Z") }),
		},
		{
			"times_have_no_offset", "inkeep.time.offset-accepted",
			refuses(func(_ *http.Request, o object) bool { return strings.Contains(text(o, "createdAt"), "+") }),
		},
		{
			"the_time_is_always_now", "inkeep.time.instant-kept",
			stored(func(a *reply) { a.body["createdAt"] = time.Now().UTC().Format(time.RFC3339) }),
		},
		{"times_are_printed_in_whole_seconds", "inkeep.time.instant-kept", stored(cutTime("Z"))},
		{"milliseconds_are_lost", "inkeep.time.instant-kept", stored(cutTime(".000Z"))},
		{"fractions_are_milliseconds", "inkeep.time.odd-instants", events(func(o object) {
			if date, digits, found := strings.Cut(strings.TrimSuffix(text(o, "createdAt"), "Z"), "."); found && len(digits) < 3 {
				o["createdAt"] = date + "." + strings.Repeat("0", 3-len(digits)) + digits + "Z"
			}
		})},
		{"zones_are_not_told", "inkeep.time.offset-kept", bend(nil, func(a *reply) {
			if at := text(a.sent, "createdAt"); a.status == http.StatusOK && len(at) > 19 {
				a.body["createdAt"] = at[:19]
			}
		})},
		{"minutes_of_offsets_are_lost", "inkeep.time.offset-kept", events(func(o object) {
			if at := text(o, "createdAt"); len(at) > 6 && at[len(at)-3] == ':' {
				o["createdAt"] = at[:len(at)-2] + "00"
			}
		})},
		{"offsets_are_half_a_day_at_most", "inkeep.time.offset-edges", events(func(o object) {
			if at := text(o, "createdAt"); strings.HasSuffix(at, "+14:00") {
				o["createdAt"] = strings.TrimSuffix(at, "+14:00") + "+12:00"
			}
		})},
		{"times_begin_in_1970", "inkeep.time.odd-instants", stored(func(a *reply) {
			if strings.HasPrefix(text(a.body, "createdAt"), "1969") {
				a.body["createdAt"] = longAgo
			}
		})},
		{"offsets_are_lost", "inkeep.time.offset-kept", events(func(o object) {
			if at := text(o, "createdAt"); strings.HasSuffix(at, "+01:00") {
				o["createdAt"] = strings.TrimSuffix(at, "+01:00") + "Z"
			}
		})},
		{"no_time_is_long_ago", "inkeep.time.default-now", stored(func(a *reply) {
			if _, given := a.sent["createdAt"]; !given {
				a.body["createdAt"] = longAgo
			}
		})},
		{"local_time_is_called_utc", "inkeep.time.default-now", stored(func(a *reply) {
			a.body["createdAt"] = time.Now().UTC().Add(time.Hour).Format(time.RFC3339)
		})},
		{"a_null_time_is_long_ago", "inkeep.time.null-now", stored(func(a *reply) {
			if value, given := a.sent["createdAt"]; given && value == nil {
				a.body["createdAt"] = strconv.Itoa(1_000_000_000_000)
			}
		})},
	}
}

// properties bends the value of every member inside a member of the answer.
func properties(name string, change func(any) any) func(http.Handler) http.Handler {
	return stored(func(a *reply) {
		if a.body[name] != nil {
			a.body[name] = walk(a.body[name], change)
		}
	})
}

func numbersAsText(v any) any {
	if n, isNumber := v.(json.Number); isNumber {
		return string(n)
	}
	return v
}

func fractionsAsText(v any) any {
	if n, isNumber := v.(json.Number); isNumber && strings.Contains(string(n), ".") {
		return string(n)
	}
	return v
}

func emptyAsNull(v any) any {
	if l, isList := v.([]any); v == "" || isList && len(l) == 0 {
		return nil
	}
	return v
}

func echoMisbehaviours() []misbehaviour {
	var before, after, byType memory
	return []misbehaviour{
		{"answers_are_about_messages", "inkeep.events.kind-answered", stored(func(a *reply) { a.body["entityType"] = "message" })},
		{"answers_lack_the_reference", "inkeep.events.kind-answered", stored(func(a *reply) { delete(a.body, "searchQuery") })},
		{
			"types_in_lower_case", "inkeep.events.type-kept",
			stored(func(a *reply) { a.body["type"] = strings.ToLower(text(a.body, "type")) }),
		},
		{"queries_are_trimmed", "inkeep.events.reference-kept", stored(func(a *reply) {
			if a.body["searchQuery"] != nil {
				a.body["searchQuery"] = strings.TrimSpace(text(a.body, "searchQuery"))
			}
		})},
		{"long_texts_are_cut", "inkeep.events.long-text-whole", stored(func(a *reply) {
			if query := text(a.body, "searchQuery"); len(query) > 1000 {
				a.body["searchQuery"] = query[:1000]
			}
		})},
		{"properties_become_texts", "inkeep.events.properties-kept", properties("properties", numbersAsText)},
		{"properties_are_forgotten", "inkeep.events.properties-kept", stored(func(a *reply) { delete(a.body, "properties") })},
		{"empty_values_become_null", "inkeep.events.empty-values-kept", properties("properties", emptyAsNull)},
		{"user_properties_are_reduced", "inkeep.events.user-properties-kept", stored(func(a *reply) {
			if user, there := a.body["userProperties"].(object); there {
				delete(user, "company")
			}
		})},
		{"user_numbers_become_texts", "inkeep.events.user-numbers-kept", properties("userProperties", numbersAsText)},
		{"user_fractions_become_texts", "inkeep.events.user-numbers-kept", properties("userProperties", fractionsAsText)},
		{"an_event_for_each_message", "inkeep.events.same-reference", stored(func(a *reply) {
			if reference := text(a.body, "messageId"); reference != "" && after.swap(reference, after.get(reference)) {
				a.body["type"] = after.get(reference)
			} else {
				after.swap(reference, a.body["type"])
			}
		})},
		{"an_answer_for_each_type", "inkeep.events.same-reference", stored(func(a *reply) {
			kept := text(a.body, "entityType") + text(a.body, "type")
			if first, known := byType.get(kept).(object); known {
				a.body = first
			}
			byType.swap(kept, a.body)
		})},
		{"properties_are_left_over", "inkeep.events.nothing-left-over", stored(func(a *reply) {
			if a.body["properties"] == nil {
				a.body["properties"] = before.get("last")
			}
			before.swap("last", a.body["properties"])
		})},
	}
}

func oddEchoMisbehaviours() []misbehaviour {
	return []misbehaviour{
		{"dotted_names_are_dropped", "inkeep.events.odd-properties-kept", stored(func(a *reply) {
			if p, there := a.body["properties"].(object); there {
				delete(p, "a.b")
			}
		})},
		{"lists_are_sets", "inkeep.events.odd-properties-kept", properties("properties", withoutRepeats)},
		{"user_texts_are_cut", "inkeep.events.odd-user-properties-kept", properties("userProperties", func(v any) any {
			if s, isText := v.(string); isText && len(s) > 255 {
				return s[:255]
			}
			return v
		})},
		{"user_properties_join_properties", "inkeep.events.properties-apart", stored(func(a *reply) {
			p, both := a.body["properties"].(object)
			user, _ := a.body["userProperties"].(object)
			for name, value := range user {
				if _, there := p[name]; both && !there {
					p[name] = value
				}
			}
		})},
		{"the_user_names_the_event", "inkeep.events.properties-apart", stored(func(a *reply) {
			if user, there := a.body["userProperties"].(object); there && a.sent["id"] == nil && text(user, "id") != "" {
				a.body["id"] = user["id"]
			}
		})},
	}
}

func withoutRepeats(v any) any {
	l, isList := v.([]any)
	if !isList {
		return v
	}
	once := []any{}
	for _, item := range l {
		if !slices.ContainsFunc(once, func(other any) bool { return reflect.DeepEqual(other, item) }) {
			once = append(once, item)
		}
	}
	return once
}

func idMisbehaviours() []misbehaviour {
	var burnt, answers memory
	return []misbehaviour{
		{"all_ids_are_the_same", "inkeep.concurrency.ids-distinct", stored(func(a *reply) { a.body["id"] = "event" })},
		{"ids_are_numbers", "inkeep.events.id-made", stored(func(a *reply) { a.body["id"] = json.Number("17") })},
		{"ids_are_empty", "inkeep.concurrency.ids-distinct", stored(func(a *reply) { a.body["id"] = "" })},
		{
			"ids_are_the_second", "inkeep.concurrency.ids-distinct",
			stored(func(a *reply) { a.body["id"] = time.Now().Format(time.DateTime) }),
		},
		{"given_ids_are_replaced", "inkeep.events.id-kept", stored(func(a *reply) { a.body["id"] = "my-" + text(a.body, "id") })},
		{
			"ids_lose_their_dashes", "inkeep.events.id-forms-kept",
			stored(func(a *reply) { a.body["id"] = strings.ReplaceAll(text(a.body, "id"), "-", "") }),
		},
		{
			"a_conflict_is_a_server_error", "inkeep.events.id-reused-no-fault",
			refusals(func(a *reply) { a.status = http.StatusInternalServerError }),
		},
		{"refused_events_burn_their_id", "inkeep.events.id-free-after-refusal", refuses(func(_ *http.Request, o object) bool {
			return text(o, "id") != "" && burnt.swap(text(o, "id"), true)
		})},
		{"answers_are_mixed_up", "inkeep.concurrency.own-answers", stored(func(a *reply) {
			properties := a.body["properties"]
			a.body["properties"] = answers.get("last")
			answers.swap("last", properties)
		})},
	}
}
