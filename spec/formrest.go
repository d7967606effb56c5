package spec

import (
	"reflect"

	"github.com/getkin/kin-openapi/openapi3"
)

// formRest is a schema without the keywords that a form holds and those that only tell readers something. What is left in it no form
// knows of, so that a keyword that kin-openapi learns in a later version is never passed over.
type formRest struct{ whole, left openapi3.Schema }

// remains takes them out of a copy.
func remains(from *openapi3.Schema) formRest {
	told := *from
	told.Title, told.Description, told.Example, told.ExternalDocs, told.Deprecated, told.XML = "", "", nil, nil, false, nil
	told.Extensions, told.Origin, told.Default = nil, nil, nil
	held := told
	held.Type, held.Format, held.Enum, held.Nullable = nil, "", nil, false
	held.Min, held.Max, held.MinLength, held.MaxLength, held.Pattern = nil, nil, 0, nil, ""
	held.MinItems, held.MaxItems, held.Items = 0, nil, nil
	held.Required, held.Properties, held.AdditionalProperties = nil, nil, openapi3.AdditionalProperties{}
	return formRest{told, held}
}

// nothing says that a form holds all of the schema.
func (r formRest) nothing() bool { return zero(r.left) }

// empty says that the schema wants nothing at all.
func (r formRest) empty() bool { return zero(r.whole) }

// onlyBranches says that the schema is a choice of others and nothing besides.
func (r formRest) onlyBranches() bool {
	r.whole.OneOf, r.whole.AnyOf, r.whole.Discriminator = nil, nil, nil
	return zero(r.whole)
}

// zero takes lists and maps without an element for nil.
func zero(s openapi3.Schema) bool {
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		f := v.Field(i)
		if k := f.Kind(); (k == reflect.Slice || k == reflect.Map) && f.Len() == 0 {
			continue
		}
		if !f.IsZero() {
			return false
		}
	}
	return true
}
