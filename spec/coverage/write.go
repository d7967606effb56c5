package coverage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Formats are those that a report is written in.
func Formats() []string { return []string{"text", "json", "markdown", "lcov"} }

// Write writes a report: as text for a terminal, as JSON, which Read reads, as Markdown for the summary of a CI run, or as lcov, in
// which the lines are those of the OpenAPI documents.
func (r Report) Write(to io.Writer, format string) error {
	var text bytes.Buffer
	switch format {
	case "text":
		r.text(&text)
	case "json":
		encoder := json.NewEncoder(&text)
		encoder.SetIndent("", " ")
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(r); err != nil {
			return err
		}
	case "markdown":
		r.markdown(&text)
	case "lcov":
		r.lcov(&text)
	default:
		return fmt.Errorf("unknown format %q: choose %s", format, strings.Join(Formats(), ", "))
	}
	_, err := to.Write(text.Bytes())
	return err
}
