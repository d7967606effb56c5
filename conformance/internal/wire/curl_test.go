package wire_test

import (
	"encoding/base64"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// words gives the words of a command line as a shell passes them to curl.
func words(t *testing.T, line string) []string {
	t.Helper()
	script := `curl() { for word in "$@"; do printf '%s\0' "$word"; done; }` + "\n" + line
	cmd := exec.CommandContext(t.Context(), "sh", "-c", script)
	cmd.Env = []string{wire.CredentialVariable + "=id:$(secret) x", "PATH=/nowhere"}
	output, err := cmd.Output()
	require.NoError(t, err, line)
	return strings.Split(strings.TrimSuffix(string(output), "\x00"), "\x00")
}

func TestCurl(t *testing.T) {
	tests := []struct {
		name    string
		request wire.Request
		want    []string // words behind "-sS -i" and before the URL
	}{
		{"a_plain_read", wire.Request{Method: "GET"}, nil},
		{"a_head_is_no_method_to_wait_for", wire.Request{Method: "HEAD"}, []string{"-I"}},
		{"another_method", wire.Request{Method: "DELETE"}, []string{"-X", "DELETE"}},
		{"a_method_that_is_none", wire.Request{Method: "$(id)"}, []string{"-X", "$(id)"}},
		{"basic_takes_the_pair", wire.Request{Method: "GET", Authorization: "bAsic aWQ6c2Vj"}, []string{"-u", "id:$(secret) x"}},
		{"bearer_takes_the_key", wire.Request{Method: "GET", Authorization: "Bearer k"}, []string{"-H", "Authorization: Bearer id:$(secret) x"}},
		{"a_scheme_that_is_none_is_not_spelt_out", wire.Request{Method: "GET", Authorization: "`id` k"}, []string{"-H", "Authorization: id:$(secret) x"}},
		{"nor_is_a_lonely_word", wire.Request{Method: "GET", Authorization: "k"}, []string{"-H", "Authorization: id:$(secret) x"}},
		{
			"headers_in_order_and_empty_ones_too",
			wire.Request{Method: "GET", Header: http.Header{"X-b": {"it's"}, "A": {"1", "2"}, "C": {""}}},
			[]string{"-H", "A: 1, 2", "-H", "C;", "-H", "X-b: it's"},
		},
		{
			"a_body_without_a_type_gets_none",
			wire.Request{Method: "POST", Body: []byte("@file")},
			[]string{"-X", "POST", "-H", "Content-Type:", "--data-raw", "@file"},
		},
		{
			"a_body_with_one_keeps_it",
			wire.Request{Method: "POST", Header: http.Header{"Content-Type": {"a/b"}}, Body: []byte("{\"a\":\n'$HOME'}")},
			[]string{"-X", "POST", "-H", "Content-Type: a/b", "--data-raw", "{\"a\":\n'$HOME'}"},
		},
		{
			"chunks",
			wire.Request{Method: "POST", Header: http.Header{"Content-Type": {"a/b"}}, Body: []byte("x"), Chunked: true},
			[]string{"-X", "POST", "-H", "Content-Type: a/b", "-H", "Transfer-Encoding: chunked", "--data-raw", "x"},
		},
		{
			"what_no_shell_can_say_is_a_file",
			wire.Request{Method: "POST", Body: []byte("a\x00b")},
			[]string{"-X", "POST", "-H", "Content-Type:", "--data-binary", "@body.bin"},
		},
		{
			"and_so_is_what_is_long",
			wire.Request{Method: "POST", Body: []byte(strings.Repeat("x", 5000))},
			[]string{"-X", "POST", "-H", "Content-Type:", "--data-binary", "@body.bin"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := wire.Exchange{Request: tt.request, URL: "http://h/it's?a=$b&c=%20"}
			got := words(t, wire.Redactor{}.Curl(&x))
			require.Equal(t, slices.Concat([]string{"-sS", "-i"}, tt.want, []string{x.URL}), got)
		})
	}

	t.Run("urls_that_curl_would_change_are_protected", func(t *testing.T) {
		require.Contains(t, words(t, wire.Redactor{}.Curl(&wire.Exchange{Request: get("/"), URL: "http://h/[1-9]{a}"})), "-g")
		require.Contains(t, words(t, wire.Redactor{}.Curl(&wire.Exchange{Request: get("/"), URL: "http://h/a/../b"})), "--path-as-is")
	})
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
		redactor := wire.NewRedactor(secret)
		pair := base64.StdEncoding.EncodeToString([]byte("id:" + secret))
		x := wire.Exchange{
			Request: wire.Request{
				Method: method, Header: http.Header{name: {value + secret}, "Authorization": {pair}}, Body: []byte(body + secret + pair), Authorization: scheme + pair,
			},
			URL: redactor.Request("http://h" + path + secret),
		}
		line := redactor.Curl(&x)
		require.NotContains(t, line, secret)
		require.NotContains(t, line, pair[4:])
		got := words(t, line)
		require.Equal(t, x.URL, got[len(got)-1])
		if name != "Authorization" && !strings.EqualFold(name, "Authorization") && !strings.EqualFold(name, "Cookie") && !strings.EqualFold(name, "Proxy-Authorization") && !strings.EqualFold(name, "Set-Cookie") {
			require.Contains(t, got, name+": "+redactor.Request(value+secret))
		}
	})
}
