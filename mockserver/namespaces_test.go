package mockserver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

const (
	namespaceHeader = "Understudy-Namespace"
	byHeader        = "X-Understudy-Namespace: "
)

// in returns a client of a namespace, which it names in its path.
func (c client) in(namespace string) client { return client{c.url + "/~" + namespace, c.auth} }

// eventsOf are the ids of a bot's events.
func (c client) eventsOf(t testing.TB, bot string) []string {
	t.Helper()
	return ids(c.list(t, bot, args{"page_size": 100}).Events)
}

func TestNamespaceOfARequest(t *testing.T) {
	opts := quiet()
	opts.Credentials = append(mockserver.DemoCredentials(),
		mockserver.Credential{Kind: mockserver.KindInkeepAPI, Secret: "key+whole"},
		mockserver.Credential{Kind: mockserver.KindChatlayer, ID: "id+whole", Secret: "s", Team: "demo-team"})
	mock := mockserver.Start(t, opts)
	bearer := func(key string) client { return client{mock.URL, "Bearer " + key} }
	const event = `{"entityType":"search","type":"t","searchQuery":"q"}`
	for _, c := range []struct {
		name, want string
		reply      reply
	}{
		{"none", "", demo(mock).get(t, "/v1/nowhere")},
		{"default_by_name", "", demo(mock).in("default").get(t, "/v1/nowhere")},
		{"path", "a", demo(mock).in("a").get(t, streamOf("x"))},
		{"path_of_the_other_api", "a", apiKey(mock).in("a").post(t, "/events", event)},
		{"path_of_the_own_endpoints", "a", nobody(mock).in("a").get(t, "/__understudy/violations")},
		{"path_alone", "a", nobody(mock).in("a").get(t, "")},
		{"path_with_a_query", "a", nobody(mock).in("a").get(t, "?x=1")},
		{"path_encoded", "a-b", client{mock.URL, apiKey(mock).auth}.post(t, "/%7Ea%2Db/events", event)},
		{"header", "b", demo(mock).get(t, streamOf("x"), byHeader+"b")},
		{"path_before_header", "a", demo(mock).in("a").get(t, streamOf("x"), byHeader+"b")},
		{"basic", "c", client{mock.URL, basic("demo-token-id+c:demo-token-secret")}.get(t, "/v1/nowhere")},
		{"bearer", "d", bearer("demo-api-key+d").post(t, "/events", event)},
		{"header_before_credential", "b", bearer("demo-api-key+d").post(t, "/events", event, byHeader+"b")},
		{"credential_taken_whole", "", bearer("key+whole").post(t, "/events", event)},
		{"credential_taken_whole_and_more", "e", bearer("key+whole+e").post(t, "/events", event)},
		{"id_taken_whole", "", client{mock.URL, basic("id+whole:s")}.get(t, "/v1/nowhere")},
		{"no_name", "", bearer("abc+de/f=").post(t, "/events", event)},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, c.reply.header.Get(namespaceHeader))
			require.Less(t, c.reply.status, 500, c.reply.body)
		})
	}
	t.Run("credentials_are_good_without_the_name", func(t *testing.T) {
		for _, key := range []string{"demo-api-key+d", "key+whole", "key+whole+e"} {
			require.Equal(t, http.StatusOK, bearer(key).post(t, "/events", event).status, key)
		}
		require.Equal(t, http.StatusUnauthorized, bearer("demo-api-keys+d").post(t, "/events", event).status)
		require.Equal(t, http.StatusUnauthorized, client{mock.URL, basic("id+whole:wrong")}.post(t, "/v1/echo", `{"message":"m"}`).status)
		long := client{mock.URL, basic(strings.Repeat("x", 500) + "+f:secret")}
		require.Equal(t, "f", long.get(t, "/v1/echo").header.Get(namespaceHeader))
	})
}

