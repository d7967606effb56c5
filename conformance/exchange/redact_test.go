package exchange_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
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
	r := exchange.NewRedactor("", hush)
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			shown := r.Text(text)
			require.Contains(t, shown, exchange.Redacted)
			require.NotContains(t, shown, "s3cret")
			require.NotContains(t, shown, "value")
		})
	}

	t.Run("in_base64_behind_anything", func(t *testing.T) {
		inner := base64.StdEncoding.EncodeToString([]byte(hush))[4:20]
		for _, before := range []string{"", "i", "id", "id:", "user:", "another-user:"} {
			for _, behind := range []string{"", "1", "12", "123"} {
				shown := r.Text("Basic " + base64.StdEncoding.EncodeToString([]byte(before+hush+behind)))
				require.Contains(t, shown, exchange.Redacted)
				require.NotContains(t, shown, inner)
				require.Less(t, len(shown), len("Basic ")+len(exchange.Redacted)+len(before)*2+len(behind)*2+12,
					"almost nothing else is left")
			}
		}
	})

	t.Run("other_text_stays", func(t *testing.T) {
		const text = "nothing of it is in here: s3cre, alue, c2VjcmV0"
		require.Equal(t, text, r.Text(text))
		require.Equal(t, text, exchange.Redactor{}.Text(text))
		require.Equal(t, text, exchange.NewRedactor("").Text(text))
	})
}

// TestRedactorHidesEscapes holds texts as encoders of several languages write them.
func TestRedactorHidesEscapes(t *testing.T) {
	const secret = "top\"é<&>'/\\😀end"
	tests := map[string]string{
		"json_in_ascii":                    `top\"\u00e9<&>'/\\\ud83d\ude00end`,
		"json_in_ascii_upper_case":         `top\"\u00E9<&>'/\\\uD83D\uDE00end`,
		"json_in_ascii_with_slashes":       `top\"\u00e9<&>'\/\\\ud83d\ude00end`,
		"json_in_ascii_safe_for_html":      `top\"\u00e9\u003c\u0026\u003e\u0027/\\\ud83d\ude00end`,
		"json_with_everything_by_number":   `top\u0022\u00E9\u003C\u0026\u003E\u0027\u002F\u005C\uD83D\uDE00end`,
		"json_with_everything_it_can_keep": `top\"é<&>'/\\😀end`,
		"html_by_name":                     `top&quot;é&lt;&amp;&gt;&apos;/\😀end`,
		"html_by_hexadecimal_number":       `top&#x22;&#xe9;&#x3c;&#x26;&#x3e;&#x27;&#x2f;&#x5c;&#x1f600;end`,
		"html_by_upper_case_number":        `top&#X22;&#XE9;&#X3C;&#X26;&#X3E;&#X27;&#X2F;&#X5C;&#X1F600;end`,
		"html_by_decimal_number":           `top&#34;&#233;&#60;&#38;&#62;&#039;&#47;&#92;&#128512;end`,
		"html_mixed":                       `top&quot;é&lt;&amp;&gt;&#x27;/\😀end`,
		"html_with_every_name":             `top&quot;&eacute;&lt;&amp;&gt;&#039;/\&#128512;end`,
		"percent_lower_case":               `top%22%c3%a9%3c%26%3e%27%2f%5c%f0%9f%98%80end`,
	}
	r := exchange.NewRedactor("é", secret) // part of it is a secret of its own
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, "<b>"+exchange.Redacted+"</b>", r.Text("<b>"+text+"</b>"))
		})
	}
	t.Run("other_text_stays", func(t *testing.T) {
		const text = `top&quot;&egrave;&lt; \u00e8 &#232; %c3%a8 \" &amp;`
		require.Equal(t, text, r.Text(text))
	})
}

func TestRedactorHeader(t *testing.T) {
	shown := exchange.NewRedactor(hush).Header(http.Header{
		"Authorization": {"Basic abc"}, "authorization": {"Bearer xyz"}, "Proxy-Authorization": {"token"}, "Cookie": {"a=1"},
		"Set-Cookie": {"b=2"},
		"X-Key":      {"one", hush}, "Accept": {"*/*"},
	})
	require.Equal(t, map[string]string{
		"Authorization": "Basic " + exchange.Redacted, "authorization": "Bearer " + exchange.Redacted,
		"Proxy-Authorization": exchange.Redacted,
		"Cookie":              exchange.Redacted, "Set-Cookie": exchange.Redacted, "X-Key": "one, " + exchange.Redacted, "Accept": "*/*",
	}, shown)
	require.Equal(t, map[string]string{"Authorization": exchange.Redacted}, exchange.Redactor{}.Header(http.Header{"Authorization": nil}))
}

func TestNothingThatIsKeptNamesTheSecretInItsURL(t *testing.T) {
	base, _ := scripted(t)
	c := client(t, base, exchange.Options{Redactor: exchange.NewRedactor(hush)})
	x := c.Do(t.Context(), "check", exchange.Request{
		Method: "GET", Path: "/" + url.PathEscape(hush),
		RawQuery: "key=" + url.QueryEscape(hush),
	})
	require.NoError(t, x.Err)
	require.Equal(t, 2, strings.Count(x.URL, exchange.Redacted))
	require.NotContains(t, x.URL, "s3cret")
}
