package mockserver_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec/control"
)

func (c client) index(t testing.TB) (index control.Index) {
	t.Helper()
	c.get(t, "/").into(t, &index)
	return index
}

func TestIndex(t *testing.T) {
	opts := seeded(10)
	opts.RefuseAdvisory = true
	s := mockserver.Start(t, opts)
	index := nobody(s).index(t)
	require.Equal(t, s.URL, index.URL)
	require.Len(t, index.Apis, len(mockserver.Definitions()))
	var operations []string
	for i, contract := range contracts(t) {
		a := index.Apis[i]
		require.Equal(t, contract.Name(), a.API)
		require.Len(t, a.Operations, len(contract.Operations()))
		require.Equal(t, s.URL, a.URL)
		require.Equal(t, http.StatusOK, nobody(s).get(t, strings.TrimPrefix(a.Document, s.URL)).status)
		for _, op := range a.Operations {
			operations = append(operations, op.Method+" "+op.Path)
			require.NotEmpty(t, op.Summary)
		}
	}
	require.Subset(t, operations, []string{
		"GET /v1/bots/{bot_id}/events/stream", "POST /v1/bots/{bot_id}/events/stream", "POST /v1/bots/{bot_id}/events/track",
		"GET /v1/teams/{team_id}/events",
		"POST /v1/echo", "POST /events",
	})
	require.Equal(t, []string{"demo-token-id:demo-token-secret", "other-token-id:other-token-secret"}, index.Apis[0].Credentials)
	require.Equal(t, []string{"demo-api-key", "demo-web-key"}, index.Apis[1].Credentials)
	require.Len(t, index.Own, len(ownContract(t).Operations()))

	for _, method := range []string{http.MethodGet, http.MethodHead} {
		r := nobody(s).send(t, method, "/?from=a-browser", "", "Accept: text/html")
		require.Equal(t, http.StatusOK, r.status)
		require.Equal(t, "text/html; charset=utf-8", r.header.Get("Content-Type"))
	}
	require.Equal(t, "GET, HEAD, OPTIONS", nobody(s).send(t, http.MethodOptions, "/", "").header.Get("Allow"))
	require.Equal(t, s.URL, demo(s).index(t).URL, "whoever asks")
	require.Empty(t, s.Violations())
	require.Zero(t, s.StrayRequests())
	require.Equal(t, "http://localhost:4747", indexOf(t, nobody(s).asking(t, http.MethodGet, "/", "localhost:4747")).URL)
	require.Equal(t, s.URL, indexOf(t, nobody(s).asking(t, http.MethodGet, "/", "evil.example")).URL,
		"what a stranger calls it is not repeated")
}

func indexOf(t testing.TB, r reply) (index control.Index) {
	t.Helper()
	r.into(t, &index)
	return index
}

// TestIndexExamples runs the command that the index shows for each API.
func TestIndexExamples(t *testing.T) {
	own := []mockserver.Credential{
		{Kind: mockserver.KindChatlayer, ID: "me", Secret: "s3cret", Team: "my-team"},
		{Kind: mockserver.KindInkeepAPI, Secret: "s3cret"},
	}
	for name, tt := range map[string]struct {
		opts                mockserver.Options
		chatlayer, inkeep   string // what the placeholders stand for
		shown               bool
		basicAuth, bearAuth control.ServedAPIAuthentication
	}{
		"demo":         {mockserver.Options{}, "", "", true, "Basic", "Bearer"},
		"any":          {mockserver.Options{Auth: mockserver.AuthAny, Credentials: own}, "", "", true, "Basic", "Bearer"},
		"off":          {mockserver.Options{Auth: mockserver.AuthOff}, "", "", true, "none", "none"},
		"of_its_own":   {mockserver.Options{Credentials: own}, "me:s3cret", "s3cret", false, "Basic", "Bearer"},
		"a_variant":    {mockserver.Options{Variants: []string{"proxy.base-path"}}, "", "", true, "Basic", "Bearer"},
		"no_control":   {mockserver.Options{NoControl: true}, "", "", true, "Basic", "Bearer"},
		"with_a_token": {mockserver.Options{ControlToken: "t0ken"}, "", "", true, "Basic", "Bearer"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.opts.EventsPerBot = 5
			s := mockserver.Start(t, tt.opts)
			r := nobody(s).get(t, "/")
			require.NotContains(t, r.body, "s3cret")
			require.NotContains(t, r.body, "t0ken")
			index := indexOf(t, r)
			require.Equal(t, []control.ServedAPIAuthentication{tt.basicAuth, tt.bearAuth},
				[]control.ServedAPIAuthentication{index.Apis[0].Authentication, index.Apis[1].Authentication})
			for i, a := range index.Apis[:2] { // of others this test knows no credentials
				require.Equal(t, tt.shown, len(a.Credentials) > 0)
				require.Equal(t, tt.opts.NoControl, a.Document == "")
				command := strings.ReplaceAll(strings.ReplaceAll(a.Example, "ID:SECRET", tt.chatlayer), "KEY", tt.inkeep)
				require.Equal(t, http.StatusOK, curl(t, s, command).status, "API %d: %s", i, command)
			}
			require.Equal(t, tt.opts.NoControl, len(index.Own) == 3)
		})
	}
}

