package exchange_test

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// own are words of the runner's own, as a run knows them.
func own() []string {
	return strings.FieldsFunc(strings.Join(append(saying(), asking()...), " ")+" demobot1 127.0.0.1 127.0.0.1:4747",
		func(r rune) bool { return strings.ContainsRune(` "=?&/:.-{},'`, r) })
}

// saying is what the runner says by itself.
func saying() []string {
	return []string{
		"a page token came a second time and led to nothing new", "status 200 and an object with a string event_id",
		"give --basic ID:SECRET, --bot ID", `a valid list was not answered with a page: "events" is no array`,
		"chatlayer.paging.token-escaped",
		"Bearer token in the header", "the target is basic and true",
	}
}

// asking is what the runner sends.
func asking() []string {
	return []string{
		"http://127.0.0.1:4747/v1/bots/demobot1/events/stream?version=LIVE&page_size=100&page_token=",
		`{"version":"LIVE","page_size":100,"event":"cf-b"}`,
	}
}

func TestTheRunnersOwnWordsStay(t *testing.T) {
	for _, secret := range []string{
		"b", "token", "basic", "true", "200", "100", "events", "page_token", "LIVE", "demobot1", "127.0.0.1", "127.0.0.1:4747", "a page",
		"page token",
		"token-escaped", "oken-escape", "age token ca", "stream", "version", "e", "-", "=", "://", "ken came", "vents/strea", "dG9rZW4",
		"page_size=100",
	} {
		r := exchange.NewRedactor(secret, "demo:"+secret).Sparing(own())
		for _, text := range saying() {
			require.Equal(t, text, r.Prose(text), "secret %q", secret)
		}
		for _, text := range asking() {
			require.Equal(t, text, r.Request(text), "secret %q", secret)
		}
	}
}

func TestCommonSecretsAreHiddenWhereTheyAreValues(t *testing.T) {
	r := exchange.NewRedactor("token", "me:token", "bWU6dG9rZW4=").Sparing(own())
	for said, shown := range map[string]string{
		`{"token":"token","event":"a token"}`:           `{"token":"REDACTED","event":"a REDACTED"}`,
		`{"page_token":"token-2","more":["token"]}`:     `{"page_token":"token-2","more":["REDACTED"]}`,
		`{"you sent":"Basic bWU6dG9rZW4="}`:             `{"you sent":"Basic REDACTED"}`,
		`<b>token</b> tokens my_token`:                  `<b>REDACTED</b> tokens my_token`,
		`{"cut":"off and token`:                         `{"cut":"off and REDACTED`,
		`{"escaped":"\"token\"\ntoken", "token" : "x"}`: `{"escaped":"\"REDACTED\"\nREDACTED", "token" : "x"}`,
	} {
		require.Equal(t, shown, r.Text(said))
	}
	require.Equal(t, `got 401 {"sent":"REDACTED"} for a token`, r.Prose(`got 401 {"sent":"token"} for a token`))
	require.Equal(t, "?auth=Basic%20REDACTED&page_token=", r.Request("?auth=Basic%20token&page_token="))
	require.Equal(t, map[string]string{"X-Echo": "REDACTED", "Content-Type": "token"},
		r.Header(http.Header{"X-Echo": {"token"}, "Content-Type": {"token"}}))
	require.Equal(t, map[string]string{"X-Sent": "token"}, r.Asking(http.Header{"X-Sent": {"token"}}))
}

func TestShortSecretsAreHiddenAsWholeWords(t *testing.T) {
	r := exchange.NewRedactor("hunter2").Sparing(own())
	for said, shown := range map[string]string{
		"hunter2":                        "REDACTED",
		"wrong secret hunter2.":          "wrong secret REDACTED.",
		`{"secret":"hunter2"}`:           `{"secret":"REDACTED"}`,
		"key=hunter2&more":               "key=REDACTED&more",
		"?q=%22hunter2%22":               "?q=%22REDACTED%22",
		`\u0022hunter2\u0022 \nhunter2`:  `\u0022REDACTED\u0022 \nREDACTED`,
		"Bearer hunter2":                 "Bearer REDACTED",
		"hunter22 myhunter2 x_hunter2":   "hunter22 myhunter2 x_hunter2",
		"the-hunter2-who.hunter2.org ok": "the-hunter2-who.hunter2.org ok",
	} {
		require.Equal(t, shown, r.Text(said))
		require.Equal(t, shown, r.Prose(said))
	}
}

func TestNoHalfOfASecretStaysWhereABodyIsCut(t *testing.T) {
	r := exchange.NewRedactor(hush)
	for at := 80; at < 120; at++ {
		body := []byte(strings.Repeat("x", at) + hush + strings.Repeat("y", 500))
		for _, cut := range []int{100, 300, len(body)} {
			shown := r.Answer(body[:cut], 100, cut < len(body))
			require.NotContains(t, shown, hush[:4], "%d %d", at, cut)
			require.LessOrEqual(t, len(shown), 100+len(exchange.Redacted))
		}
	}
}

// escapings are ways in which a text is written within another.
func escapings(text string) []string {
	quoted, _ := json.Marshal(text) // a text always marshals
	return []string{
		text, url.QueryEscape(text), url.PathEscape(text), html.EscapeString(text), string(quoted[1 : len(quoted)-1]),
		base64.StdEncoding.EncodeToString([]byte(text)), base64.RawURLEncoding.EncodeToString([]byte(text)),
		base64.StdEncoding.EncodeToString([]byte("an-id:" + text)),
	}
}

// FuzzRedactor wants the runner's own words to stay whatever the secret is, and a long secret that is none of them never to survive.
func FuzzRedactor(f *testing.F) {
	for _, secret := range []string{
		"b", "token", "page token", hush, "hunter2", "200", "a\"b\\c/d+e é😀", "x7Kq2Zx9LmP4", "%41%42",
		"&amp;quot;",
	} {
		f.Add(secret, "before ", ", behind")
	}
	f.Fuzz(func(t *testing.T, secret, before, behind string) {
		if len(secret) > 200 || len(before) > 200 || len(behind) > 200 || strings.ToValidUTF8(secret, "") != secret {
			t.Skip()
		}
		r := exchange.NewRedactor(secret).Sparing(own())
		for _, text := range saying() {
			require.Equal(t, text, r.Prose(text))
		}
		for _, text := range asking() {
			require.Equal(t, text, r.Request(text))
		}
		if len(secret) < 8 || slices.ContainsFunc(own(), func(s string) bool { return strings.Contains(s, secret) }) || !random(secret) {
			return
		}
		for _, form := range escapings(secret) {
			for _, shown := range []string{
				r.Text(before + form + behind), r.Prose(before + form + behind),
				r.Request(before + form + behind),
			} {
				require.NotContains(t, strings.ReplaceAll(shown, exchange.Redacted, "·"), secret)
				require.Contains(t, shown, exchange.Redacted)
			}
		}
	})
}

// random reports whether a secret looks like one: it has a word of eight characters that is none of the runner's own.
func random(secret string) bool {
	for _, word := range strings.FieldsFunc(secret,
		func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }) {
		if len(word) >= 8 && strings.Trim(word, "0123456789") != "" && !strings.Contains(strings.Join(own(), " "), word) {
			return true
		}
	}
	return false
}
