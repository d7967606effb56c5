package tracking

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// runOddValues are texts that careless handling changes. The first is tracked in escaped form too.
func runOddValues() []string {
	return []string{
		"naïve cafe\u0301 日本語 😀 \u202eabc", " leading and trailing ", "two\nlines\tand a tab",
		"quote\" back\\slash / <b>&amp;</b>", "one\r\ntwo",
		"\u2028line separator", "a\ttab", "zero\u200bwidth", strings.Repeat("long ", 180), strings.Repeat("very long ", 300), "%00 %2e +",
		"'; DROP TABLE events; --",
		"zero\u200dwidth \u200band no\u00a0break", "\u00a0wide spaces\u2003",
		"", " ", "0", "null", "undefined", "NaN", "false", "[object Object]",
	}
}

// oddNamesOfAttributes are those that mean something to programs, or that a server may write otherwise.
func oddNamesOfAttributes() []string {
	return []string{
		"", " ", "1", "null", "__proto__", "constructor", "toString", "hasOwnProperty", "$price", "a space", "a.b.c", "a/b",
		"a-b", "größe", "MixedCase", "a\ttab", "zero\u200bwidth", strings.Repeat("key_", 15),
	}
}

// oddAttributes are attributes of one event each: every odd value and every odd name by itself, because one that is refused hides
// what would become of others, and some that are odd only together.
func oddAttributes() []map[string]string {
	all := []map[string]string{{"value": runOddValues()[0]}}
	for _, value := range runOddValues() {
		all = append(all, map[string]string{"value": value})
	}
	for _, name := range oddNamesOfAttributes() {
		all = append(all, map[string]string{name: "here"})
	}
	many := map[string]string{}
	for i := range 40 {
		many[fmt.Sprintf("key_%02d", i)] = fmt.Sprint(i)
	}
	return append(all,
		map[string]string{
			"object": `{"b": 1,  "a": [1, 2]}`, "list": "[ ]", "time": "2026-01-14T09:26:53+00:00", "date": "2026-01-14", "exponent": "1e3",
			"fraction": "-0.50", "price": "12.50",
			"plus": "+7", "hex": "0x10", "yes": "Yes", "python": "True", "none": "None", "zero": "007", "large": "12345678901234567890",
		},
		map[string]string{"Shape": "h", "shape": "i"},
		map[string]string{ // names of members
			"id": "an id", "event": "an event", "bot_id": "a bot", "version": "a version", "user_id": "a user", "conversation_id": "a talk",
			"timestamp": "a time",
		},
		many,
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
