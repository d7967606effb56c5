package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	reporting "github.com/understudy-mock/understudy/conformance/report"
)

// output is one --report: a file, or stdout.
type output struct {
	format string
	path   string // where the report belongs; - is stdout
	w      io.Writer
	temp   *os.File // what becomes the file at path; nil if w is written to directly
}

type outputs []output

// openOutputs makes everything ready for the reports before the run, so that a long run does not end without its reports.
// Every mistake is reported at once. Whatever the errors, the outputs are to be discarded at the end.
func openOutputs(given []string, stdout io.Writer) (outputs, error) {
	var all outputs
	var wrong []error
	taken := map[string]bool{}
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
		o := output{format: format, path: path, w: stdout}
		var err error
		if path != "-" {
			o, err = openOutput(format, path)
		}
		if err == nil && taken[o.path] {
			err = errors.New("another report goes there already; give each a place of its own")
		}
		taken[o.path] = true
		all = append(all, o)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("bad --report %q: %w", text, err))
		}
	}
	return all, errors.Join(wrong...)
}

// openOutput opens a file beside the one that the report belongs to. What is no regular file, such as a pipe, is opened itself.
func openOutput(format, path string) (output, error) {
	if whole, err := filepath.EvalSymlinks(path); err == nil {
		path = whole // the link stays
	}
	path = filepath.Clean(path)
	o := output{format: format, path: path}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return o, errors.New("it is a folder; name a file in it")
	case err == nil && !info.Mode().IsRegular():
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		o.w = file
		return o, err
	}
	name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d.tmp", filepath.Base(path), os.Getpid()))
	o.temp, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return o, fmt.Errorf("no file can be made there: %w; the folder must exist, and you must be allowed to write to it", err)
	}
	o.w = o.temp
	return o, nil
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

// write writes every report. The files appear whole or not at all.
func (all outputs) write(r conformance.Report, options reporting.Options) error {
	var wrong []error
	for i := range all {
		if err := all[i].write(r, options); err != nil {
			wrong = append(wrong, fmt.Errorf("write %s: %w", all[i].path, err))
		}
	}
	return errors.Join(wrong...)
}

func (o *output) write(r conformance.Report, options reporting.Options) error {
	if err := reporting.Write(o.w, o.format, r, options); err != nil || o.temp == nil {
		return err
	}
	name := o.temp.Name()
	if err := errors.Join(o.temp.Close(), os.Rename(name, o.path)); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	o.temp = nil
	return nil
}

// discard takes away what did not become a report.
func (all outputs) discard() {
	for _, o := range all {
		if o.temp != nil {
			_ = o.temp.Close()
			_ = os.Remove(o.temp.Name())
		}
	}
}
