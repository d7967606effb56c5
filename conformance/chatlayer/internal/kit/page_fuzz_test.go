package kit

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// FuzzPage reads an answer and holds what it finds to encoding/json, which reads the same members and the same texts from what is
// UTF-8 and names nothing twice.
func FuzzPage(f *testing.F) {
	for _, seed := range []string{
		`{"events":[{"id":"1","event":"a","attributes":{"k":"v","n":1},"timestamp":"2026-01-15T10:00:00.5Z"}],"next_page_token":"t"}`,
		`{"events":null,"next_page_token":null}`, `{"events":[[],{}, {"id":null}],"next_page_token":7}`,
		`{"Events":[{"ID":"1"}],"events":[]}`,
		`{"events":[{"id":"\ud800\u0041"}]}`, "{\"events\":[{\"id\":\"\xff\"}]}", `{"events":[]} x`,
		`{"events":[{"id":null,"event":7},{"\u0069d":"a\"\n\ud83d\ude00"},{"id":[]}]}`,
		`{"events":[{"id":"a","id":"b"}]}`, `[`, `{"events":[{"timestamp":"9999-12-31T23:59:59-23:59"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		s := &Session{events: map[string]Event{}}
		x := &exchange.Exchange{Status: http.StatusOK, Header: http.Header{}, Body: body}
		p := s.newPage(x)
		again := s.newPage(x)
		require.Equal(t, p.Events, again.Events, "read once more")
		var want struct {
			Events []map[string]json.RawMessage `json:"events"`
		}
		members := map[string]json.RawMessage{}
		if !json.Valid(body) {
			require.NotEmpty(t, p.Problem, "no JSON is no page")
		}
		if p.Problem != "" || !utf8.Valid(body) || json.Unmarshal(body, &members) != nil || members["events"] == nil {
			return
		}
		require.NoError(t, json.Unmarshal([]byte(`{"events":`+string(members["events"])+`}`), &want))
		require.Len(t, p.Events, len(want.Events))
		for i, e := range p.Events {
			checkEvent(t, e, want.Events[i])
		}
	})
}

func checkEvent(t *testing.T, e Event, want map[string]json.RawMessage) {
	t.Helper()
	require.Len(t, e.Raw, len(want))
	for name, raw := range want {
		require.JSONEq(t, string(raw), string(e.Raw[name]))
	}
	var id string
	if json.Unmarshal(want["id"], &id) != nil {
		id = ""
	}
	require.Equal(t, id, e.ID)
	if at, err := time.Parse(time.RFC3339Nano, strings.ToUpper(e.Timestamp)); err != nil {
		require.Zero(t, e.At)
	} else if !e.At.IsZero() {
		require.True(t, at.Equal(e.At))
	}
}