func TestNamespaceNames(t *testing.T) {
	mock := mockserver.Start(t, quiet())
	for _, name := range []string{"A", "-a", "a_b", "a.b", strings.Repeat("a", 64), "%C3%A4", "a%2Fb", "%zz"} {
		t.Run(name, func(t *testing.T) {
			if name != "%zz" { // which is no request
				got := demo(mock).in(name).get(t, streamOf("x"))
				require.Equal(t, http.StatusBadRequest, got.status)
				require.Contains(t, got.body, "lower-case letters")
				require.Contains(t, got.body, `"code":3`, "it has the shape of the API that the path is for")
				got = demo(mock).in(name).get(t, streamOf("x"), "Origin: http://page")
				require.Equal(t, "*", got.header.Get("Access-Control-Allow-Origin"))
				require.Contains(t, apiKey(mock).in(name).post(t, "/events", "{}").body, `"code":"bad_request"`)
				got = nobody(mock).in(name).get(t, "/__understudy/healthz")
				require.Equal(t, "application/problem+json", got.header.Get("Content-Type"))
			}
			require.Equal(t, http.StatusBadRequest, demo(mock).get(t, streamOf("x"), byHeader+name).status)
			got := client{mock.URL, "Bearer demo-api-key+" + name}.post(t, "/events", "{}")
			require.Equal(t, http.StatusBadRequest, got.status, "what is before it is a key, and so somebody means a name")
			require.Contains(t, got.body, "+NAME")
		})
	}
	require.Zero(t, mock.BrokenRequests(), "a name breaks no contract")
	t.Run("two_that_differ", func(t *testing.T) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, mock.URL+"/v1/echo", http.NoBody)
		require.NoError(t, err)
		r.Header["X-Understudy-Namespace"] = []string{"a", "b"}
		require.Equal(t, http.StatusBadRequest, demo(mock).exchange(t, r).status)
		r.Header["X-Understudy-Namespace"] = []string{"a", "a"}
		require.Equal(t, "a", demo(mock).exchange(t, r).header.Get(namespaceHeader))
	})
	require.Equal(t, http.StatusOK, demo(mock).in(strings.Repeat("a", 63)).get(t, "").status)
}

func TestNamespacesAreApart(t *testing.T) {
	mock := mockserver.Start(t, seeded(20))
	one, two := demo(mock).in("one"), demo(mock).in("two")
	require.NotEmpty(t, one.eventsOf(t, "demobot1"), "each has seeded events like the default one")
	require.Equal(t, demo(mock).eventsOf(t, "demobot1"), one.eventsOf(t, "demobot1"))
	bot := ownBot(t)
	t.Run("events", func(t *testing.T) {
		id := one.track(t, bot, args{"event": "e"})
		require.Contains(t, one.eventsOf(t, bot), id)
		require.NotContains(t, two.eventsOf(t, bot), id)
		require.NotContains(t, demo(mock).eventsOf(t, bot), id)
	})
	t.Run("owners_of_bots", func(t *testing.T) {
		require.Equal(t, http.StatusForbidden, other(mock).in("one").post(t, trackOf(bot), `{"event":"e"}`).status)
		require.Equal(t, http.StatusOK, other(mock).in("two").post(t, trackOf(bot), `{"event":"e"}`).status)
	})
	t.Run("reset", func(t *testing.T) {
		require.Equal(t, http.StatusOK, nobody(mock).in("two").post(t, "/__understudy/reset", "").status)
		require.Len(t, one.eventsOf(t, bot), len(two.eventsOf(t, bot))+1)
	})
	t.Run("violations", func(t *testing.T) {
		one.post(t, trackOf(bot), `{"event":7}`)
		require.Contains(t, nobody(mock).in("one").get(t, "/__understudy/violations").body, `"total":1,`)
		require.Contains(t, nobody(mock).in("two").get(t, "/__understudy/violations").body, `"total":0,`)
		require.Equal(t, int64(1), mock.BrokenRequests(), "the server counts them all")
		require.Len(t, mock.Violations(), 1)
		require.Equal(t, "one", mock.Violations()[0].Namespace)
		nobody(mock).in("one").post(t, "/__understudy/reset", "")
		require.Empty(t, mock.Violations())
		require.Equal(t, int64(1), mock.BrokenRequests())
	})
	t.Run("page_tokens", func(t *testing.T) {
		var page struct {
			Next string `json:"next_page_token"`
		}
		list := streamOf("demobot1") + "?version=LIVE&start_time=2000-01-01&end_time=2100-01-01&page_size=5"
		one.get(t, list).into(t, &page)
		require.Equal(t, http.StatusOK, one.get(t, list+"&page_token="+page.Next).status)
		require.Equal(t, http.StatusBadRequest, two.get(t, list+"&page_token="+page.Next).status)
		require.Equal(t, http.StatusBadRequest, demo(mock).get(t, list+"&page_token="+page.Next).status)
		demo(mock).get(t, list).into(t, &page)
		require.Equal(t, http.StatusBadRequest, one.get(t, list+"&page_token="+page.Next).status)
	})
	t.Run("request_ids", func(t *testing.T) {
		const id = "Understudy-Request-Id"
		require.NotEqual(t, demo(mock).in("p").get(t, "/v1/echo").header.Get(id), demo(mock).in("q").get(t, "/v1/echo").header.Get(id))
	})
}

