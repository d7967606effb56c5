package chatlayer

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// oddValues are texts that careless handling changes. The first is tracked in escaped form too.
func oddValues() []string {
	return []string{
		"naïve cafe\u0301 日本語 😀 \u202eabc", " leading and trailing ", "two\nlines\tand a tab", "quote\" back\\slash / <b>&amp;</b>", "null", "0", "one\r\ntwo",
		"\u2028line separator", strings.Repeat("long ", 180), strings.Repeat("very long ", 300), "%00 %2e +", "'; DROP TABLE events; --",
		"zero\u200dwidth \u200band no\u00a0break",
	}
}

// oddAttributes are attributes of one event each: every odd value, texts that look like something else, and names that mean
// something to programs, one that is long, and many.
func oddAttributes() []map[string]string {
	all := []map[string]string{{"value": oddValues()[0]}}
	for _, value := range oddValues() {
		all = append(all, map[string]string{"value": value})
	}
	many := map[string]string{}
	for i := range 40 {
		many[fmt.Sprintf("key-%02d", i)] = fmt.Sprint(i)
	}
	return append(all,
		map[string]string{
			"object": `{"b": 1,  "a": [1, 2]}`, "list": "[ ]", "time": "2026-01-14T09:26:53+00:00", "date": "2026-01-14", "exponent": "1e3", "fraction": "-0.50",
			"plus": "+7", "hex": "0x10", "yes": "Yes", "none": "undefined", "space": " ", "large": "12345678901234567890",
		},
		map[string]string{"$price": "a", "__proto__": "b", "constructor": "c", "a space": "d", "a.b.c": "e", "größe": "f", "a/b": "g", "Shape": "h", "shape": "i"},
		map[string]string{strings.Repeat("key-", 15): "long name"}, many,
	)
}

// inASCII writes JSON anew with everything beyond ASCII escaped. It is the same JSON.
func inASCII(body []byte) []byte {
	var b []byte
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		switch {
		case r < utf8.RuneSelf:
			b = append(b, body[0])
		case utf16.RuneLen(r) == 2:
			high, low := utf16.EncodeRune(r)
			b = fmt.Appendf(b, `\u%04x\u%04x`, high, low)
		default:
			b = fmt.Appendf(b, `\u%04x`, r)
		}
		body = body[size:]
	}
	return b
}