// curl sends what the command sends. Words stand in single quotes or hold no blank.
func curl(t *testing.T, s *mockserver.Running, command string) reply {
	t.Helper()
	var words []string
	for i, part := range strings.Split(command, "'") {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		words = append(words, strings.Fields(part)...)
	}
	require.Equal(t, "curl", words[0])
	c, body, target, headers := client{url: s.URL}, "", "", []string{}
	for i := 1; i < len(words); i++ {
		switch words[i] {
		case "--user":
			i++
			c.auth = "Basic " + base64.StdEncoding.EncodeToString([]byte(words[i]))
		case "-H":
			i++
			headers = append(headers, words[i])
		case "-d":
			i++
			body = words[i]
		default:
			require.True(t, strings.HasPrefix(words[i], s.URL+"/"), words[i])
			target = strings.TrimPrefix(words[i], s.URL)
		}
	}
	if body == "" {
		return c.get(t, target, headers...)
	}
	return c.post(t, target, body, headers...)
}

// TestIndexForWhomItSuits wants a page for browsers and JSON for everybody else.
func TestIndexForWhomItSuits(t *testing.T) {
	s := mockserver.Start(t, quiet())
	for accept, page := range map[string]bool{
		"":                                   false,
		"*/*":                                false,
		"application/json":                   false,
		"application/json, text/plain, */*":  false,
		"text/html, application/json":        false,
		"text/html;q=0.5, application/json":  false,
		"text/html;q=0, */*":                 false,
		"image/png":                          false,
		"nonsense;;":                         false,
		"text/html;q=bad":                    true,
		"text/html":                          true,
		"TEXT/HTML":                          true,
		"text/*":                             true,
		"*/*;q=0.1, text/*;q=0.9, text/html": true,
		"application/json;q=0.5, text/html":  true,
		"text/html, application/xhtml+xml, image/jxr, */*":                               true,
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8":                true,
		"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8,x/y": true,
	} {
		r := nobody(s).get(t, "/", "Accept: "+accept)
		require.Equal(t, http.StatusOK, r.status)
		require.Equal(t, "Accept", r.header.Get("Vary"))
		if !page {
			require.Equal(t, "application/json", r.header.Get("Content-Type"), accept)
			continue
		}
		require.Equal(t, "text/html; charset=utf-8", r.header.Get("Content-Type"), accept)
		require.Contains(t, r.header.Get("Content-Security-Policy"), "default-src 'none'")
		for _, word := range []string{
			"<!DOCTYPE html>", s.URL, "demo-token-id:demo-token-secret", "demo-web-key",
			"/v1/bots/{bot_id}/events/track", "/__understudy/specs/inkeep.yaml", "/__understudy/violations",
		} {
			require.Contains(t, r.body, word)
		}
	}
	require.Zero(t, s.BrokenRequests())
	require.Zero(t, s.StrayRequests())
}