func TestAddressesOfANamespace(t *testing.T) {
	mock := mockserver.Start(t, quiet())
	for _, path := range []string{"", "/", "/__understudy/openapi.yaml", "/__understudy/specs/chatlayer.yaml"} {
		require.Contains(t, nobody(mock).in("a").get(t, path).body, mock.URL+"/~a", path)
		require.NotContains(t, nobody(mock).get(t, path, byHeader+"a").body, "/~a", path)
	}
	mounted := httptest.NewServer(http.StripPrefix("/mock", mock.Server))
	defer mounted.Close()
	require.Contains(t, client{mounted.URL + "/mock", ""}.in("a").get(t, "/").body, mounted.URL+"/mock/~a")
	require.Contains(t, apiKey(mock).in("a").post(t, "/events", "{}").body, `"instance":"/events"`)
}

func TestTooManyNamespaces(t *testing.T) {
	opts := quiet()
	opts.MaxNamespaces = 2
	mock := mockserver.Start(t, opts)
	for _, name := range []string{"a", "b", "a", "default"} {
		require.Equal(t, http.StatusOK, demo(mock).in(name).get(t, "/").status)
	}
	got := demo(mock).in("c").get(t, streamOf("x"))
	require.Equal(t, http.StatusServiceUnavailable, got.status)
	require.Contains(t, got.body, `"code":14`)
	require.Contains(t, got.body, "--max-namespaces")
	require.NotEmpty(t, got.header.Get("Retry-After"))
	require.Contains(t, nobody(mock).in("c").get(t, "/__understudy/violations").body, `"title":"Service Unavailable"`)
	require.Error(t, mockserver.New(mockserver.Options{MaxNamespaces: -1}).Err())
}

func TestNamespaceRequired(t *testing.T) {
	opts := quiet()
	opts.RequireNamespace = true
	mock := mockserver.Start(t, opts)
	got := demo(mock).get(t, streamOf("x"))
	require.Equal(t, http.StatusBadRequest, got.status)
	require.Contains(t, got.body, "--require-namespace")
	require.Equal(t, http.StatusBadRequest, apiKey(mock).post(t, "/events", "{}").status)
	preflight := nobody(mock).send(t, http.MethodOptions, "/events", "", "Origin: http://page", "Access-Control-Request-Method: POST")
	for name, status := range map[string]int{
		"own_endpoint": nobody(mock).get(t, "/__understudy/violations").status,
		"index":        nobody(mock).get(t, "/").status,
		"named":        demo(mock).in("a").post(t, "/v1/echo", `{"message":"m"}`).status,
		"default":      demo(mock).in("default").post(t, "/v1/echo", `{"message":"m"}`).status,
		"preflight":    preflight.status,
		"favicon":      nobody(mock).get(t, "/favicon.ico").status,
	} {
		require.NotEqual(t, http.StatusBadRequest, status, name)
	}
	require.Zero(t, mock.BrokenRequests())
}

func TestPagesMayNameANamespace(t *testing.T) {
	mock := mockserver.Start(t, quiet())
	preflight := nobody(mock).send(t, http.MethodOptions, "/events", "", "Origin: http://page", "Access-Control-Request-Method: POST",
		"Access-Control-Request-Headers: x-understudy-namespace")
	require.Contains(t, strings.ToLower(preflight.header.Get("Access-Control-Allow-Headers")), "x-understudy-namespace")
	got := apiKey(mock).post(t, "/events", "{}", "Origin: http://page", byHeader+"a")
	require.Contains(t, got.header.Get("Access-Control-Expose-Headers"), namespaceHeader)
}

