package exchange_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// A client sends requests and keeps what was said. A printed command shows the same and holds no secret.
func Example() {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	base, err := url.Parse(server.URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	redactor := exchange.NewRedactor("s3cret-key").With(exchange.Credential{Variable: "KEY", Value: "s3cret-key"})
	client := exchange.New(exchange.Options{Base: base, Redactor: redactor})
	defer client.Close()
	x := client.Do(context.Background(), "notes.read.unknown",
		exchange.Request{Method: "GET", Path: "/notes/1", Authorization: "Bearer s3cret-key", Safe: true})
	fmt.Println(x.Gist())
	fmt.Println(strings.ReplaceAll(redactor.Curl(x), server.URL, "http://127.0.0.1:9999"))
	// Output:
	// 404 Not Found (text/plain 404 page not found)
	// curl -sS -i -H "Authorization: Bearer $KEY" -H 'Accept:' 'http://127.0.0.1:9999/notes/1'
}
