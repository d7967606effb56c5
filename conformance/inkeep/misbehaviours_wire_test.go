package inkeep_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

func problemMisbehaviours() []misbehaviour {
	return []misbehaviour{
		{"success_is_201", "inkeep.schema.status-200", stored(func(a *reply) { a.status = http.StatusCreated })},
		{"answers_lack_a_time", "inkeep.schema.answers", stored(func(a *reply) { delete(a.body, "createdAt") })},
		{
			"answers_have_a_number_for_a_time", "inkeep.schema.answers",
			stored(func(a *reply) { a.body["createdAt"] = json.Number("1768382813589") }),
		},
		{"answers_are_plain_text", "inkeep.schema.answers", stored(func(a *reply) { a.header.Set("Content-Type", "text/plain") })},
		{"a_null_origin_is_left_out", "inkeep.schema.origin-there", stored(func(a *reply) { delete(a.body, "projectId") })},
		{
			"refusals_are_plain_json", "inkeep.negotiation.problem-media-type",
			refusals(func(a *reply) { a.header.Set("Content-Type", "application/json") }),
		},
		{"a_gateway_refuses_strangers", "inkeep.negotiation.problem-media-type-elsewhere", gateway},
		{"refusals_lack_a_title", "inkeep.schema.problem-members", refusals(func(a *reply) { delete(a.body, "title") })},
		{"refusals_lack_the_older_form", "inkeep.schema.problem-members", refusals(func(a *reply) { delete(a.body, "error") })},
		{"refusals_say_200", "inkeep.schema.problem-status", refusals(func(a *reply) { a.body["status"] = json.Number("200") })},
		{"refusals_share_a_code", "inkeep.schema.problem-code", refusals(func(a *reply) { a.body["code"] = "bad_request" })},
		{"the_older_form_has_a_code_of_its_own", "inkeep.schema.problem-code", refusals(func(a *reply) {
			a.body["error"] = object{"code": "error", "message": "no"}
		})},
		{
			"the_request_id_is_a_number", "inkeep.schema.problem-optional-members",
			refusals(func(a *reply) { a.body["requestId"] = json.Number("7") }),
		},
	}
}

// gateway refuses strangers by itself, in a form of its own.
func gateway(next http.Handler) http.Handler {
	return refusals(func(a *reply) {
		if a.status == http.StatusUnauthorized {
			a.header.Set("Content-Type", "application/json")
			a.body = object{"message": "Unauthorized"}
		}
	})(next)
}

// sized lets a server look at how much was sent before it reads it as events.
func sized(change func(w http.ResponseWriter, r *http.Request, body []byte) []byte) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if body = change(w, r, body); body != nil {
				r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
				next.ServeHTTP(w, r)
			}
		})
	}
}

// atMost refuses larger bodies.
func atMost(size int) func(http.Handler) http.Handler {
	return sized(func(w http.ResponseWriter, _ *http.Request, body []byte) []byte {
		if len(body) > size {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return nil
		}
		return body
	})
}

func limitMisbehaviours() []misbehaviour {
	small := []byte(`{"type":"t","entityType":"search","searchQuery":"q"}`)
	var seen memory
	return []misbehaviour{
		{"the_limit_is_64_kB", "inkeep.limits.hundred-kilobytes", atMost(64 << 10)},
		{"large_properties_are_cut", "inkeep.limits.large-kept", stored(func(a *reply) {
			own, _ := a.body["properties"].(object)
			if pieces, _ := own["pieces"].([]any); len(pieces) > 1000 {
				own["pieces"] = pieces[:1000]
			}
		})},
		{"what_is_too_large_is_stored_too", "inkeep.limits.too-large-not-stored", bend(func(_ *http.Request, o object) *reply {
			if own, _ := o["properties"].(object); own["pieces"] != nil {
				seen.swap(text(o, "id"), true)
			} else if text(o, "id") != "" && seen.get(text(o, "id")) != nil {
				return problem(http.StatusConflict, "conflict")
			}
			return nil
		}, nil)},
		{"there_is_no_limit", "inkeep.limits.too-large-refused", sized(func(_ http.ResponseWriter, _ *http.Request, body []byte) []byte {
			if len(body) > 2<<20 {
				return small
			}
			return body
		})},
		{
			"only_announced_lengths_count", "inkeep.limits.too-large-unannounced",
			sized(func(_ http.ResponseWriter, r *http.Request, body []byte) []byte {
				if len(body) > 2<<20 && r.ContentLength < 0 {
					return small
				}
				return body
			}),
		},
		{
			"a_large_body_is_the_end", "inkeep.limits.alive-afterwards",
			sized(func(w http.ResponseWriter, _ *http.Request, body []byte) []byte {
				if len(body) > 2<<20 {
					seen.swap("large", true)
				}
				if seen.get("large") != nil {
					w.WriteHeader(http.StatusInternalServerError)
					return nil
				}
				return body
			}),
		},
	}
}

