package controlapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
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

// withServerJSON does the same for a document in JSON, where no text can look like the list, since its quotes would be escaped.
func withServerJSON(document []byte, url string) ([]byte, error) {
	const list = `"servers":[`
	own, err := json.Marshal(map[string]string{"url": url, "description": "The mock that this document comes from"})
	if err != nil {
		return nil, err
	}
	before, after, found := bytes.Cut(document, []byte(list))
	if !found {
		return document, nil
	}
	return bytes.Join([][]byte{before, []byte(list), own, []byte(","), after}, nil), nil
}

// jsonOf is the document of a contract as JSON, with a server before the others.
func jsonOf(contract *spec.Contract, url string) ([]byte, error) {
	document, err := contract.DocumentJSON()
	if err != nil {
		return nil, fmt.Errorf("write the document of %s as JSON: %w", contract.Name(), err)
	}
	return withServerJSON(document, url)
}

// controlDocument serves GET openapi.yaml.
func (c *Control) controlDocument(_ context.Context, base string) ([]byte, error) {
	return withServer(c.Contract().Document(), base), nil
}

// controlJSON serves GET openapi.json.
func (c *Control) controlJSON(_ context.Context, base string) ([]byte, error) {
	return jsonOf(c.Contract(), base)
}

type documentInput struct{ base, api string }

func decodeDocument(c *pipeline.Call) (documentInput, error) {
	return documentInput{base: c.Base, api: c.Path.Get("api")}, nil
}

// contractDocument serves GET specs/{api}.yaml.
func (c *Control) contractDocument(_ context.Context, in documentInput) ([]byte, error) {
	a, err := c.servedAs(in.api)
	if err != nil {
		return nil, err
	}
	return withServer(a.Contract.Document(), in.base+a.Base), nil
}

// contractJSON serves GET specs/{api}.json.
func (c *Control) contractJSON(_ context.Context, in documentInput) ([]byte, error) {
	a, err := c.servedAs(in.api)
	if err != nil {
		return nil, err
	}
	return jsonOf(a.Contract, in.base+a.Base)
}

// servedAs finds an API that is served by its name.
func (c *Control) servedAs(name string) (Served, error) {
	for _, a := range c.Served() {
		if a.Contract.Name() == name {
			return a, nil
		}
	}
	return Served{}, &pipeline.Problem{
		Status: http.StatusNotFound, Detail: "there is no such API; ask for " + strings.Join(c.names(), " or "),
	}
}
