//go:build examination

package variant

import (
	"strings"
)

func examinedJSONForms() []Variant {
	return []Variant{
		legal("", "content-type.capitals", "Content-Type is written with capitals.", onContentType(strings.ToUpper)),
	}
}
