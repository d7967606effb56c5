package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/understudy-mock/understudy/fixtures"
)

// planLimit bounds a tracking plan, in bytes: what the mock's own endpoint takes.
const planLimit = 2 << 20

// readPlan reads a whole file, which may be UTF-16, as programs on Windows write it; nil if there is none. The path is relative to the
// working directory if the file is below it, else absolute, and empty if it is a pipe, say.
func readPlan(name string) (text []byte, path string, err error) {
	if name == "" {
		return nil, "", nil
	}
	file, err := openFile(name, os.O_RDONLY)
	if err != nil {
		return nil, "", fmt.Errorf("read --plan: %w", err)
	}
	defer file.Close()
	text, err = io.ReadAll(fixtures.AsUTF8(newBounded(file, planLimit)))
	if err != nil {
		return nil, "", fmt.Errorf("read --plan %s: %w", name, err)
	}
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
		path = fromHere(name)
	}
	return text, path, nil
}

// fromHere is the path of a file from the working directory if the file is below it, else the absolute one; empty if neither can be told.
func fromHere(name string) string {
	whole, err := filepath.Abs(name)
	if err != nil {
		return ""
	}
	here, err := filepath.Abs(".")
	if err != nil {
		return whole
	}
	if path, err := filepath.Rel(here, whole); err == nil && filepath.IsLocal(path) {
		return path
	}
	return whole
}
