package mockserver_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// What people see of an exchange at a glance, before they look into its bodies.

func TestJournalSaysHowMuchAListHeld(t *testing.T) {
	s := mockserver.Start(t, seeded(200))
	c := demo(s)
	of := func(more args) args { return everything().with(more) }
	held := func(n int) *int { return &n }
	for what, tt := range map[string]struct {
		ask  func() reply
		want *int
	}{
		"a_page":              {func() reply { return c.ask(t, http.MethodGet, "demobot1", of(args{"page_size": "7"})) }, held(7)},
		"an_empty_list":       {func() reply { return c.ask(t, http.MethodGet, "demobot1", of(args{"user_id": "Nobody"})) }, held(0)},
		"a_list_of_another":   {func() reply { return apiKey(s).get(t, "/conversations?limit=3") }, held(3)},
		"what_was_refused":    {func() reply { return c.ask(t, http.MethodGet, "demobot1", of(args{"version": "x"})) }, nil},
		"what_is_no_list":     {func() reply { return c.post(t, trackOf("demobot1"), `{"event":"signup"}`) }, nil},
		"what_nobody_answers": {func() reply { return c.get(t, "/nowhere/at/all") }, nil},
	} {
		t.Run(what, func(t *testing.T) {
			tt.ask()
			require.Equal(t, tt.want, c.last(t).Returned)
			all := c.journal(t, "?bodies=false&limit=1").Exchanges
			require.Equal(t, tt.want, all[0].Returned, "without the bodies, too")
		})
	}
}

func TestJournalHasTheBodyOfWhatIsRefusedBeforeItIsLookedAt(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	track, stranger := trackOf("demobot1"), client{s.URL, basic("demo-token-id:wrong")}
	sent := args{"event": "signup"}
	length := func(n int) string { return "Content-Length: " + strconv.Itoa(n) }
	half, parts := `{"event":"si`, "Transfer-Encoding: chunked"
	long := strings.Repeat("x", 70_000)
	for what, tt := range map[string]struct {
		from   client
		path   string
		lines  string // of the header
		body   string // that is sent
		status int
		want   any // what the journal has of it
		unread bool
	}{
		"credentials":          {stranger, track, length(18), sent.json(t), 401, map[string]any(sent), false},
		"credentials_in_parts": {stranger, track, parts, "12\r\n" + sent.json(t) + "\r\n0\r\n\r\n", 401, map[string]any(sent), false},
		"a_path":               {c, "/v1/nowhere", length(18), sent.json(t), 404, map[string]any(sent), false},
		"a_coding":             {c, track, length(4) + "\r\nContent-Encoding: gzip", "gzip", 415, "gzip", false},
		"what_has_not_come":    {stranger, track, length(18), half, 401, half, true},
		"what_is_cut":          {c, track, parts, "c\r\n" + half + "\r\nno\r\n", 400, half, true},
		"what_is_waited_with":  {stranger, track, length(18) + "\r\nExpect: 100-continue", "", 401, nil, true},
		"what_is_long":         {stranger, track, length(len(long)), long, 401, nil, true},
	} {
		t.Run(what, func(t *testing.T) {
			w := c.dial(t)
			w.write(t, tt.from.head(tt.path, tt.lines)+"\r\n"+tt.body)
			require.Equal(t, tt.status, w.read(t, http.MethodPost).status)
			x := c.last(t)
			require.Equal(t, []any{tt.status, tt.want, tt.unread}, []any{x.Status, x.Request.Body, x.Request.Unread})
			require.NoError(t, w.Close())
		})
	}
	har := c.get(t, journalPath+"?format=har&limit=1000")
	har.keeps(t, "ListExchanges")
	require.Contains(t, har.body, "not read behind its first 12 bytes")
}

func TestJournalTellsWhichCredentialCame(t *testing.T) {
	s := mockserver.Start(t, quiet())
	for sent, want := range map[string]string{
		"":                                "",
		demo(s).auth:                      "demo-token-id:[redacted] (17 characters)",
		basic("demo-token-id:not-that"):   "demo-token-id:[redacted] (8 characters)",
		basic("live-token-id:not-that"):   "[redacted]:[redacted] (8 characters)",
		"Bearer demo-api-key":             "[redacted] (12 characters)",
		"Bearer sk-live-0123456789abcdef": "[redacted] (24 characters)",
	} {
		client{s.URL, sent}.post(t, trackOf("demobot1"), `{"event":"signup"}`)
		x := demo(s).last(t)
		require.Equal(t, want, x.Credential)
		for _, secret := range []string{"0123456789", "sk-l", "live", "not-that", "demo-token-secret", "demo-api-key"} {
			require.NotContains(t, string(asJSON(t, x)), secret)
		}
		if x.Status == http.StatusUnauthorized {
			require.Contains(t, string(asJSON(t, x.Response.Body)), "GET / lists what is accepted here", "it is not redacted")
		}
	}
}
