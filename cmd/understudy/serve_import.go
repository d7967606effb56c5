package main

import (
	"fmt"
	"io"
	"os"

	"github.com/understudy-mock/understudy/fixtures"
)

// importLimit bounds what an import may take, in bytes of its file. The events need about four times as much of memory.
const importLimit = 512 << 20

// readImport reads a whole file before the server starts, so that a bad line costs nothing.
func readImport(name string, stderr io.Writer) ([]fixtures.Line, error) {
	if name == "" {
		return nil, nil
	}
	defer waiting(stderr, "--import "+name)()
	file, err := openFile(name, os.O_RDONLY)
	if err != nil {
		return nil, fmt.Errorf("read --import: %w", err)
	}
	defer file.Close()
	var lines []fixtures.Line
	for line, err := range fixtures.ReadJSONLines(newBounded(file, importLimit)) {
		if err != nil {
			return nil, fmt.Errorf("read --import %s: %w", name, err)
		}
		line.Source = name
		lines = append(lines, line)
	}
	return lines, nil
}