func TestRefusedOnTheWireInANamespace(t *testing.T) {
	mock := mockserver.Start(t, quiet())
	for path, want := range map[string]string{"/~a/v1/echo": "a", "/v1/echo": "", "/~A/v1/echo": "", "http://x/~a/v1/echo?q": "a"} {
		w := demo(mock).dial(t)
		w.write(t, "POST "+path+" HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
		got := w.read(t, http.MethodPost)
		require.Equal(t, http.StatusBadRequest, got.status, path)
		require.Equal(t, want, got.header.Get(namespaceHeader), path)
		require.Contains(t, got.body, `"code":3`, path)
	}
	require.Contains(t, nobody(mock).in("a").get(t, "/__understudy/violations").body, `"total":2,`)
}

// TestIdleNamespaces has namespaces expire all the time, while clients write to them. None may lose a write that was answered before
// it has been idle, and each is made anew afterwards.
func TestIdleNamespaces(t *testing.T) {
	opts := quiet()
	opts.NamespaceTTL = 5 * time.Millisecond
	mock := mockserver.New(opts)
	require.NoError(t, mock.Err())
	ask := func(method, name, target, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), method, "/~"+name+target, strings.NewReader(body))
		r.Header.Set("Authorization", demo(&mockserver.Running{}).auth)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, r)
		return w
	}
	list := streamOf("x") + "?version=LIVE&start_time=2000-01-01&end_time=2100-01-01&page_size=1"
	empty := func(name string) bool {
		read := ask(http.MethodGet, name, list, "")
		require.Equal(t, http.StatusOK, read.Code)
		return strings.Contains(read.Body.String(), `"events":[]`)
	}
	var made atomic.Int64
	var all sync.WaitGroup
	for i := range 8 {
		name := fmt.Sprintf("n%d", i%6) // two of which two clients use
		all.Go(func() {
			for range 60 {
				if empty(name) {
					made.Add(1)
				}
				began := time.Now()
				wrote := ask(http.MethodPost, name, trackOf("x"), `{"event":"e"}`)
				require.Equal(t, http.StatusOK, wrote.Code, wrote.Body)
				if empty(name) {
					require.Greater(t, time.Since(began), opts.NamespaceTTL, "it was forgotten while it was used")
				}
				time.Sleep(opts.NamespaceTTL)
			}
		})
	}
	all.Wait()
	require.Greater(t, made.Load(), int64(8), "they expire")
	none := func() bool { return mockserver.Namespaces(mock) == 0 }
	require.Eventually(t, none, 10*time.Second, time.Millisecond, "the last ones go by themselves")
	require.Contains(t, ask(http.MethodGet, "n1", list, "").Body.String(), `"events":[]`)
}

func TestNamespacesForEver(t *testing.T) {
	opts := quiet()
	opts.NamespaceTTL = mockserver.NoTTL
	mock := mockserver.Start(t, opts)
	id := demo(mock).in("a").track(t, "x", args{"event": "e"})
	require.Equal(t, []string{id}, demo(mock).in("a").eventsOf(t, "x"))
}

func TestANamespaceThatWasJudged(t *testing.T) {
	mock := mockserver.Start(t, seeded(20))
	wrong := func(name string, times int) {
		for range times {
			require.Equal(t, http.StatusBadRequest, demo(mock).in(name).post(t, trackOf("demobot1"), `{"event":7}`).status)
		}
	}
	forget := func(path string) {
		require.Equal(t, http.StatusNoContent, nobody(mock).send(t, http.MethodDelete, "/__understudy/namespaces/"+path, "").status)
	}
	wrong("kept", 1)
	wrong("a", 2)
	wrong("b", 3)
	require.EqualValues(t, 6, mock.BrokenRequests())
	forget("b")
	require.EqualValues(t, 6, mock.BrokenRequests(), "forgetting alone judges nothing")
	forget("a?judged=true")
	require.EqualValues(t, 4, mock.BrokenRequests())
	require.Equal(t, map[string]int64{"body.type": 4}, mock.BrokenRules())
	for _, reason := range mock.Reasons() {
		require.NotEqual(t, "a", reason.Namespace)
	}
	forget("a?judged=true")
	require.EqualValues(t, 4, mock.BrokenRequests(), "there is none")
	wrong("a", 1)
	require.EqualValues(t, 5, mock.BrokenRequests(), "it is another one")
	wrong("default", 1)
	forget("default?judged=true")
	require.EqualValues(t, 5, mock.BrokenRequests())
}
