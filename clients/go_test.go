//go:build kits

package clients

import (
	"testing"
	"time"
)

// TestGo runs the project for Go, which is a module of its own.
func TestGo(t *testing.T) {
	t.Parallel()
	project := program{dir: "examples/go", env: map[string]string{"GOFLAGS": "-mod=readonly -trimpath"}, within: 5 * time.Minute}
	project.succeeds(t, "go", "test", "-count=1", "-ldflags=-s", "-vet=off", "./...")
}
