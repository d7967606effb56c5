package variant

import (
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func strictness() []Variant {
	return []Variant{
		legal("L22", "strict.unknown-parameters", "Chatlayer parameters that nothing declares are refused with 400.",
			alter.AfterDecode(refuseForgiven(spec.InQuery))),
		legal("L23", "strict.unknown-members", "Chatlayer members that nothing declares are refused with 400.",
			alter.AfterDecode(refuseForgiven(spec.InBody))),
		legal("", "lenient.version-case", "The version may be written in lower case.", alter.ChangeSent(upperVersion)),
		legal("", "lenient.content-type", "A body is read as JSON whatever its Content-Type says.", alter.ChangeSent(anyContentType)),
		legal("", "lenient.size-as-text", "The page_size of a body may be written as a text.", alter.ChangeSent(sizeAsText)),
		legal("", "strict.user-agent", "A Chatlayer request without a User-Agent is refused with 403.", alter.OnWire(userAgentWanted)),
	}
}

// refuseForgiven refuses what the server forgives in one part of a request.
func refuseForgiven(in spec.Location) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		for _, v := range c.Forgiven {
			if alter.ForChatlayer(c) && v.In == in {
				return &pipeline.Problem{Status: http.StatusBadRequest, Detail: v.String()}
			}
		}
		return nil
	}
}

func upperVersion(c *pipeline.Call) {
	if !alter.ForChatlayer(c) {
		return
	}
	for _, known := range []string{"DRAFT", "LIVE"} {
		if version, _ := alter.Argument(c, "version"); version != known && strings.EqualFold(version, known) {
			alter.SetArgument(c, "version", known)
		}
	}
}

func anyContentType(c *pipeline.Call) {
	if len(c.Sent) > 0 {
		c.Header = maps.Clone(c.Header)
		c.Header.Set("Content-Type", jsonType)
	}
}

func sizeAsText(c *pipeline.Call) {
	o, ok := alter.ParseObject(c.Sent)
	if n, err := strconv.Atoi(o.Text("page_size")); ok && err == nil && alter.IsList(c) {
		c.Sent = o.With("page_size", strconv.AppendInt(nil, int64(n), 10)).Bytes()
	}
}

func userAgentWanted(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.UserAgent() != "" || !strings.HasPrefix(r.URL.Path, "/v1") {
		next.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Connection", "close")
	proxyPage(w, http.StatusForbidden)
}
