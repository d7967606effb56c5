package inkeep_test

import (
	"bytes"
	"io"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// formMisbehaviours are about one form of a value, or one kind of event.
func formMisbehaviours() []misbehaviour {
	var made atomic.Int64
	return []misbehaviour{
		{"nulls_of_searches_are_lost", "inkeep.events.nulls-kept", stored(func(a *reply) {
			if user, there := a.body["userProperties"].(object); there && a.sent["entityType"] == "search" {
				delete(user, "none")
			}
		})},
		{"empty_texts_of_searches_are_lost", "inkeep.events.every-member-kept", stored(func(a *reply) {
			if user, there := a.body["userProperties"].(object); there && a.sent["entityType"] == "search" {
				delete(user, "empty")
			}
		})},
		{"times_are_now_beside_an_id", "inkeep.events.every-member-kept", stored(func(a *reply) {
			if _, given := a.sent["id"]; given {
				a.body["createdAt"] = "2001-09-09T01:46:40Z"
			}
		})},
		{"infinity_is_a_word", "inkeep.input.unwritable-numbers", words("1e400", "Infinity")},
		{"nan_is_a_word", "inkeep.input.unwritable-numbers", words("NaN", "NaN")},
		{"ids_come_again", "inkeep.concurrency.ids-distinct", stored(func(a *reply) {
			if _, given := a.sent["id"]; !given {
				if made.Add(1)%6 == 0 {
					a.body["id"] = "again"
				}
			}
		})},
		{"digits_of_a_project_are_a_number", "inkeep.events.null-origin", stored(func(a *reply) {
			if a.sent["projectId"] == "00042" {
				a.body["projectId"] = 42
			}
		})},
		{"false_for_an_integration_comes_back", "inkeep.schema.mistyped-user-properties", bend(func(_ *http.Request, o object) *reply {
			if o["integrationId"] == false {
				return &reply{
					status: http.StatusOK, header: http.Header{"Content-Type": {"application/json"}},
					body: object{"integrationId": false},
				}
			}
			return nil
		}, nil)},
	}
}

// words takes events that hold a word for a number, and answers with such a word.
func words(sent, back string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			text, _ := io.ReadAll(r.Body)
			if bytes.Contains(text, []byte(":"+sent)) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, `{"properties":{"number":`+back+`}}`)
				return
			}
			r.Body = io.NopCloser(bytes.NewReader(text))
			next.ServeHTTP(w, r)
		})
	}
}

// What is wrong with the plain events of one kind is not blamed on the way in which others are written.
func TestWritingIsNotBlamedForTheKind(t *testing.T) {
	prefixed := stored(func(a *reply) {
		if a.sent["entityType"] == "conversation" {
			a.body["type"] = "conversation." + text(a.body, "type")
		}
	})
	report, err := conformance.Run(t.Context(),
		target(serve(t, prefixed(clean(t))), "inkeep.input.member-order", "inkeep.input.whitespace", "inkeep.input.escapes"))
	require.NoError(t, err)
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
}
