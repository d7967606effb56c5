package inkeep

import (
	"encoding/json"
	"html"
	"slices"
	"strings"
	"time"
)

// slip is a known way in which servers change what they were sent.
type slip struct {
	name   string
	change func(any) any // of one value that holds no others
}

func slips() []slip {
	return []slip{
		{"texts are put into lower case", inText(strings.ToLower)},
		{"texts are put into upper case", inText(strings.ToUpper)},
		{"spaces around texts are dropped", inText(strings.TrimSpace)},
		{"inner spaces are collapsed", inText(collapse)},
		{"characters are escaped for HTML", inText(html.EscapeString)},
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
		{"empty texts become null", func(v any) any {
			if v == "" {
				return nil
			}
			return v
		}},
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

// looksLike names the slip that explains what came back, if exactly one does.
func looksLike(sent, got any) string {
	nobody := func(string) bool { return false }
	var fit []string
	for _, s := range slips() {
		if changed := changeAll(sent, s.change); difference("", sent, changed, nobody) != "" && difference("", changed, got, nobody) == "" {
			fit = append(fit, s.name)
		}
	}
	whole, isText := sent.(string)
	if part, cut := got.(string); isText && cut && part != "" && len(part) < len(whole) && strings.HasPrefix(whole, part) && whole[len(part)] != ' ' {
		fit = append(fit, "texts are cut off after "+brief(len(part))+" bytes")
	}
	if len(fit) != 1 {
		return ""
	}
	return fit[0]
}

// changeAll copies a value and changes whatever in it holds no others.
func changeAll(v any, change func(any) any) any {
	switch v := v.(type) {
	case map[string]any:
		o := map[string]any{}
		for name, inner := range v {
			o[name] = changeAll(inner, change)
		}
		return o
	case []any:
		l := slices.Clone(v)
		for i := range l {
			l[i] = changeAll(l[i], change)
		}
		return l
	default:
		return change(v)
	}
}

// looksLikeInstant names the slip that explains another instant, if one does.
func looksLikeInstant(sent, back, now time.Time) string {
	_, offset := sent.Zone()
	switch apart := back.Sub(sent); {
	case offset != 0 && apart == time.Duration(offset)*time.Second:
		return "the offset is dropped"
	case offset != 0 && apart == 2*time.Duration(offset)*time.Second:
		return "the offset is added where it should be taken off"
	case apart.Abs() < time.Second:
		return "the fraction of a second is lost"
	case back.Sub(now).Abs() < farthest:
		return "the time is replaced by the current one"
	default:
		return ""
	}
}
