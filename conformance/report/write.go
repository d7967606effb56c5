package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/spec"
)

// Options says how a report is read. The zero value is ready to use.
type Options struct {
	// FailOn is the lowest level whose failures count. Should makes failed checks of that level failures in JUnit, and a remark
	// beside the verdict elsewhere. Any other value, the zero value too, means Must.
	FailOn conformance.Level
	// Command is what the reader can type to run the same again. It must hold no secret. Empty: it is put together from the
	// report, without what the report does not know.
	Command string
	// Secrets are the environment variables from which the printed commands take credentials, each with the form of its value, such as
	// UNDERSTUDY_BASIC=ID:SECRET. The terminal says so once.
	Secrets []string
}

// Formats returns the names that Write knows, in order.
func Formats() []string { return []string{"html", "json", "junit", "markdown"} }

// Known says whether Write knows the format: nil, or an error that names the nearest one.
func Known(format string) error {
	for _, known := range Formats() {
		if format == known {
			return nil
		}
	}
	meant := ""
	if near := spec.Nearest(format, Formats()); near != "" {
		meant = fmt.Sprintf("; did you mean %q?", near)
	}
	return fmt.Errorf("unknown report format %q; expected one of %s%s", format, strings.Join(Formats(), ", "), meant)
}

// Write writes the report in one of the Formats. Its errors are an unknown format and those of w. It changes nothing in the
// report.
func Write(w io.Writer, format string, r conformance.Report, o Options) error {
	return writeIn(format, map[string]func() error{
		"html":     func() error { return writeHTML(w, r, o) },
		"json":     func() error { return writeJSON(w, r, o) },
		"junit":    func() error { return writeJUnit(w, r, o) },
		"markdown": func() error { return writeMarkdown(w, r, o) },
	})
}

// WriteMutation does the same for a Mutation.
func WriteMutation(w io.Writer, format string, m Mutation) error {
	m.StartedAt = utc(m.StartedAt)
	return writeIn(format, map[string]func() error{
		"html":     func() error { return writeMutationHTML(w, m) },
		"json":     func() error { return encodeJSON(w, m) },
		"junit":    func() error { return writeMutationJUnit(w, m) },
		"markdown": func() error { return writeMutationMarkdown(w, m) },
	})
}

func writeIn(format string, writers map[string]func() error) error {
	if err := Known(format); err != nil {
		return err
	}
	if err := writers[format](); err != nil {
		return fmt.Errorf("write the %s report: %w", format, err)
	}
	return nil
}
