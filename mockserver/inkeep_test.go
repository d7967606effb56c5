package mockserver_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// log stores an event and returns the answer's text.
func (c client) log(t testing.TB, body string) string {
	t.Helper()
	var answer json.RawMessage
	r := c.post(t, "/events", body)
	r.into(t, &answer)
	return r.body
}

// TestLogEventSample sends the sample of the Log Event page and wants its answer. INK-EVT-15, INK-SCH-12.
func TestLogEventSample(t *testing.T) {
	s := fresh(t)
	got := apiKey(s).log(t, `{
    "id": "string",
    "type": "string",
    "messageId": "string",
    "createdAt": "2019-08-24T14:15:22Z",
    "projectId": "string",
    "integrationId": "string",
    "properties": {},
    "userProperties": {
      "id": "string",
      "identificationType": "COOKIED",
      "userId": "string",
      "supportAgentName": "string"
    },
    "entityType": "message"
  }`)
	require.JSONEq(t, `{"id":"string","type":"string","messageId":"string","createdAt":"2019-08-24T14:15:22.000Z","projectId":"string",
		"integrationId":"string","properties":{},"userProperties":{"id":"string","identificationType":"COOKIED","userId":"string",
		"supportAgentName":"string"},"entityType":"message"}`, got)
}

func TestLogEventVariants(t *testing.T) {
	s := fresh(t)
	for kind, reference := range map[string]string{"message": "messageId", "conversation": "conversationId", "search": "searchQuery"} {
		t.Run(kind, func(t *testing.T) {
			body := `{"entityType":"` + kind + `","type":"x","` + reference + `":"ref","id":"` + kind + `"}`
			want := `{"id":"` + kind + `","type":"x","` + reference +
				`":"ref","createdAt":"2026-01-15T12:00:00.123Z","projectId":"demo-project",
				"integrationId":"demo-api-integration","properties":null,"userProperties":null,"entityType":"` + kind + `"}`
			require.JSONEq(t, want, apiKey(s).log(t, body))
		})
		t.Run(kind+"_without_its_reference", func(t *testing.T) {
			all := map[string]string{
				"message": `"conversationId":"b","searchQuery":"c"`, "conversation": `"messageId":"a","searchQuery":"c"`,
				"search": `"messageId":"a","conversationId":"b"`,
			}
			apiKey(s).post(t, "/events", `{"entityType":"`+kind+`","type":"x",`+all[kind]+`}`).refusedByInkeep(t,
				http.StatusUnprocessableEntity,
				reference)
		})
		t.Run(kind+"_with_an_empty_reference_and_type", func(t *testing.T) {
			require.Contains(t, apiKey(s).log(t, `{"entityType":"`+kind+`","type":"","`+reference+`":""}`), `"`+reference+`":""`)
		})
	}
}

func TestLogEventDefaults(t *testing.T) {
	s := fresh(t)
	type stored struct {
		ID, CreatedAt            string
		ProjectID, IntegrationID *string
	}
	log := func(t *testing.T, c client, members string) (e stored) {
		t.Helper()
		require.NoError(t, json.Unmarshal([]byte(c.log(t, `{"entityType":"search","type":"x","searchQuery":"q"`+members+`}`)), &e))
		return e
	}
	t.Run("the_id_is_generated", func(t *testing.T) {
		first, second := log(t, apiKey(s), ""), log(t, apiKey(s), "")
		require.NoError(t, uuid.Validate(first.ID))
		require.NotEqual(t, first.ID, second.ID, "two events without an id are two")
	})
	t.Run("a_generated_id_never_meets_one_that_is_taken", func(t *testing.T) {
		foreseen := log(t, apiKey(s), "").ID
		require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
		require.Equal(t, foreseen, log(t, apiKey(s), `,"id":"`+foreseen+`"`).ID)
		seen := map[string]bool{foreseen: true}
		for range 20 {
			id := log(t, apiKey(s), "").ID
			require.False(t, seen[id], "an id twice")
			seen[id] = true
		}
	})
	t.Run("project_and_integration_are_the_key's", func(t *testing.T) {
		api, web := log(t, apiKey(s), ""), log(t, webKey(s), "")
		require.Equal(t, "demo-project", *api.ProjectID)
		require.Equal(t, *api.ProjectID, *web.ProjectID)
		require.NotEqual(t, *api.IntegrationID, *web.IntegrationID)
	})
	t.Run("null_stays_null", func(t *testing.T) {
		e := log(t, apiKey(s), `,"projectId":null,"integrationId":null`)
		require.Nil(t, e.ProjectID)
		require.Nil(t, e.IntegrationID)
	})
	t.Run("given_is_kept", func(t *testing.T) {
		e := log(t, apiKey(s), `,"projectId":"","integrationId":"mine"`)
		require.Empty(t, *e.ProjectID)
		require.Equal(t, "mine", *e.IntegrationID)
	})
	t.Run("createdAt_null_is_now", func(t *testing.T) {
		require.Equal(t, "2026-01-15T12:00:00.123Z", log(t, apiKey(s), `,"createdAt":null`).CreatedAt)
	})
	for given, want := range map[string]string{
		"2019-08-24T14:15:22Z":           "2019-08-24T14:15:22.000Z",
		"2019-08-24t14:15:22.5z":         "2019-08-24T14:15:22.500Z",
		"2019-08-24T14:15:22.123+02:00":  "2019-08-24T12:15:22.123Z",
		"2019-08-24T14:15:22.1234Z":      "2019-08-24T14:15:22.123400Z",
		"2019-08-24T14:15:22.123456789Z": "2019-08-24T14:15:22.123456789Z",
		"9999-12-31T23:59:59.999Z":       "9999-12-31T23:59:59.999Z",
	} {
		t.Run("createdAt_"+given, func(t *testing.T) {
			require.Equal(t, want, log(t, apiKey(s), `,"createdAt":"`+given+`"`).CreatedAt)
		})
	}
}

