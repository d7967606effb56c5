package variant

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const jsonType = "application/json"

func jsonForms() []Variant {
	return []Variant{
		legal("", "json.indented", "Answers are indented and end in a line break.", onBody(indented)),
		legal("", "json.escaped", "Answers are plain ASCII: all else is escaped, and so is every slash.", onBody(escaped)),
		legal("", "content-type.charset", "Content-Type says charset=utf-8.",
			onContentType(func(t string) string { return t + "; charset=utf-8" })),
	}
}

// onBody writes the JSON of an answer in another way.
func onBody(write func([]byte) []byte) alter.Decorator {
	return alter.OnAnswer(func(_ *pipeline.Call, a *pipeline.Answer) {
		if json.Valid(a.Body) {
			a.Body = write(a.Body)
		}
	})
}

func indented(body []byte) []byte {
	var b bytes.Buffer
	if err := json.Indent(&b, body, "", "    "); err != nil {
		return body // not reached: the body is valid
	}
	return append(b.Bytes(), '\n')
}

// escaped works on bytes: outside of strings JSON has neither slashes nor anything beyond ASCII.
func escaped(body []byte) []byte {
	var b bytes.Buffer
	for rest := body; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		rest = rest[size:]
		switch {
		case r == '/':
			b.WriteString(`\/`)
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		default:
			for _, unit := range utf16.AppendRune(nil, r) {
				fmt.Fprintf(&b, `\u%04X`, unit)
			}
		}
	}
	return b.Bytes()
}

func onContentType(change func(string) string) alter.Decorator {
	return alter.OnAnswer(func(_ *pipeline.Call, a *pipeline.Answer) {
		if a.ContentType == jsonType {
			a.ContentType = change(a.ContentType)
		}
	})
}
