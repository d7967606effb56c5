package spec

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	gotLimit = 80  // about the longest text of Violation.Got
	hidden   = "…" // what stands for a secret, quoted
)

// shorten writes a value as JSON would, cut to about gotLimit characters.
func shorten(value any) string {
	var b strings.Builder
	write(&b, value)
	return cut(b.String())
}

// cut shortens a text that is already printable to about gotLimit bytes.
func cut(s string) string { return Cut(s, gotLimit) }

// Cut returns the first bytes of a text, at most so many and up to a rune's edge, and an ellipsis where more followed. It is a
// copy: whoever keeps it does not keep the text it was cut from.
func Cut(s string, most int) string {
	if len(s) <= most {
		return strings.Clone(s)
	}
	end := most
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// write stops soon after the limit, however large the value is.
func write(b *strings.Builder, value any) {
	switch value := value.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(value))
	case json.Number:
		b.WriteString(cut(value.String()))
	case int:
		b.WriteString(strconv.Itoa(value))
	case string:
		b.WriteString(quote(value))
	case []any:
		b.WriteByte('[')
		for i, item := range value {
			if b.Len() > gotLimit {
				return
			}
			writeComma(b, i)
			write(b, item)
		}
		b.WriteByte(']')
	case map[string]any:
		b.WriteByte('{')
		for i, name := range firstKeys(value) {
			if b.Len() > gotLimit {
				return
			}
			writeComma(b, i)
			b.WriteString(quote(name) + ":")
			write(b, value[name])
		}
		b.WriteByte('}')
	}
}

func writeComma(b *strings.Builder, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
}

// firstKeys sorts the names of an object, unless there are too many to be shown anyway.
func firstKeys(object map[string]any) []string {
	if len(object) > gotLimit {
		return nil
	}
	return sortedKeys(object)
}

// quote writes a text as JSON on one line, cut to about gotLimit characters. A byte that is no UTF-8 is written as \xff, which
// JSON cannot say.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(s); {
		if b.Len() > gotLimit {
			b.WriteString("…")
			break
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		i += size
	}
	b.WriteByte('"')
	return b.String()
}

// secret says that a header's value may never be shown.
func secret(header string) bool {
	switch http.CanonicalHeaderKey(header) {
	case "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie":
		return true
	}
	return false
}
