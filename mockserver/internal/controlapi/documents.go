package controlapi

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// BaseURL is where the client of a request has found the server: scheme and host as it named them, and the prefix under which the
// server is mounted, if it is. A host that is not known is not repeated; the address that the request came to stands for it.
func (c *Control) BaseURL(r *http.Request) string {
	base := url.URL{Scheme: "http", Host: r.Host}
	if r.TLS != nil {
		base.Scheme = "https"
	}
	if local, networked := r.Context().Value(http.LocalAddrContextKey).(net.Addr); networked && (r.Host == "" || !c.Hosts.Know(r)) {
		base.Host = local.String()
	}
	return strings.ReplaceAll(base.String()+pipeline.MountedAt(r), "'", "%27") // it stands in quotes in the index
}

// withServer puts a server before the others that a document lists.
func withServer(document []byte, url string) []byte {
	const list = "\nservers:\n"
	before, after, found := bytes.Cut(document, []byte(list))
	if !found {
		return document
	}
	own := fmt.Sprintf("  - url: %s\n    description: The mock that this document comes from\n", strconv.Quote(url))
	return bytes.Join([][]byte{before, []byte(list + own), after}, nil)
}

// controlDocument serves GET openapi.yaml.
func (c *Control) controlDocument(_ context.Context, base string) ([]byte, error) {
	return withServer(c.Contract.Document(), base), nil
}

type documentInput struct{ base, api string }

func decodeDocument(c *pipeline.Call) (documentInput, error) {
	return documentInput{base: c.Base, api: c.Path.Get("api")}, nil
}

// contractDocument serves GET specs/{api}.yaml.
func (c *Control) contractDocument(_ context.Context, in documentInput) ([]byte, error) {
	for _, a := range c.Served() {
		if a.Contract.Name() == in.api {
			return withServer(a.Contract.Document(), in.base+a.Base), nil
		}
	}
	return nil, &pipeline.Problem{Status: http.StatusNotFound, Detail: "there is no such API; ask for " + strings.Join(c.names(), " or ")}
}
