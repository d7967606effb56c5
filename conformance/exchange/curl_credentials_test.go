package exchange_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// sends is the Authorization header that a command sends.
func sends(t *testing.T, line string, environ ...string) string {
	t.Helper()
	got := words(t, line, environ...)
	for i, word := range got {
		if value, ok := strings.CutPrefix(word, "Authorization: "); ok && got[i-1] == "-H" {
			return value
		}
		if word == "-u" {
			return "Basic " + base64.StdEncoding.EncodeToString([]byte(got[i+1]))
		}
	}
	return ""
}

// TestCurlSendsTheCredentials wants a command to send what the check sent, good or wrong, and to show no secret.
func TestCurlSendsTheCredentials(t *testing.T) {
	basic := func(text string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(text)) }
	redactor := exchange.NewRedactor("S3cret-$(id)'!", "my-id:S3cret-$(id)'!", "others", "you:others", "key-of-1").With(
		exchange.Credential{Variable: "A", Value: "my-id:S3cret-$(id)'!"}, exchange.Credential{Variable: "B", Value: "you:others"},
		exchange.Credential{Variable: "K", Value: "key-of-1"}, exchange.Credential{Variable: "NONE"})
	environ := []string{"A=my-id:S3cret-$(id)'!", "B=you:others", "K=key-of-1"}
	for _, tt := range []struct{ name, header, shown string }{
		{"none", "", ""},
		{"the_pair", basic("my-id:S3cret-$(id)'!"), `-u "$A"`},
		{"another_pair", basic("you:others"), `-u "$B"`},
		{"the_key", "Bearer key-of-1", `-H "Authorization: Bearer $K"`},
		{"a_pair_that_nobody_has", basic("nobody:wrong"), `-u 'nobody:wrong'`},
		{"a_wrong_secret", basic("my-id:wrong"), `-u "${A%%:*}:wrong"`},
		{"one_sign_less", basic("my-id:S3cret-$(id)'"), `-u "${A%?}"`},
		{"without_the_first", basic("my-id:3cret-$(id)'!"), `-u "${A%%:*}:${A:7}"`},
		{"the_first_alone", basic("my-id:S"), `-u "${A:0:7}"`},
		{"one_sign_more", basic("my-id:S3cret-$(id)'!x"), `-u "${A}x"`},
		{"a_colon_and_more", basic("my-id:S3cret-$(id)'!:x"), `-u "${A}:x"`},
		{"another_last_sign", basic("my-id:S3cret-$(id)'x"), `-u "${A%?}x"`},
		{"the_other_case", basic("my-id:s3CRET-$(ID)'!"), `tr a-zA-Z A-Za-z`},
		{"the_id_in_the_other_case", basic("MY-ID:S3cret-$(id)'!"), `tr a-zA-Z A-Za-z`},
		{"crosswise", basic("my-id:others"), `-u "${A%%:*}:${B#*:}"`},
		{"a_space_behind", basic("my-id:S3cret-$(id)'! "), `-u "${A} "`},
		{"a_space_before", basic("my-id: S3cret-$(id)'!"), `-u "${A%%:*}: ${A#*:}"`},
		{"a_line_behind", basic("my-id:S3cret-$(id)'!\n"), `-u "$A"'`},
		{"no_secret", basic("my-id:"), ``},
		{"no_id", basic(":S3cret-$(id)'!"), ``},
		{"neither", basic(":"), `-u ':'`},
		{"no_colon", basic("my-id"), `-H "Authorization: Basic $(printf %s "${A%%:*}" | base64 | tr -d '\n')"`},
		{"a_secret_alone", basic("S3cret-$(id)'!"), ``},
		{"a_pair_under_bearer", "Bearer my-id:wrong", ``},
		{"a_scheme_in_small_letters", "basic " + strings.TrimPrefix(basic("my-id:S3cret-$(id)'!"), "Basic "), ``},
		{"a_scheme_alone", "Basic", ``},
		{"no_base64", "Basic !!!!", `-H 'Authorization: Basic !!!!'`},
		{"bytes_that_are_no_text", "Basic //46/wA=", ``},
		{"a_key_in_the_other_case", "Bearer KEY-OF-1", ``},
		{"a_key_without_its_last", "Bearer key-of-", `-H "Authorization: Bearer ${K%?}"`},
		{"a_scheme_that_is_none", "`id` k", ``},
	} {
		t.Run(tt.name, func(t *testing.T) {
			line := redactor.Curl(&exchange.Exchange{Request: exchange.Request{Method: "GET", Authorization: tt.header}, URL: "http://h/"})
			require.Equal(t, tt.header, sends(t, line, environ...), line)
			require.Contains(t, line, tt.shown)
			for _, secret := range []string{"S3cret", "3CRET", "others", "key-of", "KEY-OF"} {
				require.NotContains(t, line, secret)
			}
		})
	}
}

func TestCurlSaysWhatItLeavesOut(t *testing.T) {
	redactor := exchange.NewRedactor("key-of-1").With(exchange.Credential{Variable: "K", Value: "key-of-1"})
	t.Run("a_secret_without_a_variable_is_hidden", func(t *testing.T) {
		line := exchange.NewRedactor("unnamed-1").Curl(
			&exchange.Exchange{Request: exchange.Request{Method: "GET", Authorization: "Basic bWU6dW5uYW1lZC0="}, URL: "http://h/"})
		require.NotContains(t, line, "named")
		require.NotContains(t, line, "bWU6dW5uYW1lZC0=")
	})
	t.Run("the_request_before_on_the_connection_comes_first", func(t *testing.T) {
		first := &exchange.Exchange{Request: exchange.Request{Method: "GET", Authorization: "Bearer key-of-1"}, URL: "http://h/1"}
		line := redactor.Curl(&exchange.Exchange{Request: exchange.Request{Method: "GET"}, URL: "http://h/2", After: first})
		require.Regexp(t, `^curl .*Bearer \$K.* 'http://h/1' --next .* 'http://h/2'$`, line)
	})
	t.Run("what_curl_cannot_do_is_said", func(t *testing.T) {
		line := redactor.Curl(&exchange.Exchange{Request: exchange.Request{Method: "GET", Manner: "slowly"}, URL: "http://h/1"})
		require.Regexp(t, "^# slowly\ncurl ", line)
	})
}
