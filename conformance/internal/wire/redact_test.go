package wire_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

const hush = `s3cret/"<é>+?&value`

func TestRedactorHidesEveryForm(t *testing.T) {
	quoted, err := json.Marshal(hush)
	require.NoError(t, err)
	tests := map[string]string{
		"as_it_is":               hush,
		"in_a_query":             url.QueryEscape(hush),
		"in_a_path":              url.PathEscape(hush),
		"in_json":                string(quoted),
		"in_json_without_html":   `{"key":"s3cret/\"<é>+?&value"}`,
		"in_base64":              base64.StdEncoding.EncodeToString([]byte(hush)),
		"in_base64_for_urls":     base64.URLEncoding.EncodeToString([]byte(hush)),
		"in_base64_unpadded":     base64.RawStdEncoding.EncodeToString([]byte(hush)),
		"twice":                  hush + hush,
		"among_other_text":       "before " + hush + " behind",
		"beside_itself_in_forms": hush + base64.StdEncoding.EncodeToString([]byte(hush)) + url.QueryEscape(hush),
	}
	r := wire.NewRedactor("", hush)
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			shown := r.Text(text)
			require.Contains(t, shown, wire.Redacted)
			require.NotContains(t, shown, "s3cret")
			require.NotContains(t, shown, "value")
		})
	}

	t.Run("in_base64_behind_anything", func(t *testing.T) {
		inner := base64.StdEncoding.EncodeToString([]byte(hush))[4:20]
		for _, before := range []string{"", "i", "id", "id:", "user:", "another-user:"} {
			for _, behind := range []string{"", "1", "12", "123"} {
				shown := r.Text("Basic " + base64.StdEncoding.EncodeToString([]byte(before+hush+behind)))
				require.Contains(t, shown, wire.Redacted)
				require.NotContains(t, shown, inner)
				require.Less(t, len(shown), len("Basic ")+len(wire.Redacted)+len(before)*2+len(behind)*2+12, "almost nothing else is left")
			}
		}
	})

	t.Run("other_text_stays", func(t *testing.T) {
		const text = "nothing of it is in here: s3cre, alue, c2VjcmV0"
		require.Equal(t, text, r.Text(text))
		require.Equal(t, text, wire.Redactor{}.Text(text))
		require.Equal(t, text, wire.NewRedactor("").Text(text))
	})
}

func TestRedactorHeader(t *testing.T) {
	shown := wire.NewRedactor(hush).Header(http.Header{
		"Authorization": {"Basic abc"}, "authorization": {"Bearer xyz"}, "Proxy-Authorization": {"token"}, "Cookie": {"a=1"}, "Set-Cookie": {"b=2"},
		"X-Key": {"one", hush}, "Accept": {"*/*"},
	})
	require.Equal(t, map[string]string{
		"Authorization": "Basic " + wire.Redacted, "authorization": "Bearer " + wire.Redacted, "Proxy-Authorization": wire.Redacted,
		"Cookie": wire.Redacted, "Set-Cookie": wire.Redacted, "X-Key": "one, " + wire.Redacted, "Accept": "*/*",
	}, shown)
	require.Equal(t, map[string]string{"Authorization": wire.Redacted}, wire.Redactor{}.Header(http.Header{"Authorization": nil}))
}

func TestNothingThatIsKeptNamesTheSecretInItsURL(t *testing.T) {
	base, _ := scripted(t)
	c := client(t, base, wire.Options{Redactor: wire.NewRedactor(hush)})
	x := c.Do(t.Context(), "check", wire.Request{Method: "GET", Path: "/" + url.PathEscape(hush), RawQuery: "key=" + url.QueryEscape(hush)})
	require.NoError(t, x.Err)
	require.Equal(t, 2, strings.Count(x.URL, wire.Redacted))
	require.NotContains(t, x.URL, "s3cret")
}
