//go:build kits

package clients

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// chromium is the browser of this machine: the one that CHROMIUM names, or that of the system.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	require.Fail(t, "there is no Chromium", "run make tools, or name one in CHROMIUM")
	return ""
}

func TestTheLockInstallsNothingUnseen(t *testing.T) {
	program{}.succeeds(t, "node", "../.tools/check-lock.mjs", "package-lock.json")
}

func TestProgramsOfTheTestsAreThere(t *testing.T) {
	program{env: map[string]string{"CHROMIUM": chromium(t)}}.succeeds(t, "npm", "ls", "--workspaces")
}
