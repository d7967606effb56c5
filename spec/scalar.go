package spec

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
)

// plainInteger says that a whole number is written as one in a path, a query or a header is: 0, or digits without leading zeros and
// perhaps a minus.
func plainInteger(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return text == "0" || digits != "" && digits[0] != '0' && strings.Trim(digits, "0123456789") == ""
}

// scalar checks one value that was sent as text and decodes it to a text, a whole number or a bool. It says false if that failed.
func (f *findings) scalar(p *parameter, text string) (node, bool) {
	switch {
	case !utf8.ValidString(text):
		f.parameter(p, "utf8", text, "text in UTF-8", "encode it as UTF-8"+percent(p.in))
		return node{}, false
	case strings.Contains(text, "\x00"):
		f.parameter(p, "nul", text, "text without NUL bytes", "remove the NUL byte")
		return node{}, false
	case text == "" && p.empty:
		return node{name: p.name, kind: kindText}, true
	case text == "" && (p.required || p.kind != openapi3.TypeString):
		f.empty(p)
		return node{}, false
	}
	n, kind := decode(p, text)
	if kind != "" {
		f.parameter(p, kind, text, describe(p.schema), fix(kind, p.schema, p.in, text))
		return node{}, false
	}
	if p.form.takes(n) {
		return n, true
	}
	before := len(f.list)
	for _, leaf := range leaves(p.schema.VisitJSON(value{node: n}.any(), f.contract.settings.scalar...)) {
		if text == "" {
			f.empty(p)
			break
		}
		kind := kindOf(leaf)
		f.parameter(p, kind, text, describe(p.schema), fix(kind, p.schema, p.in, text))
	}
	return n, len(f.list) == before
}

func percent(in Location) string {
	if in == InHeader {
		return ""
	}
	return " and then percent-encode its bytes"
}

// decode reads a text as its type wants; otherwise it names what is wrong.
func decode(p *parameter, text string) (n node, kind string) {
	n = node{name: p.name, text: text, kind: kindText}
	switch p.kind {
	case openapi3.TypeInteger:
		if !plainInteger(text) {
			return n, "type"
		}
		if _, err := strconv.ParseInt(text, 10, 64); err != nil && p.schema.Format != "" {
			return n, "range"
		}
		n.kind = kindInteger // kin-openapi looks at int32, and at bounds; without these a number may be of any size
	case openapi3.TypeBoolean:
		if text != "true" && text != "false" {
			return n, "type"
		}
		n = node{name: p.name, kind: kindBool, yes: text == "true"}
	}
	return n, ""
}

// takes reports whether a text may be the value.
func (p *parameter) takes(text string) bool {
	n, wrong := decode(p, text)
	return text != "" && wrong == "" && p.form.takes(n)
}

// empty says that a parameter is there without a value.
func (f *findings) empty(p *parameter) {
	advice := "give it a value"
	if !p.required {
		advice += ", or leave it out"
	}
	f.parameter(p, "empty", "", describe(p.schema), advice)
}

// parameter adds a violation of a declared parameter or header.
func (f *findings) parameter(p *parameter, kind, got, expected, advice string) {
	shown := ""
	if kind != "missing" {
		shown = quote(got)
	}
	f.add(Violation{
		Rule: string(p.in) + "." + kind, In: p.in, Name: p.name,
		Got: shown, Expected: expected, Fix: advice,
	}, p.place)
}

// missing says that a required parameter or header is not there.
func (f *findings) missing(p *parameter, advice string) {
	f.parameter(p, "missing", "", describe(p.schema), advice)
}
