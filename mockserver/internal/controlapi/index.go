package controlapi

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

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

//go:embed index.html
var indexPage string

const htmlType = "text/html; charset=utf-8"

// AsksForIndex reports whether a request is for the index. Other methods, and preflights for them, are those of a client that
// has lost its path.
func AsksForIndex(r *http.Request) bool {
	return IsIndex(r.Method, r.URL.Path) || r.URL.Path == indexPath && r.Method == http.MethodOptions &&
		r.Header.Get("Access-Control-Request-Method") == ""
}

// IsIndex reports whether a method and a path, of which no more is known, are those of the index.
func IsIndex(method, path string) bool {
	return path == indexPath && (method == http.MethodGet || method == http.MethodHead)
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

func decodeIndex(c *pipeline.Call) (indexInput, error) {
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
func (c *Control) index(_ context.Context, in indexInput) (pipeline.Answer, error) {
	index := control.Index{
		About: "A mock of the Chatlayer Analytics and the Inkeep Analytics events APIs, with state, seeded data and validation",
		URL:   in.base,
	}
	for _, a := range c.Served() {
		index.Apis = append(index.Apis, c.served(a, in.base))
	}
	for _, op := range c.Contract().Operations() {
		if !c.Off || slices.Contains([]string{indexPath, healthPath, readyPath}, op.Path) {
			index.Own = append(index.Own, indexed(op))
		}
	}
	show := encode[control.Index]
	if in.page {
		show = encodeIndexPage
	}
	ans, err := show(index)
	ans.Header = pageHeader()
	return ans, err
}

// pageHeader is that of what is a page for a browser, and JSON for all others. A page loads nothing and runs nothing.
func pageHeader() http.Header {
	return http.Header{
		"Vary": {"Accept"},
		"Content-Security-Policy": {"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri " +
			"'none'; form-action 'none'"},
	}
}

func encodeIndexPage(index control.Index) (pipeline.Answer, error) {
	page := struct {
		control.Index
		Look []control.IndexedOperation
	}{Index: index}
	for _, op := range index.Own {
		if slices.Contains([]string{"rules", "violations", "journal", "coverage"}, strings.TrimPrefix(op.Path, Prefix)) &&
			op.Method == http.MethodGet {
			page.Look = append(page.Look, op)
		}
	}
	return encodePage(indexPage, page)
}

func encodePage(text string, of any) (pipeline.Answer, error) {
	page, err := template.New("page").Parse(text)
	if err != nil {
		return pipeline.Answer{}, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, of)
	return pipeline.Answer{Status: http.StatusOK, ContentType: htmlType, Body: b.Bytes()}, err
}

func indexed(op *spec.Operation) control.IndexedOperation {
	return control.IndexedOperation{Operation: op.ID, Method: op.Method, Path: op.Path, Summary: op.Summary}
}

// served tells how to use one API.
func (c *Control) served(a Served, base string) control.ServedAPI {
	name := a.Contract.Name()
	served := control.ServedAPI{
		API: name, Title: a.Contract.Title(), URL: base + a.Base, Credentials: a.Demo,
		Authentication: control.ServedAPIAuthentication(a.Scheme.Name),
	}
	for _, op := range a.Contract.Operations() {
		served.Operations = append(served.Operations, indexed(op))
	}
	if !c.Off {
		served.Document = base + strings.ReplaceAll(contractDocumentPath, "{api}", name)
	}
	credential := ""
	if len(served.Credentials) > 0 {
		credential = served.Credentials[0]
	}
	served.Example = a.Example(served.URL, credential)
	if a.Open {
		served.Authentication = control.ServedAPIAuthenticationNone
	}
	return served
}
