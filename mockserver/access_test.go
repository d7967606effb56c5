package mockserver_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// asking sends a request under another host; an empty one is the URL's.
func (c client) asking(t testing.TB, method, target, host string, headers ...string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.url+target, nil)
	require.NoError(t, err)
	r.Host = host
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	return c.exchange(t, r)
}

// guarded are the endpoints that are not for everybody, with the statuses that they have for those who may.
var guarded = []struct {
	method, target string
	status         int
}{
	{http.MethodGet, "/__understudy/violations", http.StatusOK},
	{http.MethodGet, "/__understudy/fidelity?level=chosen&api=inkeep", http.StatusOK},
	{http.MethodGet, "/__understudy/journal", http.StatusOK},
	{http.MethodDelete, "/__understudy/journal", http.StatusNoContent},
	{http.MethodGet, "/__understudy/journal/req_0", http.StatusNotFound},
	{http.MethodPost, "/__understudy/reset", http.StatusOK},
	{http.MethodOptions, "/__understudy/reset", http.StatusNoContent},
	{http.MethodDelete, "/__understudy/reset", http.StatusMethodNotAllowed},
	{http.MethodGet, "/__understudy/nowhere", http.StatusNotFound},
}

// ownAddresses are those of this machine that a URL can have.
func ownAddresses(t *testing.T) (hosts []string) {
	t.Helper()
	addresses, err := net.InterfaceAddrs()
	require.NoError(t, err)
	for _, a := range addresses {
		ip, _, err := net.ParseCIDR(a.String())
		require.NoError(t, err)
		hosts = append(hosts, net.JoinHostPort(ip.String(), "4747"))
	}
	return hosts
}

