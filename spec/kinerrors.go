package spec

import (
	"errors"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// leaves flattens kin-openapi's error tree to the errors that say something: the parts of an allOf, and the branch that a
// value was meant for instead of "fits none". What is no schema error at all is a leaf without a field.
func leaves(err error) []*openapi3.SchemaError {
	switch err := err.(type) { //nolint:errorlint // the tree is walked node by node; errors.As would jump to its leaves
	case nil:
		return nil
	case openapi3.MultiError:
		var all []*openapi3.SchemaError
		for _, part := range err {
			all = append(all, leaves(part)...)
		}
		return all
	case *openapi3.SchemaError:
		return branchLeaves(err)
	default:
		return []*openapi3.SchemaError{{}}
	}
}

func branchLeaves(err *openapi3.SchemaError) []*openapi3.SchemaError {
	var parts openapi3.MultiError
	if (err.SchemaField != "oneOf" && err.SchemaField != "allOf") || err.Origin == nil || !errors.As(err.Origin, &parts) {
		return []*openapi3.SchemaError{err}
	}
	if err.SchemaField == "oneOf" && err.Schema.Discriminator == nil {
		if parts = slices.DeleteFunc(slices.Clone(parts), func(part error) bool { return offTarget(err, part) }); len(parts) != 1 {
			return []*openapi3.SchemaError{err}
		}
	}
	return leaves(parts)
}

// offTarget says that a branch of a oneOf wants another type altogether, so that the value was not meant for it.
func offTarget(whole *openapi3.SchemaError, part error) bool {
	for _, leaf := range leaves(part) {
		wrongType := leaf.SchemaField == "type" || leaf.SchemaField == "nullable"
		if wrongType && len(leaf.JSONPointer()) == len(whole.JSONPointer()) {
			return true
		}
	}
	return false
}

// kindOf is the second half of a rule id.
func kindOf(leaf *openapi3.SchemaError) string {
	switch leaf.SchemaField {
	case "type", "enum", "pattern", "required", "not", "discriminator":
		return leaf.SchemaField
	case "nullable":
		return "null"
	case "format":
		if numberFormats[leaf.Schema.Format] {
			return "range"
		}
		return "format"
	case "minLength", "maxLength":
		return "length"
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf":
		return "range"
	case "minItems", "maxItems":
		return "items"
	case "uniqueItems":
		return "unique"
	case "minProperties", "maxProperties":
		return "members"
	case "properties":
		return "not-allowed"
	case "readOnly":
		return "read-only"
	case "writeOnly":
		return "write-only"
	case "oneOf":
		return "one-of"
	case "anyOf":
		return "any-of"
	default:
		return "schema"
	}
}