// TestLogEventTolerance covers what real clients send beyond the document: it is dropped, and noted.
func TestLogEventTolerance(t *testing.T) {
	s := fresh(t)
	t.Run("unknown_members_are_dropped", func(t *testing.T) {
		r := apiKey(s).post(t, "/events", `{"entityType":"search","type":"x","searchQuery":"q","id":"u","sources":[{"a":1}],`+
			`"Properties":{"x":1}}`)
		require.Equal(t, http.StatusOK, r.status)
		r.recordedAsBroken(t, "")
		require.NotContains(t, r.body, "sources")
		require.Contains(t, r.body, `"properties":null`)
	})
	t.Run("both_ids_as_better-auth_sends_them", func(t *testing.T) {
		r := webKey(s).post(t, "/events", `{"type":"x","entityType":"message","messageId":"m","conversationId":"c"}`)
		require.Equal(t, http.StatusOK, r.status)
		require.Contains(t, r.body, `"messageId":"m"`)
		require.NotContains(t, r.body, "conversationId")
	})
	t.Run("a_query_parameter", func(t *testing.T) {
		r := apiKey(s).post(t, "/events?debug=1", `{"type":"x","entityType":"message","messageId":"m"}`)
		require.Equal(t, http.StatusOK, r.status)
		r.recordedAsBroken(t, "")
	})
}

func TestLogEventRefused(t *testing.T) {
	s := fresh(t)
	const rest = `"type":"x","messageId":"m"`
	for _, tt := range []struct {
		name, body string
		status     int
		word       string
	}{
		{"no_entity_type", `{` + rest + `}`, 422, "entityType"},
		{"unknown_entity_type", `{"entityType":"page",` + rest + `}`, 422, "entityType"},
		{"entity_type_case", `{"entityType":"Message",` + rest + `}`, 422, "entityType"},
		{"entity_type_null", `{"entityType":null,` + rest + `}`, 422, "entityType"},
		{"no_type", `{"entityType":"message","messageId":"m"}`, 422, "type"},
		{"type_null", `{"entityType":"message","type":null,"messageId":"m"}`, 422, "/type"},
		{"message_id_number", `{"entityType":"message","type":"x","messageId":7}`, 422, "/messageId"},
		{"empty_id", `{"entityType":"message","id":"",` + rest + `}`, 422, "/id"},
		{"id_null", `{"entityType":"message","id":null,` + rest + `}`, 422, "/id"},
		{"created_at_without_zone", `{"entityType":"message","createdAt":"2026-01-10T10:00:00",` + rest + `}`, 422, "/createdAt"},
		{"created_at_date", `{"entityType":"message","createdAt":"2026-01-10",` + rest + `}`, 422, "/createdAt"},
		{"created_at_number", `{"entityType":"message","createdAt":1768478400000,` + rest + `}`, 422, "/createdAt"},
		{"created_at_empty", `{"entityType":"message","createdAt":"",` + rest + `}`, 422, "/createdAt"},
		{"created_at_impossible", `{"entityType":"message","createdAt":"2025-02-29T10:00:00Z",` + rest + `}`, 422, "/createdAt"},
		{"created_at_in_year_10000", `{"entityType":"message","createdAt":"9999-12-31T23:59:59-01:00",` + rest + `}`, 422, "/createdAt"},
		{"project_number", `{"entityType":"message","projectId":1,` + rest + `}`, 422, "/projectId"},
		{"properties_list", `{"entityType":"message","properties":[],` + rest + `}`, 422, "/properties"},
		{"properties_text", `{"entityType":"message","properties":"{}",` + rest + `}`, 422, "/properties"},
		{"user_properties_number", `{"entityType":"message","userProperties":3,` + rest + `}`, 422, "/userProperties"},
		{"user_id_list", `{"entityType":"message","userProperties":{"userId":[]},` + rest + `}`, 422, "/userProperties/userId"},
		{
			"agent_number", `{"entityType":"message","userProperties":{"supportAgentName":3},` + rest + `}`, 422,
			"/userProperties/supportAgentName",
		},
		{"array", `[{"entityType":"message",` + rest + `}]`, 422, ""},
		{"null", `null`, 422, ""},
		{"broken", `{"entityType":"message"`, 400, ""},
		{"no_body", ``, 400, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			id := `"` + t.Name() + `"`
			r := apiKey(s).post(t, "/events", tt.body, "Content-Type: application/json")
			r.refusedByInkeep(t, tt.status, tt.word)
			require.Contains(t, r.body, `"instance":"/events"`)
			require.NotContains(t, r.body, id)
		})
	}
}
