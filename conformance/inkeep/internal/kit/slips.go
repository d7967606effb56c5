package kit

import (
	"encoding/json"
	"html"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// slip is a known way in which servers change what they were sent.
type slip struct {
	name   string
	change func(any) any // of one value, after those that it holds
}

func slips() []slip {
	return []slip{
		{"texts are put into lower case", inText(strings.ToLower)},
		{"texts are put into upper case", inText(strings.ToUpper)},
		{"spaces around texts are dropped", inText(strings.TrimSpace)},
		{"inner spaces are collapsed", inText(collapse)},
		{"characters are escaped for HTML", inText(html.EscapeString)},
		{"hyphens are dropped", inText(func(s string) string { return strings.ReplaceAll(s, "-", "") })},
		{"letters and their accents are composed", inText(func(s string) string { return strings.ReplaceAll(s, "e\u0301", "é") })},
		{"line feeds and tabs are dropped", inText(func(s string) string { return strings.NewReplacer("\n", "", "\t", "").Replace(s) })},
		{"letters beyond ASCII are lost", inText(func(s string) string { return ascii(s, "") })},
		{"letters beyond ASCII become question marks", inText(func(s string) string { return ascii(s, "?") })},
		{"numbers become texts", func(v any) any {
			if n, isNumber := v.(json.Number); isNumber {
				return string(n)
			}
			return v
		}},
		{"numbers lose their fraction", func(v any) any {
			n, isNumber := v.(json.Number)
			if whole, _, found := strings.Cut(string(n), "."); isNumber && found {
				return json.Number(whole)
			}
			return v
		}},
	}
}

// hollowSlips are about what holds nothing. Nulls that are dropped from members, from lists, or from both have one name.
func hollowSlips() []slip {
	isNull := func(v any) bool { return v == nil }
	inherited := []string{"constructor", "toString", "valueOf", "hasOwnProperty"}
	return []slip{
		{"nulls are dropped", without(isNull, nobody)},
		{"nulls are dropped", without(nobody, isNull)},
		{"nulls are dropped", without(isNull, isNull)},
		{"nulls become empty texts", instead(isNull, "")},
		{"empty texts become null", instead(func(v any) bool { return v == "" }, nil)},
		{"empty lists become null", instead(isEmptyList, nil)},
		{"empty objects become null", instead(isEmptyObject, nil)},
		{"empty values are dropped", without(isHollow, nobody)},
		{inheritedLost, withoutNames(inherited...)},
		{inheritedLost, withoutNames("__proto__")},
		{inheritedLost, withoutNames(append(inherited, "__proto__")...)},
		{"empty values are dropped", without(isHollow, isHollow)},
	}
}

func nobody(any) bool { return false }

func isEmptyList(v any) bool {
	l, isList := v.([]any)
	return isList && len(l) == 0
}

func isEmptyObject(v any) bool {
	o, isObject := v.(map[string]any)
	return isObject && len(o) == 0
}

func isHollow(v any) bool { return v == "" || isEmptyList(v) || isEmptyObject(v) }

// instead puts another value in the place of some.
func instead(holds func(any) bool, other any) func(any) any {
	return func(v any) any {
		if holds(v) {
			return other
		}
		return v
	}
}

// without takes some values out of objects, and some out of lists.
func without(ofObject, ofList func(any) bool) func(any) any {
	return func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			maps.DeleteFunc(v, func(_ string, inner any) bool { return ofObject(inner) })
		case []any:
			return slices.DeleteFunc(v, ofList)
		}
		return v
	}
}

// inheritedLost is what becomes of names that scripts take for a part of every object.
const inheritedLost = "names that every object has are lost"

// withoutNames takes members out of objects by their names.
func withoutNames(names ...string) func(any) any {
	return func(v any) any {
		if o, isObject := v.(map[string]any); isObject {
			maps.DeleteFunc(o, func(name string, _ any) bool { return slices.Contains(names, name) })
		}
		return v
	}
}

func inText(change func(string) string) func(any) any {
	return func(v any) any {
		if s, isText := v.(string); isText {
			return change(s)
		}
		return v
	}
}

func collapse(s string) string {
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return s
}

func ascii(s, instead string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			b.WriteString(instead)
		}
	}
	return b.String()
}

// LooksLike names the slip that explains what came back, if exactly one does.
func LooksLike(sent, got any) string { return slipOf(sent, got).name }

// slipOf is the slip that explains what came back, if exactly one does. Otherwise it has no name.
func slipOf(sent, got any) (one slip) {
	exact := Comparison{Foreign: func(string) bool { return false }, Nulls: true}
	var fit []slip
	for _, s := range slices.Concat(slips(), hollowSlips()) {
		changed := changeAll(sent, s.change)
		applies, explains := exact.Difference("", sent, changed) != "",
			exact.Difference("", changed, got)+exact.Difference("", got, changed) == ""
		if applies && explains && !slices.ContainsFunc(fit, func(other slip) bool { return other.name == s.name }) {
			fit = append(fit, s)
		}
	}
	whole, isText := sent.(string)
	part, _ := got.(string)
	if isText && part != "" && len(part) < len(whole) && strings.HasPrefix(whole, part) && whole[len(part)] != ' ' {
		cut := func(s string) string { return s[:min(len(s), len(part))] }
		fit = append(fit, slip{"texts are cut off after " + Brief(len(part)) + " bytes", inText(cut)})
	}
	if len(fit) != 1 {
		return slip{}
	}
	return fit[0]
}

var uuidForm = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// slipOfUUID is that UUIDs alone are put into lower case, as databases do that have a type for them, if that explains what came back.
func slipOfUUID(sent, got any) slip {
	lower := func(s string) string {
		if uuidForm.MatchString(s) {
			return strings.ToLower(s)
		}
		return s
	}
	if text, isText := sent.(string); !isText || got == sent || got != lower(text) {
		return slip{}
	}
	return slip{"UUIDs are put into lower case", inText(lower)}
}

// changeAll copies a value and changes everything in it, the innermost first.
func changeAll(v any, change func(any) any) any {
	switch v := v.(type) {
	case map[string]any:
		o := map[string]any{}
		for name, inner := range v {
			o[name] = changeAll(inner, change)
		}
		return change(o)
	case []any:
		l := slices.Clone(v)
		for i := range l {
			l[i] = changeAll(l[i], change)
		}
		return change(l)
	default:
		return change(v)
	}
}

// ZoneDropped is what servers do that look at the digits of a time and not at what stands behind them.
const ZoneDropped = "the offset of a time is dropped"

// looksLikeInstant names the slip that explains another instant than the one that was sent as that text, if one does.
func looksLikeInstant(text string, sent, back, now time.Time) string {
	_, offset := sent.Zone()
	switch apart := back.Sub(sent); {
	case offset != 0 && apart == time.Duration(offset)*time.Second:
		return ZoneDropped
	case offset != 0 && apart == 2*time.Duration(offset)*time.Second:
		return "the offset is added where it should be taken off"
	case misread(text, sent, back):
		return "the digits of a fraction are read as milliseconds"
	case apart.Abs() < time.Second:
		return "the fraction of a second is lost"
	case back.Sub(now).Abs() < Farthest:
		return "the time is replaced by the current one"
	default:
		return ""
	}
}

// misread reports whether the digits of a fraction were counted as milliseconds, so that .5 is five of them.
func misread(text string, sent, back time.Time) bool {
	_, rest, _ := strings.Cut(text, ".")
	ms, err := strconv.Atoi(rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))])
	return err == nil && back.Equal(sent.Truncate(time.Second).Add(time.Duration(ms)*time.Millisecond))
}
