package spec

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// describe says in words what a schema wants.
func describe(schema *openapi3.Schema) string {
	words := describeValue(schema)
	if schema.Nullable && len(schema.Enum) == 0 {
		words += ", or null"
	}
	return words
}

func describeValue(schema *openapi3.Schema) string {
	if len(schema.Enum) > 0 {
		return describeEnum(schema.Enum)
	}
	switch {
	case schema.Type.Is(openapi3.TypeString):
		return describeText(schema)
	case schema.Type.Is(openapi3.TypeInteger):
		return "a whole number" + describeRange(schema)
	case schema.Type.Is(openapi3.TypeNumber):
		return "a number" + describeRange(schema)
	case schema.Type.Is(openapi3.TypeBoolean):
		return "true or false"
	case schema.Type.Is(openapi3.TypeArray):
		return "a list" + describeSize(schema.MinItems, schema.MaxItems, "item")
	case schema.Type.Is(openapi3.TypeObject):
		return "an object" + describeSize(schema.MinProps, schema.MaxProps, "member") + describeApart(apart(schema))
	}
	return describeParts(schema)
}

// describeParts speaks for a schema that is made of others.
func describeParts(schema *openapi3.Schema) string {
	if words := inWords(schema.Extensions); words != "" {
		return words
	}
	if apart := apart(schema); apart != nil {
		return "an object" + describeApart(apart)
	}
	if values := valuesOf(schema); len(values) > 0 {
		return describeEnum(values)
	}
	if parts := partsOf(schema); len(parts) > 0 {
		var words []string
		for _, part := range parts {
			words = append(words, describe(part.Value))
		}
		return alternatives(words)
	}
	if len(schema.AllOf) > 0 {
		return describe(schema.AllOf[0].Value)
	}
	return "a value that fits the schema"
}

func describeEnum(values []any) string {
	var words []string
	for _, value := range values {
		words = append(words, fmt.Sprint(quoted(value)))
	}
	return alternatives(words)
}

// quoted writes a value of the document as JSON would.
func quoted(value any) any {
	switch value := value.(type) {
	case string:
		return quote(value)
	case nil:
		return "null"
	default:
		return value
	}
}

func describeText(schema *openapi3.Schema) string {
	if f, known := formats[schema.Format]; known {
		return f.expected
	}
	if words := inWords(schema.Extensions); words != "" {
		return words
	}
	words := "text" + describeSize(schema.MinLength, schema.MaxLength, "character")
	if schema.Pattern != "" {
		words += " that matches " + schema.Pattern
	}
	return words
}

// inWords is what a document says of a schema or a body in words, in place of a pattern or a media type that says little to people.
func inWords(extensions map[string]any) string {
	words, _ := extensions["x-in-words"].(string)
	return words
}

// describeSize is " of 1 to 3 items", or "" without bounds.
func describeSize(low uint64, high *uint64, unit string) string {
	plural := func(n uint64) string {
		if n == 1 {
			return "1 " + unit
		}
		return strconv.FormatUint(n, 10) + " " + unit + "s"
	}
	switch {
	case high == nil && low == 0:
		return ""
	case high == nil:
		return " of at least " + plural(low)
	case low == *high:
		return " of exactly " + plural(low)
	case low == 0:
		return " of at most " + plural(*high)
	default:
		return fmt.Sprintf(" of %d to %s", low, plural(*high))
	}
}

// describeRange is " from 1 to 100", or "" without bounds.
func describeRange(schema *openapi3.Schema) string {
	low, high := bounds(schema)
	words := ""
	switch {
	case low != "" && high != "":
		words = " from " + low + " to " + high
	case low != "":
		words = " of at least " + low
	case high != "":
		words = " of at most " + high
	}
	if schema.MultipleOf != nil {
		words += ", a multiple of " + strconv.FormatFloat(*schema.MultipleOf, 'f', -1, 64)
	}
	return words
}

func bounds(schema *openapi3.Schema) (low, high string) {
	switch schema.Format {
	case "int32":
		low, high = strconv.Itoa(math.MinInt32), strconv.Itoa(math.MaxInt32)
	case "uint32":
		low, high = "0", strconv.FormatUint(math.MaxUint32, 10)
	case "uint64":
		low, high = "0", strconv.FormatUint(math.MaxUint64, 10)
	case "int64":
		low, high = strconv.Itoa(math.MinInt64), strconv.Itoa(math.MaxInt64)
	}
	if schema.Min != nil {
		low = strings.TrimSuffix(strconv.FormatFloat(*schema.Min, 'f', -1, 64), ".0") + without(schema.ExclusiveMin)
	}
	if schema.Max != nil {
		high = strings.TrimSuffix(strconv.FormatFloat(*schema.Max, 'f', -1, 64), ".0") + without(schema.ExclusiveMax)
	}
	return low, high
}

func without(bound openapi3.ExclusiveBound) string {
	if bound.IsTrue() {
		return " (itself left out)"
	}
	return ""
}
