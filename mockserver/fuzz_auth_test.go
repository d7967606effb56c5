package mockserver_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// FuzzAuthorization holds our reading of the header to that of net/http, and wants refusals that do not depend on what was sent.
func FuzzAuthorization(f *testing.F) {
	for _, seed := range []string{
		basic("demo-token-id:demo-token-secret"), "basic  " + basic("other-token-id:other-token-secret")[6:],
		"Bearer demo-api-key", "bEARER  demo-web-key ",
		"Bearer", "Basic ====", "Basic " + basic(":")[6:] + "\t", basic("demo-token-id:demo-token-secret") + "=", "Bearer demo-api-key\x80",
		"bEARER\n demo-web-key",
	} {
		f.Add(seed)
	}
	server := newTarget(f)
	apis := []struct {
		path, body string
		opens      func(value string) bool
	}{{"/v1/echo", `{"message":"x"}`, opensChatlayer}, {"/events", `{"entityType":"search","type":"t","searchQuery":"q"}`, opensInkeep}}
	f.Fuzz(func(t *testing.T, value string) {
		for _, api := range apis {
			got, read := server.ask(t, http.MethodPost, api.path, api.body, "Authorization: "+value, "Content-Type: application/json")
			if !read {
				return
			}
			if api.opens(strings.Trim(folded.ReplaceAllString(value, " "), " \t")) {
				require.Less(t, got.status, 300, got.body)
				continue
			}
			require.Equal(t, http.StatusUnauthorized, got.status, got.body)
			require.NotEmpty(t, got.header.Get("WWW-Authenticate"))
			require.Contains(t, refusals(t, server, api.path, api.body), got.refusal(), "a refusal tells nothing of what was sent")
		}
	})
}

// folded is where a header goes on in the next line, which is read as a space (RFC 9112, section 5.2).
var folded = regexp.MustCompile(`[ \t]*\r?\n[ \t]+`)

// opensChatlayer says what net/http makes of a Basic header, white space around the payload aside.
func opensChatlayer(value string) bool {
	scheme, payload, _ := strings.Cut(value, " ")
	r := http.Request{Header: http.Header{"Authorization": {scheme + " " + strings.Trim(payload, " ")}}}
	id, secret, ok := r.BasicAuth()
	return ok && slices.Contains([]string{"demo-token-id:demo-token-secret", "other-token-id:other-token-secret"}, id+":"+secret)
}

func opensInkeep(value string) bool {
	scheme, key, _ := strings.Cut(value, " ")
	return strings.EqualFold(scheme, "Bearer") && slices.Contains([]string{"demo-api-key", "demo-web-key"}, strings.Trim(key, " "))
}

// refusals are the answers to what is known to be wrong in every way.
func refusals(t *testing.T, server *target, path, body string) []string {
	t.Helper()
	var all []string
	for _, value := range []string{"", "Other x", "Basic !", basic("x"), basic("a:b"), "Bearer", "Bearer x"} {
		got, _ := server.ask(t, http.MethodPost, path, body, "Authorization: "+value, "Content-Type: application/json")
		all = append(all, got.refusal())
	}
	return all
}

// refusal is the body without what names the one request.
func (r reply) refusal() string {
	return strings.ReplaceAll(r.body, r.header.Get("Understudy-Request-Id"), "ID")
}

// FuzzParseCredential wants errors that repeat nothing of what was given, and a credential that is taken to open the server.
func FuzzParseCredential(f *testing.F) {
	f.Add("chatlayer=id:s@e:c@team", 3)
	f.Add("inkeep-api=k", 11)
	f.Add("inkeep-web=\x7f", 0)
	f.Add("id:secret=@team", 2)
	f.Add("chatlayer=id:pass@wo rd", 18)
	const canary = "Hush-0815"
	f.Fuzz(func(t *testing.T, text string, at int) {
		if at >= 0 && at <= len(text) {
			if _, err := mockserver.ParseCredential(text[:at] + canary + text[at:]); err != nil {
				require.NotContains(t, err.Error(), canary)
			}
		}
		c, err := mockserver.ParseCredential(text)
		if err != nil {
			return
		}
		again := string(c.Kind) + "=" + c.Secret
		if c.Kind == mockserver.KindChatlayer {
			again = "chatlayer=" + c.ID + ":" + c.Secret + "@" + c.Team
		}
		require.Equal(t, text, again)
		opens(t, c)
	})
}

// opens asks a server that knows only the credential, as a client would that has it.
func opens(t *testing.T, c mockserver.Credential) {
	t.Helper()
	opts := quiet()
	opts.Credentials = []mockserver.Credential{c}
	server := &target{Server: mockserver.New(opts)}
	require.NoError(t, server.Err())
	path, body, auth := "/events", `{"entityType":"search","type":"t","searchQuery":"q"}`, "Bearer "+c.Secret
	if c.Kind == mockserver.KindChatlayer {
		path, body, auth = "/v1/echo", `{"message":"x"}`, basic(c.ID+":"+c.Secret)
	}
	got, read := server.ask(t, http.MethodPost, path, body, "Authorization: "+auth, "Content-Type: application/json")
	require.True(t, read, "no header can carry it")
	require.Less(t, got.status, 300, got.body)
}