// TestHostsOfThisMachine asks the mock's own endpoints under names that mean this machine, and under names that anybody can have mean it.
func TestHostsOfThisMachine(t *testing.T) {
	opts := quiet()
	opts.AllowedHosts = []string{"Mock.Example.", "understudy:4747", "web.example:80", "192.0.2.7", "[2001:db8::7]:4747", "my_mock"}
	s := mockserver.Start(t, opts)
	own := append(ownAddresses(t), "localhost", "LOCALHOST:1", "localhost.:4747", "mock.localhost", "a.b.localhost:4747", "127.0.0.1",
		"127.3.2.1:9", "[::1]:4747", "[::1]",
		"[::ffff:127.0.0.1]:1", "0.0.0.0:4747", "[::]:4747", "mock.example", "MOCK.example.:9", "understudy:4747", "web.example",
		"web.example:80", "192.0.2.7:1", "[2001:DB8::7]:4747", "my_mock:1")
	foreign := []string{
		"evil.example", "evil.example:4747", "localhost.evil.example", "evil-localhost", "127.0.0.1.evil.example", "127.0.0.1.nip.io:4747",
		"xlocalhost", "understudy", "understudy:80", "web.example:4747", "192.0.2.8", "[2001:db8::7]", "[2001:db8::8]:4747",
		"sub.mock.example", "128.0.0.1", "2130706433", "a$b.localhost",
	}
	const ownPage = "Sec-Fetch-Site: same-origin" // for the browser the page is the mock's own
	for _, e := range guarded {
		for _, host := range own {
			require.Equal(t, e.status, nobody(s).asking(t, e.method, e.target, host).status, "%s %s of %s", e.method, e.target, host)
		}
		for _, host := range foreign {
			broken := s.BrokenRequests()
			for _, origin := range []string{"Origin: http://" + host, ownPage} {
				r := nobody(s).asking(t, e.method, e.target, host, origin)
				r.refusedByControl(t, http.StatusForbidden, host, "--allow-host")
				require.Empty(t, r.header.Get("Access-Control-Allow-Origin"))
			}
			require.Equal(t, broken, s.BrokenRequests(), "a page of a stranger breaks no contract")
		}
	}
	t.Run("the_target_counts_before_the_header", func(t *testing.T) {
		w := nobody(s).dial(t)
		w.write(t, "POST http://evil.example/__understudy/reset HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
		require.Equal(t, http.StatusForbidden, w.read(t, http.MethodPost).status)
	})
	t.Run("without_a_host_it_is_no_browser", func(t *testing.T) {
		w := nobody(s).dial(t)
		w.write(t, "POST /__understudy/reset HTTP/1.0\r\nContent-Length: 0\r\n\r\n")
		require.Equal(t, http.StatusOK, w.read(t, http.MethodPost).status)
	})
	t.Run("what_is_for_everybody", func(t *testing.T) {
		for _, target := range []string{
			"/", "/__understudy/healthz", "/__understudy/readyz", "/__understudy/openapi.yaml",
			"/__understudy/specs/inkeep.yaml",
		} {
			require.Equal(t, http.StatusOK, nobody(s).asking(t, http.MethodGet, target, "evil.example").status, target)
		}
		r := demo(s).asking(t, http.MethodGet, "/v1/bots/demobot1/events/stream?"+everything().query(), "api.example",
			"Authorization: "+demo(s).auth)
		require.Equal(t, http.StatusOK, r.status, "the APIs have no host of their own")
	})
	t.Run("a_request_that_came_over_no_network", func(t *testing.T) {
		w := httptest.NewRecorder()
		mockserver.New(quiet()).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/__understudy/reset", nil))
		require.Equal(t, http.StatusOK, w.Code)
	})
	t.Run("a_handler_of_another_server", func(t *testing.T) {
		server := httptest.NewServer(mockserver.New(quiet()))
		t.Cleanup(server.Close)
		c := client{url: server.URL}
		require.Equal(t, http.StatusOK, c.asking(t, http.MethodPost, "/__understudy/reset", "").status)
		require.Equal(t, http.StatusForbidden, c.asking(t, http.MethodPost, "/__understudy/reset", "evil.example").status)
	})
}

// TestOtherOrigins asks as the pages of other origins do, GET included.
func TestOtherOrigins(t *testing.T) {
	s := mockserver.Start(t, quiet())
	for _, e := range guarded {
		for _, headers := range [][]string{
			{page0},
			{page0, "Sec-Fetch-Site: cross-site"},
			{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: image"},
			{"Sec-Fetch-Site: same-site"},
			{"Origin: null"},
		} {
			r := nobody(s).send(t, e.method, e.target, "", headers...)
			r.refusedByControl(t, http.StatusForbidden, "another origin")
			require.Empty(t, r.header.Get("Access-Control-Allow-Origin"))
		}
		for _, headers := range [][]string{nil, {"Origin: " + s.URL}, {"Sec-Fetch-Site: same-origin"}, {"Sec-Fetch-Site: none"}} {
			require.Equal(t, e.status, nobody(s).send(t, e.method, e.target, "", headers...).status)
		}
	}
	t.Run("a_link_may_be_followed", func(t *testing.T) {
		headers := []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"}
		require.Equal(t, http.StatusOK, nobody(s).get(t, "/__understudy/violations", headers...).status)
		require.Equal(t, http.StatusForbidden, nobody(s).post(t, "/__understudy/reset", "", headers...).status)
		require.Equal(t, http.StatusForbidden,
			nobody(s).get(t, "/__understudy/violations", headers[0], headers[1], "Sec-Fetch-Dest: iframe").status)
	})
}

func TestControlToken(t *testing.T) {
	const token = "s3cret/+~token="
	opts := quiet()
	opts.ControlToken = token
	s := mockserver.Start(t, opts)
	documents := []string{
		"/__understudy/openapi.yaml", "/__understudy/specs/chatlayer.yaml", "/__understudy/openapi.json", "/__understudy/specs/inkeep.json",
	}
	for _, e := range guarded {
		for _, auth := range []string{
			"", "Bearer", "Bearer ", "Bearer wrong", "Bearer " + token + "x", "Bearer " + token[1:], "Basic " + token,
			token, "Bearer " + strings.ToUpper(token),
		} {
			r := client{s.URL, auth}.send(t, e.method, e.target, "")
			r.refusedByControl(t, http.StatusUnauthorized, "--control-token")
			require.Equal(t, `Bearer realm="understudy"`, r.header.Get("WWW-Authenticate"))
			require.NotContains(t, r.body, "s3cret")
		}
		require.Equal(t, e.status, client{s.URL, "bearer " + token}.send(t, e.method, e.target, "").status)
		t.Run("it_opens_no_other_endpoint", func(t *testing.T) {
			require.Equal(t, http.StatusForbidden, client{s.URL, "Bearer " + token}.send(t, e.method, e.target, "", page0).status)
			require.Equal(t, http.StatusForbidden,
				nobody(s).asking(t, e.method, e.target, "evil.example", "Authorization: Bearer "+token).status)
		})
	}
	for _, target := range documents {
		require.Equal(t, http.StatusUnauthorized, nobody(s).get(t, target).status)
		require.Equal(t, http.StatusOK, client{s.URL, "Bearer " + token}.get(t, target, page0).status)
		require.Equal(t, http.StatusNoContent,
			nobody(s).send(t, http.MethodOptions, target, "", page0, "Access-Control-Request-Method: GET",
				"Access-Control-Request-Headers: authorization").status)
	}
	for _, target := range []string{"/", "/__understudy/healthz", "/__understudy/readyz"} {
		require.Equal(t, http.StatusOK, nobody(s).get(t, target).status)
	}
	t.Run("two_headers_are_none", func(t *testing.T) {
		w := nobody(s).dial(t)
		w.write(t, "GET /__understudy/violations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "+token+
			"\r\nAuthorization: Bearer x\r\n\r\n")
		require.Equal(t, http.StatusUnauthorized, w.read(t, http.MethodGet).status)
	})
	demo(s).alive(t)
	require.Zero(t, s.BrokenRequests(), "what is asked of the mock itself breaks the contract of no API")
}

func TestNoControl(t *testing.T) {
	opts := quiet()
	opts.NoControl = true
	s := mockserver.Start(t, opts)
	demo(s).track(t, "demobot1", args{"id": "x"})
	for _, target := range []string{
		"/__understudy/violations", "/__understudy/reset", "/__understudy/openapi.yaml",
		"/__understudy/specs/inkeep.yaml", "/__understudy/nowhere", "/__understudy/",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
			r := nobody(s).send(t, method, target, "")
			r.refusedByControl(t, http.StatusNotFound, "--no-control")
			r.strayed(t)
		}
	}
	for _, target := range []string{"/", "/__understudy/healthz", "/__understudy/readyz"} {
		require.Equal(t, http.StatusOK, nobody(s).get(t, target).status)
	}
	require.Equal(t, []string{"x"}, demo(s).listed(t, "demobot1", nil))
	require.Zero(t, s.BrokenRequests())
}

// TestCORSOrigins lets the pages of some origins call the APIs.
func TestCORSOrigins(t *testing.T) {
	opts := quiet()
	opts.CORSOrigins = []string{"HTTP://LocalHost:3000", "https://app.example:443", "null", "chrome-extension://abcdef"}
	s := mockserver.Start(t, opts)
	preflight := func(origin string) reply {
		return nobody(s).send(t, http.MethodOptions, "/v1/echo", "", "Origin: "+origin, "Access-Control-Request-Method: POST",
			"Access-Control-Request-Headers: authorization",
			"Access-Control-Request-Private-Network: true")
	}
	for _, origin := range []string{"http://localhost:3000", "https://app.example", "null", "chrome-extension://abcdef"} {
		r := demo(s).post(t, "/v1/echo", `{"message":"x"}`, "Origin: "+origin)
		require.Equal(t, http.StatusOK, r.status)
		require.Equal(t, origin, r.header.Get("Access-Control-Allow-Origin"))
		require.Contains(t, r.header.Get("Vary"), "Origin")
		r = preflight(origin)
		require.Equal(t, origin, r.header.Get("Access-Control-Allow-Origin"))
		require.Equal(t, "true", r.header.Get("Access-Control-Allow-Private-Network"))
	}
	for _, origin := range []string{
		"http://localhost:3001", "http://localhost", "https://localhost:3000", "https://app.example.evil.example",
		"http://app.example", "https://evil.example",
	} {
		r := demo(s).post(t, "/v1/echo", `{"message":"x"}`, "Origin: "+origin)
		require.Equal(t, http.StatusOK, r.status, "the browser keeps the answer from the page")
		require.Empty(t, r.header.Get("Access-Control-Allow-Origin"))
		r = preflight(origin)
		require.Empty(t, r.header.Get("Access-Control-Allow-Origin"))
		require.Empty(t, r.header.Get("Access-Control-Allow-Headers"))
		require.Empty(t, r.header.Get("Access-Control-Allow-Private-Network"))
	}
	t.Run("refusals_that_no_handler_sees", func(t *testing.T) {
		w := nobody(s).dial(t)
		w.write(t, "GET /v1/echo HTTP/1.1\r\nOrigin: https://evil.example\r\n\r\n")
		require.Empty(t, w.read(t, http.MethodGet).header.Get("Access-Control-Allow-Origin"))
	})
}

func TestBadAccess(t *testing.T) {
	for _, host := range []string{
		"", " ", "*", "*.example", "http://mock.example", "mock.example/", "mock.example:", "mock.example:0",
		"mock.example:65536", "mock.example:http", "a b", "-a", "a..b", "é.example",
	} {
		require.ErrorContains(t, mockserver.New(mockserver.Options{AllowedHosts: []string{"fine", host}}).Err(),
			`bad allowed host "`+host+`"`)
	}
	for _, origin := range []string{
		"", " ", "localhost:3000", "localhost", "//localhost", "http://", "http://localhost:3000/", "http://localhost?x",
		"http://localhost#",
		"http://me@localhost", "http://localhost:", "http://localhost:x",
		"http://localhost:99999", "http://*.example", "http://é.example", "http://local host", "NULL", "**",
	} {
		require.ErrorContains(t, mockserver.New(mockserver.Options{CORSOrigins: []string{origin}}).Err(), "bad origin", origin)
	}
	require.ErrorContains(t, mockserver.New(mockserver.Options{CORSOrigins: []string{"*", "http://localhost"}}).Err(), "give it alone")
	for token, word := range map[string]string{
		"s3cret\n": `byte 7 is '\n'`, "s3cret token": `byte 7 is ' '`, "s3cretß": `byte 7 is 'ß'`,
		"\x00s3cret": `byte 1 is '\x00'`,
	} {
		err := mockserver.New(mockserver.Options{ControlToken: token}).Err()
		require.ErrorContains(t, err, word)
		require.NotContains(t, err.Error(), "s3cret")
	}
	require.ErrorContains(t, mockserver.New(mockserver.Options{ControlToken: "t", NoControl: true}).Err(), "leave one of the two out")
	err := mockserver.New(mockserver.Options{AllowedHosts: []string{"/"}, CORSOrigins: []string{"/"}, ControlToken: " ", Auth: "lax"}).Err()
	for _, word := range []string{"allowed host", "origin", "token", "lax"} {
		require.ErrorContains(t, err, word)
	}
	t.Run("what_was_given_is_not_changed", func(t *testing.T) {
		hosts, origins := []string{"A.Example."}, []string{"HTTP://A:80"}
		require.NoError(t, mockserver.New(mockserver.Options{AllowedHosts: hosts, CORSOrigins: origins}).Err())
		require.Equal(t, []string{"A.Example.", "HTTP://A:80"}, append(hosts, origins...))
	})
}
