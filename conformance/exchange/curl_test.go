package exchange_test

import (
	"encoding/base64"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// words gives the words of a command line as a shell passes them to curl.
func words(t *testing.T, line string, environ ...string) []string {
	t.Helper()
	script := `curl() { for word in "$@"; do case $word in @/dev/*) printf @; cat "${word#@}";; *) printf '%s' "$word";; esac; printf ` +
		`'\0'; done; }` + "\n" + line
	cmd := exec.CommandContext(t.Context(), "bash", "-c", script)
	cmd.Env = slices.Concat(environ, []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8"})
	output, err := cmd.Output()
	require.NoError(t, err, line)
	return strings.Split(strings.TrimSuffix(string(output), "\x00"), "\x00")
}

func TestCurl(t *testing.T) {
	tests := []struct {
		name    string
		request exchange.Request
		want    []string // words behind "-sS -i" and before the URL
	}{
		{"a_plain_read", exchange.Request{Method: "GET"}, nil},
		{"a_head_is_no_method_to_wait_for", exchange.Request{Method: "HEAD"}, []string{"-I"}},
		{"another_method", exchange.Request{Method: "DELETE"}, []string{"-X", "DELETE"}},
		{"a_method_that_is_none", exchange.Request{Method: "$(id)"}, []string{"-X", "$(id)"}},
		{
			"headers_in_order_and_empty_ones_too",
			exchange.Request{Method: "GET", Header: http.Header{"X-b": {"it's"}, "A": {"1", "2"}, "C": {""}}},
			[]string{"-H", "A: 1", "-H", "A: 2", "-H", "C;", "-H", "X-b: it's"},
		},
		{
			"a_body_without_a_type_gets_none",
			exchange.Request{Method: "POST", Body: []byte("@file")},
			[]string{"-X", "POST", "-H", "Content-Type:", "--data-raw", "@file"},
		},
		{
			"a_body_with_one_keeps_it",
			exchange.Request{Method: "POST", Header: http.Header{"Content-Type": {"a/b"}}, Body: []byte("{\"a\":\n'$HOME'}")},
			[]string{"-X", "POST", "-H", "Content-Type: a/b", "--data-raw", "{\"a\":\n'$HOME'}"},
		},
		{
			"chunks",
			exchange.Request{Method: "POST", Header: http.Header{"Content-Type": {"a/b"}}, Body: []byte("x"), Chunked: true},
			[]string{"-X", "POST", "-H", "Content-Type: a/b", "-H", "Transfer-Encoding: chunked", "--data-raw", "x"},
		},
		{
			"what_is_long_is_packed",
			exchange.Request{Method: "POST", Body: []byte(strings.Repeat("x", 50000))},
			[]string{"-X", "POST", "-H", "Content-Type:", "--data-binary", "@" + strings.Repeat("x", 50000)},
		},
		{
			"and_so_is_what_no_shell_can_say",
			exchange.Request{Method: "POST", Body: []byte("a\xffb")},
			[]string{"-X", "POST", "-H", "Content-Type:", "--data-binary", "@a\xffb"},
		},
		{
			"a_read_with_a_body_stays_a_read",
			exchange.Request{Method: "GET", Body: []byte("x")},
			[]string{"-X", "GET", "-H", "Content-Type:", "--data-raw", "x"},
		},
		{
			"a_write_without_a_body_says_that_it_has_none",
			exchange.Request{Method: "POST"},
			[]string{"-X", "POST", "-H", "Content-Type:", "--data-raw", ""},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := exchange.Exchange{Request: tt.request, URL: "http://h/it's?a=$b&c=%20"}
			got := words(t, exchange.Redactor{}.Curl(&x))
			accept := slices.Index(got, "Accept:") // or curl would send one of its own
			got = slices.Delete(got, accept-1, accept+1)
			require.Equal(t, slices.Concat([]string{"-sS", "-i"}, tt.want, []string{x.URL}), got)
		})
	}
}

func TestCurlSendsABodyThatWasCut(t *testing.T) {
	for _, size := range []int{3000, 5000, 2 << 20} {
		body := strings.Repeat("x", size)
		x := &exchange.Exchange{Request: exchange.Request{Method: "POST", Body: []byte(body)}, URL: "http://h/", Body: make([]byte, 30<<10)}
		line := exchange.Redactor{}.Curl(x.Brief().Bare().Brief())
		require.NotContains(t, line, "body.bin")
		sent := strings.TrimPrefix(words(t, line)[len(words(t, line))-2], "@")
		require.True(t, sent == body, "%d of %d bytes", len(sent), size)
	}
}

func TestCurlOfABodyThatWasCutHoldsNoSecret(t *testing.T) {
	const secret = "Hush-Hush/0123+456"
	x := &exchange.Exchange{Request: exchange.Request{Method: "POST", Body: []byte(strings.Repeat("x", 50000) + secret)}, URL: "http://h/"}
	require.Contains(t, exchange.NewRedactor(secret).Curl(x.Brief()), "@body.bin")
}

func TestCurlLeavesURLsAlone(t *testing.T) {
	require.Contains(t, words(t, exchange.Redactor{}.Curl(&exchange.Exchange{Request: get("/"), URL: "http://h/[1-9]{a}"})), "-g")
	for _, dotted := range []string{"http://h/a/../b", "http://h/a/%2E%2e/b"} {
		require.Contains(t, words(t, exchange.Redactor{}.Curl(&exchange.Exchange{Request: get("/"), URL: dotted})), "--path-as-is")
	}
}

// FuzzCurl wants a line that a shell reads as it was meant, and that never holds the secret.
func FuzzCurl(f *testing.F) {
	f.Add("POST", "/a?b=c", "X-Key", "value", "body", "Basic ")
	f.Add("GET", "/'; echo $(id) `id` \\", "A", "'\"\\", "@x", "$(id) ")
	f.Add("M'E", "/[1]{2}/../é", "b", "\n", "\xff", "\"; id \"")
	const secret = "Hush-Hush/0123+456"
	f.Fuzz(func(t *testing.T, method, path, name, value, body, scheme string) {
		if whole := method + path + name + value; strings.Contains(whole, "\x00") || !utf8.ValidString(whole) || len(whole) > 4000 {
			t.Skip("cannot be an argument")
		}
		redactor := exchange.NewRedactor(secret)
		pair := base64.StdEncoding.EncodeToString([]byte("id:" + secret))
		x := exchange.Exchange{
			Request: exchange.Request{
				Method: method, Header: http.Header{name: {value + secret}, "Authorization": {pair}}, Body: []byte(body + secret + pair),
				Authorization: scheme + pair,
			},
			URL: redactor.Request("http://h" + path + secret),
		}
		line := redactor.Curl(&x)
		require.NotContains(t, line, secret)
		require.NotContains(t, line, pair[4:])
		got := words(t, line)
		require.Equal(t, x.URL, got[len(got)-1])
		if name != "Authorization" && !strings.EqualFold(name, "Authorization") && !strings.EqualFold(name, "Cookie") &&
			!strings.EqualFold(name, "Proxy-Authorization") && !strings.EqualFold(name, "Set-Cookie") {
			require.Contains(t, got, name+": "+redactor.Request(value+secret))
		}
	})
}
