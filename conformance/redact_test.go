package conformance_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// leak says the secret in all the ways that it can be said.
func leak(in string) string {
	return strings.Join([]string{
		in, url.QueryEscape(in), url.PathEscape(in), base64.StdEncoding.EncodeToString([]byte(in)),
		base64.URLEncoding.EncodeToString([]byte(in)),
		base64.StdEncoding.EncodeToString([]byte("me:" + in)), base64.RawStdEncoding.EncodeToString([]byte("another:" + in + "!")),
	}, " and ")
}

// hidden wants none of the forms of the secret in a text.
func hidden(t *testing.T, text string) {
	t.Helper()
	for _, form := range strings.Split(leak(secret), " and ") {
		require.NotContains(t, text, form)
	}
	// Whatever stands before it, these eight letters are a part of its base64.
	require.NotContains(t, text, base64.StdEncoding.EncodeToString([]byte(secret))[4:12])
}

// TestNoReportHoldsASecret lets a target and a check say the secret everywhere.
func TestNoReportHoldsASecret(t *testing.T) {
	said := leak(secret)
	talks := at(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Echo", said+r.Header.Get("Authorization"))
		w.Header().Set("Set-Cookie", "key="+secret)
		_ = json.NewEncoder(w).Encode(map[string]string{"you": said, "sent": r.Header.Get("Authorization")})
	}, named("demo.a.talks", func(ctx context.Context, t *conformance.T) {
		x := t.Do(ctx, exchange.Request{
			Method: "POST", Path: "/ping/" + url.PathEscape(secret), RawQuery: "key=" + url.QueryEscape(secret), Body: []byte(said),
			Header:        http.Header{"X-Key": {secret}, "authorization": {"Bearer " + secret}, "Cookie": {"key=" + secret}},
			Authorization: t.Authorization(),
		})
		t.Fail(conformance.Failure{
			Message: said, Expected: said, Got: string(x.Body), LooksLike: said, Exchanges: []*exchange.Exchange{x},
			Pictures: pictures(said),
		})
	}), named("demo.a.panics", func(context.Context, *conformance.T) { panic(said) }),
		named("demo.a.unsure", func(_ context.Context, t *conformance.T) { t.Inconclusive("%s", said) }),
		named("demo.a.records", func(_ context.Context, t *conformance.T) { t.Record("%s", said) }))
	report, results := run(t, talks)
	for id, want := range map[string]conformance.Outcome{
		"demo.a.talks": conformance.Fail, "demo.a.panics": conformance.Error, "demo.a.unsure": conformance.Inconclusive,
		"demo.a.records": conformance.Pass,
	} {
		require.Equal(t, want, results[id].Outcome)
		require.Contains(t, results[id].Message, exchange.Redacted)
	}
	require.Len(t, results["demo.a.talks"].Pictures, 3)
	require.NotEmpty(t, results["demo.a.talks"].Exchanges[0].Response.Body)
	text, err := json.Marshal(report)
	require.NoError(t, err)
	hidden(t, string(text))
	hidden(t, fmt.Sprintf("%+v", report))
}

// pictures has a text wherever a picture can have one.
func pictures(text string) []conformance.Picture {
	return []conformance.Picture{
		{Title: text, Line: &conformance.NumberLine{
			Start: text, End: text,
			Events: []conformance.Tick{{Label: text, Mark: conformance.Right}},
		}},
		{Title: text, Strip: &conformance.PageStrip{
			Missing: []string{text},
			Pages:   []conformance.PageBox{{Items: []conformance.Item{{Label: text}}}},
		}},
		{Title: text, Lanes: &conformance.Lanes{Lanes: []conformance.Lane{{Name: text, Spans: []conformance.Span{{Label: text}}}}}},
	}
}

func TestNoErrorHoldsASecret(t *testing.T) {
	t.Run("of_a_preparation", func(t *testing.T) {
		bad := target(t, named("demo.a.first", passes))
		bad.Suite.Prepare = func(context.Context, *conformance.Env) (any, error) {
			return nil, errors.New("refused " + leak(secret))
		}
		report, results := run(t, bad)
		require.Contains(t, report.Reason, "refused")
		hidden(t, report.Reason+results["demo.a.first"].Message)
	})

	t.Run("of_a_connection", func(t *testing.T) {
		said := fmt.Sprintf("HTTP/1.1 %s\r\n\r\n", secret) // a status line that the client quotes
		bad := at(t, func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				return
			}
			if r.URL.Path == "/ping" {
				said := "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
				_, _ = conn.Write([]byte(said))
			} else {
				_, _ = conn.Write([]byte(said))
			}
			_ = conn.Close()
		}, named("demo.a.first", func(ctx context.Context, t *conformance.T) {
			x := t.Do(ctx, exchange.Request{Method: "GET", Path: "/other"})
			t.Failf("it said %v", x.Err)
		}))
		_, results := run(t, bad)
		shown := results["demo.a.first"]
		require.Contains(t, shown.Exchanges[0].Response.Error, exchange.Redacted)
		hidden(t, shown.Message+shown.Exchanges[0].Response.Error)
	})
}

