package mockserver_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
	"github.com/understudy-mock/understudy/spec/control"
)

// contracts are those of the APIs that a server has, in its order.
func contracts(t testing.TB) (all []*spec.Contract) {
	t.Helper()
	for _, d := range mockserver.Definitions() {
		contract, err := d.Contract()
		require.NoError(t, err)
		require.Equal(t, contract.Name(), d.Name)
		all = append(all, contract)
	}
	return all
}

// ownContract is that of the mock's own endpoints.
func ownContract(t testing.TB) *spec.Contract {
	t.Helper()
	contract, err := loadOwn()
	require.NoError(t, err)
	return contract
}

// loadOwn loads it once: it takes long, and each answer is held to it.
var loadOwn = sync.OnceValues(func() (*spec.Contract, error) {
	var names []string
	for _, d := range mockserver.Definitions() {
		names = append(names, d.Name)
	}
	return control.Contract(names...)
})

// documents are the contracts by where their documents are.
func documents(t testing.TB) map[string]*spec.Contract {
	t.Helper()
	all := map[string]*spec.Contract{"/__understudy/openapi.yaml": ownContract(t)}
	for _, c := range contracts(t) {
		all["/__understudy/specs/"+c.Name()+".yaml"] = c
	}
	return all
}

// listsItself wants a document that lists this server before all others and is else the contract's, byte for byte.
func listsItself(t *testing.T, contract *spec.Contract, document, server string) {
	t.Helper()
	var first struct {
		Servers []struct{ URL, Description string }
	}
	require.NoError(t, yaml.Unmarshal([]byte(document), &first))
	require.Equal(t, server, first.Servers[0].URL)
	at := strings.Index(document, "\nservers:\n") + len("\nservers:\n")
	own := strings.Index(document[at+1:], "  - url: ") + 1
	require.Equal(t, string(contract.Document()), document[:at]+document[at+own:])
}

// TestDocuments wants each document to list the server that it came from first, so that a tool that has it can use it.
func TestDocuments(t *testing.T) {
	s := mockserver.Start(t, quiet())
	port := s.URL[strings.LastIndexByte(s.URL, ':'):]
	for target, contract := range documents(t) {
		for host, want := range map[string]string{
			"":                    s.URL,
			"localhost" + port:    "http://localhost" + port,
			"mock.localhost":      "http://mock.localhost",
			"evil.example" + port: s.URL,
		} {
			r := nobody(s).asking(t, http.MethodGet, target, host)
			require.Equal(t, http.StatusOK, r.status)
			require.Equal(t, "application/yaml", r.header.Get("Content-Type"))
			listsItself(t, contract, r.body, want)
		}
		t.Run("with_a_target_that_names_the_host", func(t *testing.T) {
			w := nobody(s).dial(t)
			w.write(t, "GET http://localhost:1"+target+" HTTP/1.1\r\nHost: evil.example\r\n\r\n")
			listsItself(t, contract, w.read(t, http.MethodGet).body, "http://localhost:1")
		})
		t.Run("without_a_host", func(t *testing.T) {
			w := nobody(s).dial(t)
			w.write(t, "GET "+target+" HTTP/1.0\r\n\r\n")
			listsItself(t, contract, w.read(t, http.MethodGet).body, s.URL)
		})
	}
}

// TestDocumentsAsJSON wants the same values as in YAML, this server among them.
func TestDocumentsAsJSON(t *testing.T) {
	s := mockserver.Start(t, quiet())
	for target := range documents(t) {
		var values any
		require.NoError(t, yaml.Unmarshal([]byte(nobody(s).get(t, target).body), &values))
		want, err := json.Marshal(values)
		require.NoError(t, err)
		got := nobody(s).get(t, strings.TrimSuffix(target, ".yaml")+".json")
		require.Equal(t, "application/json", got.header.Get("Content-Type"))
		require.JSONEq(t, string(want), got.body, target)
		require.Less(t, strings.Index(got.body, `"openapi"`), strings.Index(got.body, `"paths"`), "the order is that of the document")
	}
}

// TestDocumentsOfAHandler serves the mock below a path of another server, by TLS, and as a variant that has a prefix of its own.
func TestDocumentsOfAHandler(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/mock/one/", http.StripPrefix("/mock/one", mockserver.New(quiet())))
	server := httptest.NewTLSServer(mux)
	t.Cleanup(server.Close)
	for target, contract := range documents(t) {
		answer, err := server.Client().Get(server.URL + "/mock/one" + target)
		require.NoError(t, err)
		document, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		listsItself(t, contract, string(document), server.URL+"/mock/one")
	}

	opts := quiet()
	opts.Variants = []string{"proxy.base-path"}
	s := mockserver.Start(t, opts)
	contract, err := chatlayer.Contract()
	require.NoError(t, err)
	listsItself(t, contract, nobody(s).get(t, "/__understudy/specs/chatlayer.yaml").body, s.URL+"/proxied")

	t.Run("without_a_network", func(t *testing.T) {
		w := httptest.NewRecorder()
		mockserver.New(quiet()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/__understudy/specs/chatlayer.yaml", nil))
		listsItself(t, contract, w.Body.String(), "http://example.com")
	})
}

// TestAnyPageReadsDocuments asks as Swagger UI does from another origin, after a preflight if it sends headers.
func TestAnyPageReadsDocuments(t *testing.T) {
	opts := quiet()
	opts.CORSOrigins = []string{"http://localhost:3000"} // is about the APIs
	s := mockserver.Start(t, opts)
	for target := range documents(t) {
		for _, origin := range []string{page0, "Origin: null"} {
			r := nobody(s).get(t, target, origin, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty")
			require.Equal(t, http.StatusOK, r.status)
			require.Equal(t, "*", r.header.Get("Access-Control-Allow-Origin"))
			require.Equal(t, "*", nobody(s).send(t, http.MethodHead, target, "", origin).header.Get("Access-Control-Allow-Origin"))
			r = nobody(s).send(t, http.MethodOptions, target, "", origin, "Access-Control-Request-Method: GET",
				"Access-Control-Request-Headers: authorization",
				"Access-Control-Request-Private-Network: true")
			require.Equal(t, http.StatusNoContent, r.status)
			require.Equal(t, "*", r.header.Get("Access-Control-Allow-Origin"))
			require.Equal(t, "authorization", r.header.Get("Access-Control-Allow-Headers"))
			require.Equal(t, "true", r.header.Get("Access-Control-Allow-Private-Network"))
		}
	}
	require.Zero(t, s.BrokenRequests())
}
