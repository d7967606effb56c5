//go:build interop || bench

package interop

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// root is the repository, seen from this folder, where go test runs us.
var root = filepath.Join("..", "..")

// binary is the program under test; TestMain builds it once.
var binary string

// TestMain builds the real program, with the race detector for the tests and as it ships for the measurement.
func TestMain(m *testing.M) {
	if serveBareIfAsked() {
		return
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "understudy-interop-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "understudy")
	args := append([]string{"build", "-o", binary}, buildFlags...)
	build := exec.Command("go", append(args, "./cmd/understudy")...)
	build.Dir, build.Env = root, append(os.Environ(), buildEnv)
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the mock: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}
