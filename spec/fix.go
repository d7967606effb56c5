package spec

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// fix is the one sentence that tells a sender what to do about a value that breaks a rule.
func fix(kind string, schema *openapi3.Schema, in Location, got any) string {
	switch kind {
	case "type", "integer":
		return fixType(schema, got)
	case "enum":
		return fixEnum(schema, got)
	case "one-of", "any-of":
		if len(valuesOf(schema)) > 0 {
			return fixEnum(schema, got)
		}
		return replace(schema)
	case "format":
		text, _ := got.(string)
		if schema.Format == "date" {
			return fixDate(text)
		}
		if strings.HasPrefix(schema.Format, "date") {
			return fixTime(text, in)
		}
		return inThatForm
	case "null":
		return "leave it out, or replace null with " + describe(schema)
	case "length", "items", "members", "range":
		return "send " + describe(schema)
	case "unique":
		return "send every item once"
	case "pattern":
		return fixPattern(schema, got)
	case "read-only":
		return "leave it out: only answers have it"
	case "write-only":
		return "leave it out: only requests have it"
	default:
		return replace(schema)
	}
}

// replace is for what is another thing altogether.
func replace(schema *openapi3.Schema) string {
	if inWords(schema.Extensions) != "" {
		return "write it so"
	}
	return "replace it with " + describe(schema)
}

// fixType looks at both types: most mistakes are a pair of quotes too many or too few.
func fixType(schema *openapi3.Schema, got any) string {
	_, text := got.(string)
	_, number := got.(json.Number)
	switch {
	case schema.Type.Is(openapi3.TypeInteger) && !text:
		return "write it as plain digits, without quotes, point or exponent"
	case schema.Type.Is(openapi3.TypeInteger):
		return "write it as plain digits, without sign +, leading zero, quotes, point or exponent"
	case schema.Type.Is(openapi3.TypeBoolean):
		return "write true or false, in lower case and without quotes"
	case schema.Type.Is(openapi3.TypeString) && (number || got == true || got == false):
		return "put it in quotes"
	case got == nil:
		return "leave it out, or replace null with " + describe(schema)
	}
	return replace(schema)
}

func fixEnum(schema *openapi3.Schema, got any) string {
	var values []string
	for _, value := range valuesOf(schema) {
		if s, ok := value.(string); ok {
			values = append(values, s)
		}
	}
	listed := "se one of the values listed, letter for letter"
	if inWords(schema.Extensions) != "" {
		listed = "se one of these, letter for letter"
	}
	if text, ok := got.(string); ok {
		if near := Nearest(text, values); near != "" {
			return "did you mean " + quote(near) + "? U" + listed
		}
	}
	return "u" + listed
}

func fixPattern(schema *openapi3.Schema, got any) string {
	text, _ := got.(string)
	if near := Nearest(text, matching(schema.Pattern)); near != "" {
		return "did you mean " + quote(near) + "?"
	}
	if inWords(schema.Extensions) != "" {
		return "write it so"
	}
	return "change it to match the pattern"
}

// inThatForm leaves it to the sentence before, which says what was expected, to tell which form.
const inThatForm = "write it in that form"

const noSuchTime = "no such day or time exists; check month, day, hour, minute and second"

var (
	spaceForPlus = regexp.MustCompile(`^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?) (\d\d:\d\d)$`)
	withoutZone  = regexp.MustCompile(`^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?$`)
	spaceForT    = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d`)
	dayShape     = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	timeShape    = regexp.MustCompile(`^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?)(?:[Zz]|[+-]\d\d:\d\d)$`)
	onlyDigits   = regexp.MustCompile(`^\d+$`)
)

// fixTime knows the ways in which times usually go wrong.
func fixTime(text string, in Location) string {
	switch {
	case in == InQuery && spaceForPlus.MatchString(text):
		return "percent-encode the + of the offset as %2B: a plain + in a query means a space"
	case withoutZone.MatchString(text):
		return "add Z for UTC, or an offset such as +02:00" + secondsToo(text)
	case spaceForT.MatchString(text):
		return "put T between the date and the time"
	case onlyDigits.MatchString(text):
		return "write the instant as text, such as 2026-01-15T10:00:00Z, not as a number of seconds"
	case validDate(text):
		return "add a time and a zone, such as " + text + "T00:00:00Z"
	case timeShape.MatchString(text):
		return fixCalendar(text)
	default:
		return fixDate(text)
	}
}

func fixDate(text string) string {
	if dayShape.MatchString(text) {
		return noSuchTime
	}
	return inThatForm
}

// fixCalendar is for what has the shape of a date-time but names no instant.
func fixCalendar(text string) string {
	if validDateTime(timeShape.ReplaceAllString(text, "${1}Z")) {
		return "no such offset exists; write one from -23:59 to +23:59, or Z"
	}
	return noSuchTime
}

func secondsToo(text string) string {
	if strings.Count(text, ":") == 1 {
		return ", and the seconds"
	}
	return ""
}
