package mockserver_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

const anEvent = `{"entityType":"search","type":"x","searchQuery":"q"}`

func TestAuthAny(t *testing.T) {
	opts := quiet()
	opts.Auth = mockserver.AuthAny
	s := mockserver.Start(t, opts)
	stranger := client{s.URL, basic("who:ever")}
	stranger.track(t, "demobot1", args{"id": "x"})

	t.Run("everybody_is_demo-team", func(t *testing.T) {
		require.Equal(t, []string{"x"}, ids(other(s).team(t, "demo-team", args{}).Events))
		stranger.ask(t, http.MethodGet, "otherbot", everything()).refusedByChatlayer(t, http.StatusForbidden)
		stranger.get(t, teamOf("other-team")+"?start_time=2026-01-01&end_time=2026-02-01").refusedByChatlayer(t, http.StatusForbidden)
	})
	t.Run("malformed_ones_are_refused", func(t *testing.T) {
		for _, header := range []string{"", "Basic", "Basic x", basic(":x"), basic("x:"), basic("x"), "Bearer x:y"} {
			client{s.URL, header}.post(t, "/v1/echo", `{"message":"x"}`).refusedByChatlayer(t, http.StatusUnauthorized)
		}
		for _, header := range []string{"", "Bearer", "Bearer ", "Bearer a b", basic("x:y")} {
			client{s.URL, header}.post(t, "/events", anEvent).refusedByInkeep(t, http.StatusUnauthorized)
		}
	})
	t.Run("any_key_opens_the_project", func(t *testing.T) {
		require.Contains(t, client{s.URL, "Bearer whatever"}.log(t, anEvent), `"projectId":"demo-project"`)
	})
}

func TestAuthOff(t *testing.T) {
	opts := quiet()
	opts.Auth = mockserver.AuthOff
	s := mockserver.Start(t, opts)
	for _, header := range []string{"", "nonsense", "Bearer", basic("other-token-id:other-token-secret")} {
		c := client{s.URL, header}
		c.track(t, "demobot1", args{"id": "x"})
		require.Equal(t, []string{"x"}, ids(c.team(t, "demo-team", args{}).Events))
		require.Contains(t, c.log(t, anEvent), `"projectId":"demo-project"`)
		c.ask(t, http.MethodGet, "otherbot", everything()).refusedByChatlayer(t, http.StatusForbidden)
	}
}

// TestCredentials replaces the demo set of one API and leaves the other's.
func TestCredentials(t *testing.T) {
	opts := quiet()
	opts.Credentials = []mockserver.Credential{
		{Kind: mockserver.KindChatlayer, ID: "id", Secret: "se:cr@t", Team: "mine"},
		{Kind: mockserver.KindChatlayer, ID: "id2", Secret: "s2", Team: "other-team"},
	}
	s := mockserver.Start(t, opts)
	c := client{s.URL, basic("id:se:cr@t")}
	c.track(t, "mybot", args{"id": "x"})
	require.Equal(t, []string{"x"}, ids(c.team(t, "mine", args{}).Events))
	c.ask(t, http.MethodGet, "otherbot", everything()).refusedByChatlayer(t, http.StatusForbidden)
	require.Empty(t, client{s.URL, basic("id2:s2")}.listed(t, "otherbot", nil))
	c.track(t, "demobot1", args{"id": "x"}) // a bot of a team that no credential reaches is nobody's
	require.Equal(t, []string{"x"}, c.listed(t, "demobot1", nil))
	r := demo(s).post(t, "/v1/echo", `{"message":"x"}`)
	r.refusedByChatlayer(t, http.StatusUnauthorized)
	require.NotContains(t, r.body, "demo-token", "the demo set is no hint where it is not accepted")
	apiKey(s).log(t, anEvent)

	opts.Credentials = []mockserver.Credential{{Kind: mockserver.KindInkeepWeb, Secret: "k"}}
	s = mockserver.Start(t, opts)
	require.Contains(t, client{s.URL, "Bearer k"}.log(t, anEvent), "demo-web-integration")
	apiKey(s).post(t, "/events", anEvent).refusedByInkeep(t, http.StatusUnauthorized)
	demo(s).track(t, "demobot1", args{})
}

func TestParseCredential(t *testing.T) {
	for text, want := range map[string]mockserver.Credential{
		"chatlayer=id:secret@team":   {Kind: "chatlayer", ID: "id", Secret: "secret", Team: "team"},
		"chatlayer=id:s:e@c=t@my_t-": {Kind: "chatlayer", ID: "id", Secret: "s:e@c=t", Team: "my_t-"},
		"inkeep-api=k=e:y@x":         {Kind: "inkeep-api", Secret: "k=e:y@x"},
		"inkeep-web=key":             {Kind: "inkeep-web", Secret: "key"},
	} {
		got, err := mockserver.ParseCredential(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got)
	}
	for _, text := range []string{
		"", "chatlayer", "chatlayer=", "chatlayer=id:hunter2", "chatlayer=id:@team", "chatlayer=:hunter2@team", "chatlayer=id@team",
		"chatlayer=id:hunter2@", "chatlayer=id:hunter2@bad team", "chatlayer=id:hunter2@-x", "inkeep-api=", "inkeep-web=hunter2 x",
		"inkeep=hunter2", "Chatlayer=id:hunter2@team", "=hunter2",
	} {
		_, err := mockserver.ParseCredential(text)
		require.Error(t, err, text)
		require.NotContains(t, err.Error(), "hunter2", "an error never repeats a secret")
	}
}

// TestSecretsStaySecret looks for what was sent as a credential in answers, violations and the log.
func TestSecretsStaySecret(t *testing.T) {
	var log syncBuffer
	opts := quiet()
	opts.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	opts.Credentials = []mockserver.Credential{
		{Kind: mockserver.KindChatlayer, ID: "tid", Secret: "hunter2", Team: "demo-team"},
		{Kind: mockserver.KindInkeepAPI, Secret: "hunter2key"},
	}
	s := mockserver.Start(t, opts)
	var seen bytes.Buffer
	for _, header := range []string{
		basic("tid:hunter2"), basic("tid:hunter2x"), basic("hunter2"), "Basic hunter2", "hunter2", "Bearer hunter2", "Bearer tid:hunter2",
		"Bearer hunter2key x", "Bearer hunter2key",
	} {
		c := client{s.URL, header}
		for _, r := range []reply{
			c.post(t, trackOf("demobot1"), `{"extra":1}`), c.get(t, streamOf("demobot1")), c.post(t, "/events", `{}`), c.get(t, "/nowhere"),
			c.send(t, http.MethodDelete, "/events", ""), c.get(t, "/__understudy/healthz?x=1"),
		} {
			seen.WriteString(r.body)
			require.NoError(t, r.header.Write(&seen))
		}
		seen.WriteString(nobody(s).get(t, "/__understudy/violations").body)
	}
	for _, secret := range []string{"hunter2", basic("tid:hunter2")[6:], basic("tid:hunter2x")[6:], basic("hunter2")[6:]} {
		require.NotContains(t, seen.String(), secret)
		require.NotContains(t, log.String(), secret)
	}
	require.Contains(t, log.String(), "security", "the log was written")
}

// syncBuffer is a buffer that several goroutines may write to.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
