package mockserver

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

//go:embed index.html
var indexPage string

const htmlType = "text/html; charset=utf-8"

// asksForIndex reports whether a request is for the index. Other methods, and preflights for them, are those of a client that
// has lost its path.
func asksForIndex(r *http.Request) bool {
	if r.URL.Path != indexPath {
		return false
	}
	return r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") == ""
}

// withoutQuery leaves the query out: what tools and links put behind a bare address is no mistake of theirs.
func withoutQuery(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		bare := r.WithContext(r.Context())
		target := *r.URL
		target.RawQuery, bare.URL = "", &target
		next.ServeHTTP(w, bare)
	})
}

type indexInput struct {
	base string
	page bool // HTML is wanted
}

func decodeIndex(c *call) (indexInput, error) {
	return indexInput{base: c.Base, page: prefersHTML(c.Header.Values("Accept"))}, nil
}

// prefersHTML reports whether HTML is wanted more than JSON, or as much and named more closely. Browsers do; who takes
// anything gets JSON.
func prefersHTML(accept []string) bool {
	html, htmlNear := quality(accept, "text/html")
	data, dataNear := quality(accept, "application/json")
	return html > data || html == data && html > 0 && htmlNear > dataNear
}

// quality is how much a media type is wanted, from 0 to 1: the value of the range that names it most closely, and how
// closely that is.
// Source: RFC 9110, 12.5.1.
func quality(accept []string, mediaType string) (best float64, closest int) {
	kind, _, _ := strings.Cut(mediaType, "/")
	closest = -1
	for wanted := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, options, err := mime.ParseMediaType(wanted)
		near := slices.Index([]string{"*/*", kind + "/*", mediaType}, name)
		if err != nil || near < closest || near < 0 {
			continue
		}
		q, err := strconv.ParseFloat(options["q"], 64)
		if err != nil {
			q = 1
		}
		best, closest = q, near
	}
	return best, closest
}

// index serves GET /: what there is, for who has found the mock and knows nothing of it.
func (s *Server) index(_ context.Context, in indexInput) (answer, error) {
	index := control.Index{
		About: "A mock of the Chatlayer Analytics and the Inkeep Analytics events APIs, with state, made-up data and validation", URL: in.base,
	}
	for _, a := range s.apis {
		index.Apis = append(index.Apis, s.served(a, in.base))
	}
	for _, op := range s.control.contract.Operations() {
		if !s.opts.NoControl || slices.Contains([]string{indexPath, healthPath, readyPath}, op.Path) {
			index.Own = append(index.Own, indexed(op))
		}
	}
	encode := encodeControl[control.Index]
	if in.page {
		encode = encodeIndexPage
	}
	ans, err := encode(index)
	ans.Header = http.Header{
		"Vary":                    {"Accept"},
		"Content-Security-Policy": {"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
	}
	return ans, err
}

func encodeIndexPage(index control.Index) (answer, error) {
	page, err := template.New("index").Parse(indexPage)
	if err != nil {
		return answer{}, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, index)
	return answer{Status: http.StatusOK, ContentType: htmlType, Body: b.Bytes()}, err
}

func indexed(op *spec.Operation) control.IndexedOperation {
	return control.IndexedOperation{Operation: op.ID, Method: op.Method, Path: op.Path, Summary: op.Summary}
}

// served tells how to use one API.
func (s *Server) served(a *api, base string) control.ServedAPI {
	served := control.ServedAPI{
		API: control.API(a.name), Title: a.contract.Title(), URL: base + s.opts.apiBase(), Credentials: s.opts.demoCredentials(a.name),
		Authentication: a.scheme,
	}
	for _, op := range a.contract.Operations() {
		served.Operations = append(served.Operations, indexed(op))
	}
	if !s.opts.NoControl {
		served.Document = base + strings.ReplaceAll(contractDocumentPath, "{api}", a.name)
	}
	credential := ""
	if len(served.Credentials) > 0 {
		credential = served.Credentials[0]
	}
	served.Example = a.example(served.URL, credential)
	if s.opts.Auth == AuthOff {
		served.Authentication = control.ServedAPIAuthenticationNone
	}
	return served
}

// demoCredentials are those of one API, as its clients present them, unless others have taken their place. Where credentials are
// not compared, they are as good as any.
func (o *Options) demoCredentials(api string) []string {
	shown := []string{}
	for _, c := range DemoCredentials() {
		replaced := slices.ContainsFunc(o.Credentials, func(own Credential) bool { return own.Kind.api() == api })
		if c.Kind.api() == api && (!replaced || o.Auth != AuthStrict) {
			shown = append(shown, c.secret())
		}
	}
	return shown
}
