//go:build examination

package variant

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// inkeepNames are about what members of properties may be called, which is not said.
func inkeepNames() []Variant {
	return []Variant{
		legal("", "inkeep.reserved-names", "Inkeep: members of properties without a name, or with a dot or a dollar in it, are refused "+
			"with 422.",
			alter.AfterDecode(reservedNames)).
			against("INK-PROP-1", "INK-PROP-6"),
	}
}

func reservedNames(c *pipeline.Call) error {
	if !alter.ForInkeep(c) {
		return nil
	}
	for _, member := range []string{"properties", "userProperties"} {
		if reserved(c.Body.Map()[member]) {
			return alter.Refuse(http.StatusUnprocessableEntity, "%s has a member with a reserved name; leave out dots and dollars", member)
		}
	}
	return nil
}

// reserved looks for a reserved name at any depth.
func reserved(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			if name == "" || strings.ContainsAny(name, ".$") || reserved(inner) {
				return true
			}
		}
	case []any:
		for _, inner := range value {
			if reserved(inner) {
				return true
			}
		}
	}
	return false
}
