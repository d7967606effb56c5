package namespaces

import (
	"bytes"
	"encoding/base64"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const (
	header = "X-Understudy-Namespace"
	// PathPrefix begins a path that names its namespace.
	PathPrefix = "/~"
	inPath     = "path that begins with /~NAME"
)

// valid reports whether a text can be the name of a namespace.
func valid(name string) bool {
	for i := range len(name) {
		c := name[i]
		if letter := 'a' <= c && c <= 'z' || '0' <= c && c <= '9'; !letter && (c != '-' || i == 0) {
			return false
		}
	}
	return 0 < len(name) && len(name) <= 63
}

// nameError says that what should name a namespace cannot.
type nameError struct{ where, name string }

func (e *nameError) Error() string {
	return e.where + ": got " + strconv.Quote(pipeline.Shorten(e.name)) + ", which cannot be the name of a namespace; expected 1 to 63 " +
		"lower-case letters, digits and hyphens that begin with a letter or digit"
}

// nameOf returns the name of the namespace that a request is for, empty if it names none, and the request without what named it in path
// and credential. The path comes first, then the header, then the credential.
func (all *Namespaces) nameOf(r *http.Request) (bare *http.Request, name string, err error) {
	r, byPath, errPath := takePrefix(r)
	r, byCredential, errCredential := all.takeSuffix(r)
	byHeader, errHeader := fromHeader(r.Header)
	for _, found := range []struct {
		name string
		err  error
	}{{byPath, errPath}, {byHeader, errHeader}, {byCredential, errCredential}} {
		if found.name != "" || found.err != nil {
			return r, found.name, found.err
		}
	}
	return r, "", nil
}

// fromHeader reads the header. It may be there more than once if it always says the same.
func fromHeader(h http.Header) (string, error) {
	values := h[header]
	if len(values) == 0 {
		return "", nil
	}
	if !valid(values[0]) || slices.ContainsFunc(values, func(v string) bool { return v != values[0] }) {
		return "", &nameError{"header " + header, strings.Join(values, ", ")}
	}
	return values[0], nil
}

// takePrefix takes /~NAME off the path. What stands before it in the address that the client used is not seen here.
func takePrefix(r *http.Request) (*http.Request, string, error) {
	if !strings.HasPrefix(r.URL.Path, PathPrefix) {
		return r, "", nil
	}
	first, rest, more := strings.Cut(r.URL.EscapedPath()[1:], "/")
	name, err := url.PathUnescape(first)
	if err != nil {
		return r, "", &nameError{inPath, first}
	}
	target := *r.URL
	target.Path, target.RawPath = r.URL.Path[len("/")+len(name):], ""
	if r.URL.RawPath != "" {
		target.RawPath = "/" + rest
	}
	bare := r.WithContext(r.Context())
	if bare.URL = &target; !more { // /~NAME alone is its index
		target.Path, target.RawPath = "/", ""
		address, query, asks := strings.Cut(r.RequestURI, "?")
		if bare.RequestURI = address + "/"; asks {
			bare.RequestURI += "?" + query
		}
	}
	if name = name[len("~"):]; !valid(name) {
		return bare, "", &nameError{inPath, name}
	}
	return bare, name, nil
}

// takeSuffix takes +NAME off the credential: the id of a Basic one, the key of a Bearer one.
func (all *Namespaces) takeSuffix(r *http.Request) (*http.Request, string, error) {
	values := r.Header["Authorization"]
	if len(values) != 1 || all.shared.Knows(values[0]) { // one that is configured is taken whole
		return r, "", nil
	}
	scheme, payload, _ := strings.Cut(values[0], " ")
	payload = strings.Trim(payload, " ")
	switch {
	case strings.EqualFold(scheme, "Bearer"):
		if i := strings.LastIndexByte(payload, '+'); i >= 0 {
			return all.without(r, payload, payload[:i], payload[i+1:], scheme+" "+payload[:i])
		}
	case strings.EqualFold(scheme, "Basic"):
		if id, secret, found := basicWithPlus(payload); found {
			i := strings.LastIndexByte(id, '+')
			bare := base64.StdEncoding.EncodeToString([]byte(id[:i] + ":" + secret))
			return all.without(r, id, id[:i], id[i+1:], scheme+" "+bare)
		}
	}
	return r, "", nil
}

// basicWithPlus reads an id that has a plus sign and its secret. Most have none, which costs no memory to tell.
func basicWithPlus(payload string) (id, secret string, found bool) {
	var sent, decoded [256]byte
	in, out := sent[:], decoded[:]
	if len(payload) > len(sent) {
		in, out = make([]byte, len(payload)), make([]byte, len(payload))
	}
	n, err := base64.StdEncoding.Decode(out, in[:copy(in, payload)])
	colon := bytes.IndexByte(out[:n], ':')
	if err != nil || colon < 0 || bytes.IndexByte(out[:colon], '+') < 0 {
		return "", "", false
	}
	return string(out[:colon]), string(out[colon+1 : n]), true
}

// without returns the request with the credential that is left. One that is configured is taken whole. What stands behind the last plus
// sign and is no name names nothing, unless the credential would be good without it.
func (all *Namespaces) without(r *http.Request, whole, rest, name, authorization string) (*http.Request, string, error) {
	if all.shared.Accepts(whole) {
		return r, "", nil
	}
	if !valid(name) {
		if all.shared.Accepts(rest) {
			return r, "", &nameError{"credential that ends in +NAME", name}
		}
		return r, "", nil
	}
	bare := r.WithContext(r.Context())
	bare.Header = maps.Clone(r.Header)
	bare.Header["Authorization"] = []string{authorization}
	return bare, name, nil
}