// picky refuses a request for the way in which its JSON is written.
func picky(reason func(body string) bool) func(http.Handler) http.Handler {
	return sized(func(w http.ResponseWriter, _ *http.Request, body []byte) []byte {
		if reason(string(body)) {
			write(w, problem(http.StatusBadRequest, "bad_request"))
			return nil
		}
		return body
	})
}

func inputMisbehaviours() []misbehaviour {
	return []misbehaviour{
		{"type_comes_first", "inkeep.input.member-order", picky(func(body string) bool { return !strings.HasPrefix(body, `{"type"`) })},
		{"no_space_before", "inkeep.input.whitespace", picky(func(body string) bool { return strings.HasPrefix(body, " ") })},
		{"escapes_are_not_undone", "inkeep.input.escapes", sized(func(_ http.ResponseWriter, _ *http.Request, body []byte) []byte {
			return bytes.ReplaceAll(body, []byte(`\u`), []byte(`\\u`))
		})},
		{
			"extra_members_are_refused", "inkeep.input.extra-accepted",
			refuses(func(_ *http.Request, o object) bool { return o["usLinks"] != nil }),
		},
		{"extra_members_come_back", "inkeep.input.extra-dropped", stored(func(a *reply) {
			for name, value := range a.sent {
				a.body[name] = value
			}
		})},
		{"the_first_reference_counts", "inkeep.events.both-references", events(func(o object) {
			if o["messageId"] != nil {
				o["entityType"] = "message"
			}
		})},
		{"two_references_are_refused", "inkeep.events.both-references", refuses(func(_ *http.Request, o object) bool {
			return o["messageId"] != nil && o["conversationId"] != nil
		})},
	}
}

// authorized changes the key before a server sees it.
func authorized(change func(string) string) func(http.Handler) http.Handler {
	return bend(func(r *http.Request, _ object) *reply {
		r.Header.Set("Authorization", change(r.Header.Get("Authorization")))
		return nil
	}, nil)
}

// refusesWebKeys knows the key of a web integration, and does not let it log.
func refusesWebKeys(next http.Handler) http.Handler {
	forbids := refusals(func(a *reply) { a.status, a.body["status"] = http.StatusForbidden, json.Number("403") })(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Authorization"), "demo-web-key") {
			next.ServeHTTP(w, r)
			return
		}
		r.Header.Set("Authorization", "Bearer unknown")
		forbids.ServeHTTP(w, r)
	})
}

func keyMisbehaviours() []misbehaviour {
	return []misbehaviour{
		{"no_key_is_the_usual_key", "inkeep.auth.key-needed", authorized(func(value string) string {
			if value == "" {
				return "Bearer demo-api-key"
			}
			return value
		})},
		{"a_part_of_the_key_will_do", "inkeep.auth.status-401", authorized(func(value string) string {
			if value == "Bearer demo-api-ke" {
				return "Bearer demo-api-key"
			}
			return value
		})},
		{"no_key_is_forbidden", "inkeep.auth.status-401", refusals(func(a *reply) {
			if a.status == http.StatusUnauthorized {
				a.status = http.StatusForbidden
			}
		})},
		{"web_keys_are_refused", "inkeep.auth.either-key", refusesWebKeys},
		{"web_keys_log_no_properties", "inkeep.auth.either-key-kept", bend(func(r *http.Request, o object) *reply {
			if strings.Contains(r.Header.Get("Authorization"), "demo-web-key") {
				delete(o, "properties")
			}
			return nil
		}, nil)},
	}
}

func storyMisbehaviours() []misbehaviour {
	return []misbehaviour{
		{"rare_letters_are_lost", "inkeep.story.random-events", properties("properties", func(v any) any {
			if s, isText := v.(string); isText {
				return strings.ReplaceAll(s, "\u2028", "")
			}
			return v
		})},
		{"rare_events_are_refused", "inkeep.story.random-events", refuses(func(_ *http.Request, o object) bool {
			user, _ := o["userProperties"].(object)
			return o["createdAt"] != nil && user["userType"] != nil
		})},
	}
}
