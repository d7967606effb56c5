package spec

import (
	"net/http"
	"strings"
)

// header checks one declared header of a request or a response, and decodes it. It says false if there is no valid value.
func (f *findings) header(p *parameter, h http.Header) (node, bool) {
	values := h[p.key]
	switch len(values) {
	case 0:
		if p.required {
			f.missing(p, "add the required header "+p.name)
		}
		return node{}, false
	case 1:
		return f.scalar(p, strings.Trim(values[0], " \t"))
	default:
		f.parameter(p, "repeated", strings.Join(values, ", "), "one value", "send it once")
		return node{}, false
	}
}
