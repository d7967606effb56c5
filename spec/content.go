package spec

import "strings"

// body is a compiled request body.
type body struct {
	required bool
	expected string // a body, in words
	place    string
	content  content
}

// response is a compiled response.
type response struct {
	place   string
	headers []*parameter
	content content
}

// content is what a body may be: media type ranges, the most exact first, and the shapes of those that are JSON.
type content struct {
	ranges []string
	shapes map[string]*shape
	spelt  []spelt // of JSON
}

// spelt is a way in which a Content-Type is mostly written. The first is the commonest.
type spelt struct {
	text  string
	shape *shape
}

// find is the declared range that a media type falls under, or "".
func (c content) find(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, "/")
	for _, declared := range c.ranges {
		if bare, _, _ := strings.Cut(declared, ";"); strings.EqualFold(strings.TrimSpace(bare), mediaType) {
			return declared
		}
		if declared == "*/*" || declared == kind+"/*" {
			return declared
		}
	}
	return ""
}

func isJSON(mediaType string) bool {
	bare, _, _ := strings.Cut(strings.ToLower(mediaType), ";")
	bare = strings.TrimSpace(bare)
	return bare == "application/json" || strings.HasSuffix(bare, "+json")
}
