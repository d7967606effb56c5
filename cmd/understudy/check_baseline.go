package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/understudy-mock/understudy/conformance"
)

// newBaseline is where --write-baseline belongs; it may belong nowhere.
type newBaseline struct {
	file  place
	asked bool
}

// openNewBaseline sees whether the file can be written. One that is there may hold reasons that people wrote, so it stays. No report of
// the run may go there.
func openNewBaseline(name string, reports outputs) (newBaseline, error) {
	if name == "" {
		return newBaseline{}, nil
	}
	if name == "-" {
		return newBaseline{}, errors.New("bad --write-baseline -: name a file")
	}
	if err := isNew(name); err != nil {
		return newBaseline{}, fmt.Errorf("bad --write-baseline %q: %w", name, err)
	}
	file, err := findPlace(name)
	if err == nil && reports.take(file.path) {
		err = errors.New("a report goes there already; give each a place of its own")
	}
	if err != nil {
		err = fmt.Errorf("bad --write-baseline %q: %w", name, err)
	}
	return newBaseline{file, true}, err
}

func isNew(name string) error {
	if _, err := os.Lstat(name); err == nil {
		return errors.New("it is there already, and its reasons would be lost; name a new file, or take that one away")
	}
	return nil
}

// write writes the failures, and says how many. before is the baseline of the run, nil if it had none.
func (b newBaseline) write(r conformance.Report, before *conformance.Baseline, stderr io.Writer) error {
	if !b.asked {
		return nil
	}
	if !r.Judged() {
		return errors.New("no file was written for --write-baseline: no check was judged, so which of them fail is not known")
	}
	var text bytes.Buffer
	known := r.KnownFailures(before)
	if err := known.Write(&text); err != nil {
		return fmt.Errorf("write --write-baseline: %w", err)
	}
	if err := isNew(b.file.path); err != nil {
		return fmt.Errorf("write --write-baseline %s: %w", b.file.path, err)
	}
	note, err := b.file.write(text.Bytes())
	if err != nil {
		return fmt.Errorf("write --write-baseline %s: %w", b.file.path, err)
	}
	if note != "" {
		fmt.Fprintln(stderr, "understudy: "+note)
	}
	fmt.Fprintf(stderr, "understudy: %s in %s; say why in each, and give it to --baseline\n", counted(len(known.Entries)), b.file.path)
	return nil
}

func counted(failures int) string {
	if failures == 1 {
		return "1 known failure is"
	}
	return fmt.Sprintf("%d known failures are", failures)
}
