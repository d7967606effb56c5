package spec

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// readTrack is what a contract makes of an event that is tracked.
func readTrack(t *testing.T, text string) Members {
	t.Helper()
	document, err := os.ReadFile("chatlayer/openapi.yaml")
	require.NoError(t, err)
	c, err := Load(Source{Name: "chatlayer", Document: document})
	require.NoError(t, err)
	o, _ := c.Operation("TrackEvent")
	in, violations := o.ValidateRequest(Request{
		PathParams: PathParams{{Name: "bot_id", Value: "b"}}, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(text),
	})
	require.Empty(t, violations)
	return in.Body
}

func TestMembers(t *testing.T) {
	const text = `{"id":"e1","attributes":{"plan":"pro","":""},` +
		`"context":{"campaign":{"id":"spring"},"conversation_id":"c"},"event":"signup"}`
	asText := readTrack(t, text)
	asMap := readTrack(t, text)
	require.Equal(t, map[string]any{
		"id": "e1", "event": "signup", "attributes": map[string]any{"plan": "pro", "": ""},
		"context": map[string]any{"campaign": map[string]any{"id": "spring"}, "conversation_id": "c"},
	}, asMap.Map())
	for name, m := range map[string]Members{"as_the_text_has_them": asText, "as_a_map": asMap} {
		t.Run(name, func(t *testing.T) {
			require.True(t, m.Given())
			require.Equal(t, "signup", m.Text("event"))
			require.Empty(t, m.Text("plan"), "of an inner object")
			require.Empty(t, m.Text("attributes"), "of another kind")
			require.Equal(t, map[string]string{"plan": "pro", "": ""}, m.TextMap("attributes"))
			require.Nil(t, m.TextMap("event"))
			require.Equal(t, "spring", m.Object("context").Object("campaign").Text("id"))
			require.Equal(t, "c", m.Object("context").Text("conversation_id"), "behind an inner object")
			require.False(t, m.Object("campaign").Given())
			require.Equal(t, "e1", *m.TextOr("id", "absent"))
			require.Equal(t, "absent", *m.TextOr("user_id", "absent"))
			value, there := m.Lookup("context")
			require.True(t, there)
			require.IsType(t, map[string]any{}, value)
			_, there = m.Lookup("user_id")
			require.False(t, there)
		})
	}
	t.Run("change_with_their_map", func(t *testing.T) {
		m := readTrack(t, text)
		m.Map()["event"] = "login"
		require.Equal(t, "login", m.Text("event"))
	})
}

func TestMembersOfMaps(t *testing.T) {
	t.Run("of_no_object", func(t *testing.T) {
		var m Members
		require.False(t, m.Given())
		require.Nil(t, m.Map())
		require.Nil(t, m.Objects("a"))
		require.Nil(t, m.Int32("a"))
		require.False(t, m.Object("a").Given())
	})
	t.Run("of_all_kinds", func(t *testing.T) {
		made := MembersOf(map[string]any{
			"whole": int64(3), "list": []any{"a", nil, map[string]any{"b": true}}, "null": nil,
		})
		require.Equal(t, int32(3), *made.Int32("whole"))
		require.Equal(t, []string{"a"}, made.Texts("list"))
		require.Len(t, made.Objects("list"), 1)
		yes, given := made.Objects("list")[0].Bool("b")
		require.True(t, yes)
		require.True(t, given)
		require.Nil(t, made.TextOr("null", "absent"))
		require.Empty(t, made.Text("whole"))
	})
	t.Run("of_empty_objects", func(t *testing.T) {
		m := readTrack(t, `{"attributes":{}}`)
		require.True(t, m.Object("attributes").Given())
		require.NotNil(t, m.TextMap("attributes"))
		empty := readTrack(t, `{}`)
		require.True(t, empty.Given())
		require.NotNil(t, empty.Map())
	})
}

func TestManyMembers(t *testing.T) {
	c := formContracts(t)["inkeep"]
	s := c.schemas["LogEventRequest"]
	members := make([]string, 10*formNames)
	for i := range members {
		members[i] = fmt.Sprintf(`"m%d":{"x":%d}`, i, i)
	}
	event := func(members []string) []byte {
		return []byte(`{"entityType":"search","type":"t","searchQuery":"q","properties":{` + strings.Join(members, ",") + `}}`)
	}
	require.True(t, holdForm(t, c, s, event(members)))
	for _, twice := range []string{`"m0":1`, `"m639":1`, fmt.Sprintf(`"m%d":1`, formNames)} {
		require.False(t, holdForm(t, c, s, event(append(members[:len(members):len(members)], twice))), twice)
	}
}
