package world

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/fixtures"
)

// Import stores events beside the others: all of them, or none if there is an error. Those whose ids are taken stay as they are. The
// error is a *FullError, or a *LineError.
type Import struct {
	API   string `json:"api,omitempty"` // the only one whose events are taken; empty is any
	Lines string `json:"lines"`         // as fixtures.ReadJSONLines reads them
}

// LineError says what is wrong with a line of an import.
type LineError struct{ Cause error }

func (e *LineError) Error() string { return e.Cause.Error() }

// Unwrap returns the cause.
func (e *LineError) Unwrap() error { return e.Cause }

// Imported is the outcome of Import.
type Imported struct {
	Stored int
	Taken  int // their ids were
}

// Changed reports whether events were stored. Those that were not may have given a bot its owner.
func (i Imported) Changed() bool { return i.Stored+i.Taken > 0 }

// Kind is that of the command.
func (Import) Kind() string { return "import" }

// ApplyTo makes all events ready, and room for them, before it stores the first.
func (c Import) ApplyTo(w *World) (done Imported, err error) {
	st := w.state.Load()
	all, err := st.prepareAll(c)
	if err != nil {
		for _, taken := range all {
			st.base.GiveBack(taken.Size)
		}
		return Imported{}, err
	}
	for _, ready := range all {
		if ready.Store() == nil {
			done.Stored++
			continue
		}
		done.Taken++
		st.base.GiveBack(ready.Size)
	}
	return done, nil
}

// prepareAll makes events ready and takes room for them. If there is an error, it returns those for which it has.
func (st *state) prepareAll(c Import) ([]Ready, error) {
	kinds := slices.DeleteFunc(st.kinds(), func(k fixtures.Kind) bool { return c.API != "" && k.API != c.API })
	var all []Ready
	for line, err := range kinds.ReadJSONLines(strings.NewReader(c.Lines)) {
		if err != nil {
			return all, &LineError{err}
		}
		ready, err := st.prepare(line)
		if err == nil {
			err = st.base.Take(ready.Size)
		}
		var full *FullError
		switch {
		case errors.As(err, &full):
			return all, err
		case err != nil:
			return all, &LineError{fmt.Errorf("%s: %w", line.Place(), err)}
		}
		all = append(all, ready)
	}
	return all, nil
}

// kinds are the events of the APIs that keep something.
func (st *state) kinds() fixtures.Kinds {
	var all fixtures.Kinds
	for _, api := range st.base.APIs {
		if api.New != nil {
			all = append(all, api.Kind)
		}
	}
	return all
}
