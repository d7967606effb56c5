package controlapi

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/console"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// openConsole serves GET console, for who forgets the slash at the end: without it, what the page needs would be looked for beside it.
func openConsole(context.Context, struct{}) (pipeline.Answer, error) {
	return pipeline.Answer{Status: http.StatusPermanentRedirect, Header: http.Header{"Location": {"console/"}}}, nil
}

type consoleInput struct {
	name  string   // of the file; empty for the page
	known []string // entity tags that the client has
	gzip  bool     // it takes gzip
}

func decodeConsole(c *pipeline.Call) (consoleInput, error) {
	in := consoleInput{name: c.Path.Get("file")}
	taken, _ := quality(c.Header.Values("Accept-Encoding"), "gzip")
	in.gzip = taken > 0
	for tag := range strings.SplitSeq(strings.Join(c.Header.Values("If-None-Match"), ","), ",") {
		in.known = append(in.known, strings.TrimSpace(tag))
	}
	return in, nil
}

// consoleFile serves GET console/ and GET console/{file}.
func consoleFile(_ context.Context, in consoleInput) (pipeline.Answer, error) {
	files, err := console.Files()
	if err != nil {
		return pipeline.Answer{}, err
	}
	f := files[in.name]
	if f == nil {
		return pipeline.Answer{}, &pipeline.Problem{
			Status: http.StatusNotFound,
			Detail: fmt.Sprintf("the console has no file %q; it begins at %s", pipeline.Shorten(in.name), consolePagePath),
		}
	}
	ans := pipeline.Answer{Status: http.StatusOK, ContentType: f.Type, Body: f.Plain, Header: http.Header{
		"Cache-Control":           {"no-cache"}, // it may be kept, and is asked for again
		"Content-Security-Policy": {console.Policy},
		"Etag":                    {f.Tag},
		"Referrer-Policy":         {"no-referrer"},
		"Vary":                    {"Accept-Encoding"},
	}}
	switch {
	case slices.Contains(in.known, f.Tag):
		ans.Status, ans.ContentType, ans.Body = http.StatusNotModified, "", nil
	case in.gzip:
		ans.Header["Content-Encoding"], ans.Body = []string{"gzip"}, f.Gzip
	}
	return ans, nil
}
