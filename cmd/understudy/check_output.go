package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	reporting "github.com/understudy-mock/understudy/conformance/report"
)

// output is one --report.
type output struct {
	format string
	path   string    // where the report belongs; - is stdout
	w      io.Writer // stdout, stderr, or what is no regular file; nil if the report belongs to a file
	file   place
	joins  bool // it is added to what the file holds
}

type outputs []output

// openOutputs makes everything ready for the reports before the run, so that a long run does not end without its reports.
// Every mistake is reported at once. Whatever the errors, the outputs are to be closed at the end. A Markdown report is added to the
// summary of a CI step, which other steps write to as well.
func openOutputs(given []string, summary string, stdout, stderr io.Writer) (outputs, error) {
	var all outputs
	var wrong []error
	for _, text := range given {
		format, path, ok := strings.Cut(text, "=")
		if !ok || path == "" {
			wrong = append(wrong, fmt.Errorf("bad --report %q: give FORMAT=PATH, such as json=report.json", text))
			continue
		}
		if err := reporting.Known(format); err != nil {
			wrong = append(wrong, fmt.Errorf("bad --report %q: %w", text, err))
			continue
		}
		o := output{format: format, path: path}
		err := o.open(stdout, stderr)
		if err == nil && all.take(o.path) {
			err = errors.New("another report goes there already; give each a place of its own")
		}
		o.joins = format == "markdown" && o.w == nil && summary != "" && samePlace(o.path, summary)
		all = append(all, o)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("bad --report %q: %w", text, err))
		}
	}
	return all, errors.Join(wrong...)
}

// open finds out what the path is. To replace the file behind stdout or stderr, which a path such as /dev/stdout can lead to,
// would take it away from them, so the report goes to them.
func (o *output) open(stdout, stderr io.Writer) error {
	info, err := os.Stat(o.path)
	switch {
	case o.path == "-" || err == nil && isStream(stdout, info):
		o.path, o.w = "-", stdout
		return nil
	case err == nil && isStream(stderr, info):
		o.w = stderr
		return nil
	case err == nil && info.IsDir() || strings.HasSuffix(o.path, string(os.PathSeparator)):
		return errors.New("it is a folder; name a file in it")
	case err == nil && !info.Mode().IsRegular(): // a pipe, say
		file, err := openFile(o.path, os.O_WRONLY)
		o.w = file
		return err
	}
	o.file, err = findPlace(o.path)
	o.path = o.file.path
	return err
}

// take reports whether a report goes to a place.
func (all outputs) take(path string) bool {
	return slices.ContainsFunc(all, func(o output) bool { return samePlace(o.path, path) })
}

// samePlace reports whether two paths lead to one file, which may not be there yet.
func samePlace(a, b string) bool {
	one, errOne := filepath.Abs(a)
	other, errOther := filepath.Abs(b)
	return errOne == nil && errOther == nil && resolved(one) == resolved(other)
}

// isStream reports whether a standard stream leads to the file. Devices do not count: the null device is everybody's.
func isStream(stream io.Writer, info os.FileInfo) bool {
	file, ok := under(stream).(*os.File)
	if !ok || info.Mode()&os.ModeDevice != 0 {
		return false
	}
	its, err := file.Stat()
	return err == nil && os.SameFile(its, info)
}

// takeStdout says whether a report goes to stdout.
func (all outputs) takeStdout() bool {
	for _, o := range all {
		if o.path == "-" {
			return true
		}
	}
	return false
}

const (
	toFile   = false
	toStream = true // stdout and what else may have to wait for a reader
)

// render writes a report in a format.
type render func(w io.Writer, format string) error

// write writes the reports that go to files, or those that go elsewhere, to stdout last. The notes say what was done in another
// way than usual.
func (all outputs) write(report render, where bool) (notes []string, err error) {
	var wrong []error
	for _, toStdout := range []bool{false, true} {
		for _, o := range all {
			if (o.w != nil) != where || (o.path == "-") != toStdout {
				continue
			}
			note, err := o.write(report)
			if err != nil {
				wrong = append(wrong, fmt.Errorf("write the %s report to %s: %w", o.format, o.name(), err))
			}
			if note != "" {
				notes = append(notes, note)
			}
		}
	}
	return notes, errors.Join(wrong...)
}

func (o *output) name() string {
	if o.path == "-" {
		return "stdout"
	}
	return o.path
}

// write makes the whole report before anything of it is written.
func (o *output) write(report render) (note string, err error) {
	var text bytes.Buffer
	if err := report(&text, o.format); err != nil {
		return "", err
	}
	return o.put(text.Bytes())
}

// put puts a whole text where it belongs.
func (o *output) put(text []byte) (note string, err error) {
	if o.w != nil {
		_, err := o.w.Write(text)
		return "", err
	}
	if o.joins {
		return "", o.file.add(text)
	}
	return o.file.write(text)
}

// close lets go of what was opened.
func (all outputs) close() {
	for _, o := range all {
		o.close()
	}
}

func (o *output) close() { o.file.close() }