func TestBodiesAreCutAfterTheSecretsAreHidden(t *testing.T) {
	const shownAtMost = 16 << 10
	long := strings.Repeat("x", shownAtMost-5) + secret + strings.Repeat("y", 100)
	_, results := run(t, at(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(long)) },
		named("demo.a.first", func(ctx context.Context, t *conformance.T) {
			ping(ctx, t)
			t.Failf("no")
		})))
	body := results["demo.a.first"].Exchanges[0].Response.Body
	require.Contains(t, body, fmt.Sprintf("(%d bytes in all)", len(long)))
	require.NotContains(t, body, secret[:4])
	require.Less(t, len(body), shownAtMost+100)
}

// TestWordsOfTheRunnerStayWhateverTheSecretIs wants a report to say the same with a secret that is a word of the runner's own.
func TestWordsOfTheRunnerStayWhateverTheSecretIs(t *testing.T) {
	told := func(t *testing.T, key string) conformance.Result {
		judge := at(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", "x")
			fmt.Fprintf(w, `{"page_token":"p","basic":"%s"}`, key)
		}, named("demo.a.token", func(ctx context.Context, t *conformance.T) {
			x := t.Do(ctx, exchange.Request{
				Method: "POST", Path: "/ping/token/true", RawQuery: "page_token=true&b=200",
				Body:   []byte(`{"version":"LIVE","events":["token"]}`),
				Header: http.Header{"Content-Type": {"application/json"}}, Authorization: t.Authorization(),
			})
			t.Fail(conformance.Failure{
				Message: "a page token of the basic events was not true", Expected: "status 200", Got: "status 404",
				Exchanges: []*exchange.Exchange{x},
			})
		}))
		judge.URL = strings.Replace(judge.URL, "127.0.0.1", "localhost", 1)
		judge.Suite.Authorize = func(conformance.Target) (conformance.Access, error) {
			return conformance.Access{
				Header: "Bearer " + key, Secrets: []string{key, "me:" + key},
				Credentials: []exchange.Credential{{Variable: "UNDERSTUDY_BEARER", Value: key}},
			}, nil
		}
		_, results := run(t, judge)
		return results["demo.a.token"]
	}
	for _, key := range []string{
		"b", "token", "basic", "true", "200", "events", "page_token", "LIVE", "localhost", "ping", "POST", "curl",
		"demo", "failed",
	} {
		t.Run(key, func(t *testing.T) {
			got := told(t, key)
			require.Equal(t, "a page token of the basic events was not true", got.Message)
			require.Equal(t, "status 200", got.Expected)
			require.Equal(t, "status 404", got.Got)
			x := got.Exchanges[0]
			require.Contains(t, x.Request.URL, "/ping/token/true?page_token=true&b=200")
			require.Equal(t, `{"version":"LIVE","events":["token"]}`, x.Request.Body)
			require.Contains(t, x.Curl, `curl -sS -i -X POST -H "Authorization: Bearer $UNDERSTUDY_BEARER" -H 'Content-Type: `+
				`application/json' `+
				`-H 'Accept:' --data-raw '`+x.Request.Body+`' 'http://localhost:`)
			require.NotContains(t, x.Curl, exchange.Redacted)
			require.Equal(t, `{"page_token":"p","basic":"REDACTED"}`, x.Response.Body)
		})
	}
}

func TestNamesThatTheUserGaveAreTold(t *testing.T) {
	const name = "plenty-of-notes"
	judged := target(t, named("demo.a.team", func(_ context.Context, t *conformance.T) { t.Failf("the team %s has none", name) }))
	for team, want := range map[string]string{name: "the team " + name + " has none", "other": "the team REDACTED has none"} {
		judged.Settings = settings{pair: name, team: team} // a secret that is a name can be told from it by nobody
		_, results := run(t, judged)
		require.Equal(t, want, results["demo.a.team"].Message)
	}
}
