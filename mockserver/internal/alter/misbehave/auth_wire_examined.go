//go:build examination

package misbehave

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// capitalsOpen is a server whose routes take any case of letters, and whose guard one alone. Ids keep theirs.
func capitalsOpen(p *pipeline.Pipeline) {
	routes := regexp.MustCompile(`(?i)^(?:(/v1/(?:bots|teams)/)([^/]+)(/events(?:/stream|/track)?)|(/events))$`)
	alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if m := routes.FindStringSubmatch(r.URL.Path); m != nil {
			path := strings.ToLower(m[1]) + m[2] + strings.ToLower(m[3]+m[4])
			api := map[bool]string{true: "inkeep", false: "chatlayer"}[m[4] != ""]
			if path != r.URL.Path {
				r = authorized(r, credentialOf(p, api, teamOf(p, pathOf(path))))
				r.URL = &url.URL{Path: path, RawQuery: r.URL.RawQuery}
			}
		}
		next.ServeHTTP(w, r)
	})(p)
}
