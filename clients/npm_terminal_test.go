//go:build kits && linux

package clients

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// counting is a program that says how often it was interrupted when it is asked to end.
const counting = `#!/usr/bin/env node
let times = 0
process.on('SIGINT', () => console.log(` + "`interrupted ${++times}`" + `))
process.on('SIGTERM', () => process.exit(40 + times))
console.log('ready')
setInterval(() => {}, 1000)
`

// TestCtrlCComesOnce types it in a terminal, which sends it to the command of npm and to the program, so that the command must not. One
// that comes to the command alone it passes on.
func TestCtrlCComesOnce(t *testing.T) {
	t.Parallel()
	command := npx(t)
	script := filepath.Join(t.TempDir(), "counting")
	require.NoError(t, os.WriteFile(script, []byte(counting), 0o700))
	for name, inFront := range map[string]bool{"typed": true, "sent": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
			require.NoError(t, err)
			t.Cleanup(func() { _ = screen.Close() })
			require.NoError(t, unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0))
			number, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
			require.NoError(t, err)
			terminal, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
			require.NoError(t, err)
			t.Cleanup(func() { _ = terminal.Close() })
			out := pipe(t)
			cmd := exec.CommandContext(t.Context(), command)
			cmd.Env = program{env: map[string]string{"UNDERSTUDY_BINARY": script}}.environment()
			cmd.Stdin, cmd.Stdout = terminal, out.write
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: inFront}
			require.NoError(t, cmd.Start())
			said := bufio.NewScanner(out.read)
			says := func(line string) { require.True(t, said.Scan()); require.Equal(t, line, said.Text()) }
			says("ready")
			if inFront {
				require.NoError(t, cmd.Process.Signal(syscall.SIGSTOP)) // two that come together are one
				_, err = screen.WriteString("\x03")
				require.NoError(t, err)
			} else {
				require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
			}
			says("interrupted 1")
			require.NoError(t, cmd.Process.Signal(syscall.SIGCONT))
			require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
			_ = cmd.Wait()
			require.Equal(t, 41, cmd.ProcessState.ExitCode(), "it was interrupted once")
		})
	}
}
