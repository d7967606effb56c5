package spec

import (
	"mime"
	"net/http"
	"slices"
	"strings"
)

const (
	contentType = "Content-Type"
	anyType     = "*/*" // a body that need not say what it is
)

// contentType checks the media type of a body that is there, and finds the shape its text must have. It says false if the
// body cannot be what was declared. A missing header is told, unless any type is declared, and the body read as the first JSON that is
// declared.
func (f *findings) contentType(h http.Header, c content, place string) (s *shape, ok bool) {
	values := h[contentType]
	if len(values) == 1 {
		for i := range c.spelt {
			if c.spelt[i].text == values[0] {
				return c.spelt[i].shape, true
			}
		}
	}
	v := Violation{In: InHeader, Name: contentType, Expected: alternatives(c.ranges)}
	switch {
	case (len(values) == 0 || strings.TrimSpace(values[0]) == "") && slices.Contains(c.ranges, anyType):
		return c.shapes[anyType], true
	case len(values) == 0 || strings.TrimSpace(values[0]) == "":
		v.Rule, v.Fix = RuleContentTypeMissing, "add the header Content-Type: "+c.ranges[0]
		f.add(v, place+"/content")
		return c.json(), true
	case len(values) > 1:
		v.Rule, v.Got, v.Fix = "header.repeated", shorten(anys(values)), "send the header once"
		f.add(v, place+"/content")
		return nil, false
	}
	v.Got = quote(values[0])
	mediaType, options, err := mime.ParseMediaType(values[0])
	declared := c.find(mediaType)
	if err != nil || declared == "" {
		v.Rule, v.Fix = RuleContentTypeUnsupported, "send the body as "+alternatives(c.ranges)+" and say so in the header"
		f.add(v, place+"/content")
		return nil, false
	}
	if charset, given := options["charset"]; given && isJSON(mediaType) && !strings.EqualFold(charset, "utf-8") {
		v.Rule, v.Expected, v.Fix = RuleContentTypeCharset, "charset=utf-8, or none", "encode the body as UTF-8 and name no other charset"
		f.add(v, place+"/content/"+escape(declared))
		return nil, false
	}
	return c.shapes[declared], true
}

// json is the shape of the first JSON that is declared.
func (c content) json() *shape {
	for _, declared := range c.ranges {
		if s := c.shapes[declared]; s != nil {
			return s
		}
	}
	return nil
}
