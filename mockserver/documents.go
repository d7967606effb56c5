package mockserver

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// baseURL is where the client of a request has found the server: scheme and host as it named them, and the prefix under which the
// server is mounted, if it is. A host that is not known is not repeated; the address that the request came to stands for it.
func (s *Server) baseURL(r *http.Request) string {
	base := url.URL{Scheme: "http", Host: r.Host}
	if r.TLS != nil {
		base.Scheme = "https"
	}
	if local, networked := r.Context().Value(http.LocalAddrContextKey).(net.Addr); networked && (r.Host == "" || !s.knows(r)) {
		base.Host = local.String()
	}
	return strings.ReplaceAll(base.String()+mountedAt(r), "'", "%27") // it stands in quotes in the index
}

// mountedAt is what a handler such as http.StripPrefix has taken off the path.
func mountedAt(r *http.Request) string {
	asked, err := url.ParseRequestURI(r.RequestURI)
	if err != nil {
		return ""
	}
	prefix, mounted := strings.CutSuffix(asked.EscapedPath(), r.URL.EscapedPath())
	if !mounted {
		return ""
	}
	return prefix
}

// apiBase is the path below which the APIs are: a variant may put them behind a prefix.
func (o *Options) apiBase() string {
	var base string
	for _, name := range o.Variants {
		v, _ := findVariant(name)
		base = cmp.Or(base, v.Base)
	}
	return base
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
func (s *Server) controlDocument(_ context.Context, base string) ([]byte, error) {
	return withServer(s.control.contract.Document(), base), nil
}

type documentInput struct{ base, api string }

func decodeDocument(c *call) (documentInput, error) {
	return documentInput{base: c.Base, api: c.Path["api"]}, nil
}

// contractDocument serves GET specs/{api}.yaml.
func (s *Server) contractDocument(_ context.Context, in documentInput) ([]byte, error) {
	for _, a := range s.apis {
		if a.name == in.api {
			return withServer(a.contract.Document(), in.base+s.opts.apiBase()), nil
		}
	}
	return nil, &Problem{Status: http.StatusNotFound, Detail: "there is no such API; ask for chatlayer or inkeep"}
}
