package variant

import (
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func strictness() []Variant {
	return []Variant{
		legal("L22", "strict.unknown-parameters", "Chatlayer parameters that nothing declares are refused with 400.", afterDecode(refuseForgiven(spec.InQuery))),
		legal("L23", "strict.unknown-members", "Chatlayer members that nothing declares are refused with 400.", afterDecode(refuseForgiven(spec.InBody))),
		legal("", "lenient.version-case", "The version may be written in lower case.", beforeDecode(upperVersion)),
		legal("", "lenient.content-type", "A body is read as JSON whatever its Content-Type says.", beforeDecode(anyContentType)),
		legal("", "lenient.size-as-text", "The page_size of a body may be written as a text.", beforeDecode(sizeAsText)),
	}
}

// refuseForgiven refuses what the server forgives in one part of a request.
func refuseForgiven(in spec.Location) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		for _, v := range c.Forgiven {
			if c.API == chatlayerAPI && v.In == in {
				return &pipeline.Problem{Status: http.StatusBadRequest, Detail: v.String()}
			}
		}
		return nil
	}
}

func upperVersion(c *pipeline.Call) error {
	if c.API != chatlayerAPI {
		return nil
	}
	for _, known := range []string{"DRAFT", "LIVE"} {
		if version := sent(c, "version"); version != known && strings.EqualFold(version, known) {
			resend(c, "version", known)
		}
	}
	return nil
}

func anyContentType(c *pipeline.Call) error {
	if len(c.Sent) > 0 {
		c.Header = maps.Clone(c.Header)
		c.Header.Set("Content-Type", jsonType)
	}
	return nil
}

func sizeAsText(c *pipeline.Call) error {
	o, ok := parseObject(c.Sent)
	if n, err := strconv.Atoi(o.text("page_size")); ok && err == nil && isList(c) {
		c.Sent = o.with("page_size", strconv.AppendInt(nil, int64(n), 10)).bytes()
	}
	return nil
}
