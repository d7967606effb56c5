package main

import (
	"fmt"
	"os"

	"github.com/understudy-mock/understudy/fixtures"
)

// readImport reads a whole file before the server starts, so that a bad line costs nothing.
func readImport(name string) ([]fixtures.Line, error) {
	if name == "" {
		return nil, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read --import: %w", err)
	}
	defer file.Close()
	var lines []fixtures.Line
	for line, err := range fixtures.ReadJSONLines(file) {
		if err != nil {
			return nil, fmt.Errorf("read --import %s: %w", name, err)
		}
		lines = append(lines, line)
	}
	return lines, nil
}
