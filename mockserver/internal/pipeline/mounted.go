package pipeline

import (
	"net/http"
	"net/url"
	"strings"
)

// MountedAt is what stands before the path of a request in the URL that was asked for, encoded: what a handler such as http.StripPrefix
// has taken off, and the /~NAME of a namespace.
func MountedAt(r *http.Request) string {
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
