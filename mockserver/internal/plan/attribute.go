package plan

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// attribute is what a plan asks of a value.
type attribute struct {
	kind             string   // a JSON type; empty for any
	enum             []string // as texts
	pattern          *regexp.Regexp
	minimum, maximum *float64
	shortest         *float64
	longest          *float64
}

func (r *reader) attribute(asked map[string]any, pointer string) attribute {
	kind, _ := asked["type"].(string)
	a := attribute{
		kind: kind, minimum: number(asked["minimum"]), maximum: number(asked["maximum"]),
		shortest: number(asked["minLength"]), longest: number(asked["maxLength"]),
	}
	values, _ := asked["enum"].([]any)
	for _, v := range values {
		a.enum = append(a.enum, asText(v))
	}
	if text, given := asked["pattern"].(string); given {
		a.pattern = r.pattern(text, pointer+"/pattern")
	}
	r.contradictions(&a, pointer)
	return a
}

// contradictions are what no value can keep.
func (r *reader) contradictions(a *attribute, pointer string) {
	r.ordered(a.minimum, a.maximum, pointer, "minimum", "maximum")
	r.ordered(a.shortest, a.longest, pointer, "minLength", "maxLength")
	if a.kind == "boolean" && (a.minimum != nil || a.maximum != nil) {
		r.wrong(pointer+"/type", `"boolean" beside a minimum or a maximum`, "number or integer, or no bounds",
			"no boolean is a number: take one of them out")
	}
	others := *a
	others.enum = nil
	if a.enum != nil && !slices.ContainsFunc(a.enum, func(text string) bool { return others.broken(text) == "" }) {
		r.wrong(pointer+"/enum", "no value that keeps to the rest", "at least one: "+others.broken(a.enum[0]),
			"correct the values, or what stands beside them")
	}
}

func (r *reader) ordered(from, to *float64, pointer, lower, upper string) {
	if from != nil && to != nil && *from > *to {
		r.wrong(pointer+"/"+lower, fmt.Sprint(*from), fmt.Sprintf("at most %v, which is the %s", *to, upper), "exchange or correct them")
	}
}

// broken is what is expected of a value that does not keep to the plan; empty if it does. An API whose attributes are all texts has numbers
// and truth as texts, and so they are read there.
func (a *attribute) broken(value any) string {
	text := asText(value)
	n, isNumber := asNumber(text)
	switch {
	case a.kind != "" && !a.isOfKind(value, text, isNumber):
		return "a value of type " + a.kind
	case a.enum != nil && !slices.Contains(a.enum, text):
		return "one of " + strings.Join(a.enum, ", ")
	case a.pattern != nil && !a.pattern.MatchString(text):
		return "a text that matches " + a.pattern.String()
	case a.minimum != nil && (!isNumber || n < *a.minimum):
		return fmt.Sprintf("a number from %v on", *a.minimum)
	case a.maximum != nil && (!isNumber || n > *a.maximum):
		return fmt.Sprintf("a number of at most %v", *a.maximum)
	case a.shortest != nil && float64(utf8.RuneCountInString(text)) < *a.shortest:
		return fmt.Sprintf("at least %v characters", *a.shortest)
	case a.longest != nil && float64(utf8.RuneCountInString(text)) > *a.longest:
		return fmt.Sprintf("at most %v characters", *a.longest)
	}
	return ""
}

func (a *attribute) isOfKind(value any, text string, isNumber bool) bool {
	_, isText := value.(string)
	switch a.kind {
	case "number":
		return isNumber
	case "integer":
		_, err := strconv.ParseInt(text, 10, 64)
		return err == nil
	case "boolean":
		return text == "true" || text == "false"
	}
	return isText
}

// asText is a value as a text: a text itself, and all else as JSON has it.
func asText(value any) string {
	if text, is := value.(string); is {
		return text
	}
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(text)
}

func asNumber(text string) (float64, bool) {
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && json.Valid([]byte(text))
}

func number(value any) *float64 {
	if value == nil {
		return nil
	}
	n, is := asNumber(asText(value))
	if !is {
		return nil
	}
	return &n
}
