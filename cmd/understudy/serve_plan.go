package main

import (
	"fmt"
	"io"
	"os"

	"github.com/understudy-mock/understudy/fixtures"
)

// planLimit bounds a tracking plan, in bytes: what the mock's own endpoint takes.
const planLimit = 2 << 20

// readPlan reads a whole file, which may be UTF-16, as programs on Windows write it; nil if there is none.
func readPlan(name string) ([]byte, error) {
	if name == "" {
		return nil, nil
	}
	file, err := openFile(name, os.O_RDONLY)
	if err != nil {
		return nil, fmt.Errorf("read --plan: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(fixtures.AsUTF8(newBounded(file, planLimit)))
	if err != nil {
		return nil, fmt.Errorf("read --plan %s: %w", name, err)
	}
	return text, nil
}
