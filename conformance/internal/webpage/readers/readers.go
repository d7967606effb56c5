// Package readers reads the pages of package webpage for tests, as strictly as XML is read.
package readers

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

var code = regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`)

// Anchors returns the ids of a page and the places in it that its links go to. A tag that is not closed, an attribute without quotes and
// an id that stands twice are errors.
func Anchors(page string) (ids map[string]bool, links []string, err error) {
	decoder := xml.NewDecoder(strings.NewReader(code.ReplaceAllString(page, "")))
	ids = map[string]bool{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return ids, links, nil
		}
		if err != nil {
			return nil, nil, err
		}
		start, _ := token.(xml.StartElement)
		for _, a := range start.Attr {
			switch {
			case a.Name.Local == "id" && ids[a.Value]:
				return nil, nil, fmt.Errorf("two elements have the id %s", a.Value)
			case a.Name.Local == "id":
				ids[a.Value] = true
			case a.Name.Local == "href" && strings.HasPrefix(a.Value, "#"):
				links = append(links, a.Value[1:])
			}
		}
	}
}
