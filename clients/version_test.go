package clients

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// released is the version that a release begins with.
const released = "0.1.0"

// TestVersionsAreOne wants the version that a release begins with, of the packages and of the program, to be the same.
func TestVersionsAreOne(t *testing.T) {
	t.Parallel()
	for file, line := range map[string]string{
		"typescript/package.json":                `"version": "` + released + `"`,
		"python/src/understudy_mock/__init__.py": `__version__ = "` + released + `"`,
		"../cmd/understudy/main.go":              `version = "` + released + `-dev"`,
	} {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Contains(t, string(text), line, file)
	}
}
