//go:build bench

package interop

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// machine says on what the figures were measured.
func machine(t *testing.T) string {
	t.Helper()
	model := field(t, "/proc/cpuinfo", "model name")
	var kib float64
	_, _ = fmt.Sscanf(field(t, "/proc/meminfo", "MemTotal"), "%f", &kib)
	kernel, err := os.ReadFile("/proc/sys/kernel/osrelease")
	require.NoError(t, err)
	return fmt.Sprintf("%d cores (%s), %.0f GiB, Linux %s, %s, Node.js %s, %s", runtime.NumCPU(), model, kib/(1<<20),
		strings.SplitN(string(kernel), "-", 2)[0], runtime.Version(), first(t, "node", "--version"), first(t, "java", "--version"))
}

// field is the value of the first line with that name.
func field(t *testing.T, file, name string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// first is the first line that a program says.
func first(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	require.NoError(t, err)
	line, _, _ := strings.Cut(string(out), "\n")
	return strings.TrimSpace(line)
}
