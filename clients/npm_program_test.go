//go:build kits

package clients

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// npx is the path of the command that npm has installed.
func npx(t *testing.T) string {
	t.Helper()
	packed(t)
	return filepath.Join(kit.installed, "node_modules", ".bin", "understudy")
}

func TestNpmInstallsTheProgram(t *testing.T) {
	t.Parallel()
	command := npx(t)
	t.Run("npx_finds_it", func(t *testing.T) {
		require.Contains(t, program{dir: kit.installed}.succeeds(t, "npx", "understudy", "version"), "understudy "+released)
	})
	t.Run("its_exit_status_is_passed_on", func(t *testing.T) {
		status, out := program{}.run(t, command, "no-such-command")
		require.Equal(t, 2, status, out)
		status, out = program{}.run(t, command, "exec", "--", "sh", "-c", "cat; exit 7")
		require.Equal(t, 7, status, out)
	})
	t.Run("another_can_be_named", func(t *testing.T) {
		other := program{env: map[string]string{"UNDERSTUDY_BINARY": "/bin/echo"}}
		require.Equal(t, "a b\n", other.succeeds(t, command, "a", "b"))
		other.env["UNDERSTUDY_BINARY"] = "/no/such/program"
		status, out := other.run(t, command, "version")
		require.Equal(t, 3, status)
		require.Equal(t, "understudy: UNDERSTUDY_BINARY names /no/such/program, and there is no such file\n", out)
	})
	t.Run("without_the_package_of_the_platform_it_says_what_to_do", func(t *testing.T) {
		dir := t.TempDir()
		require.NoError(t, os.CopyFS(dir, os.DirFS(kit.installed)))
		require.NoError(t, os.RemoveAll(dir+"/node_modules/@understudy-mock/understudy-"+system()))
		status, out := program{dir: dir}.run(t, "node", "node_modules/@understudy-mock/understudy/dist/cjs/cli.cjs", "version")
		require.Equal(t, 3, status)
		require.Contains(t, out, "the package @understudy-mock/understudy-"+system()+" is not installed")
		require.Contains(t, out, "install again without --omit=optional")
	})
}

// TestNoMockStaysBehind ends the command, or kills what has started a mock, and wants the mock to end.
func TestNoMockStaysBehind(t *testing.T) {
	command := npx(t)
	started := `const { start } = require('@understudy-mock/understudy')
start({ flags: ['--events', '10'] }).then(({ url }) => console.log(url))
setInterval(() => {}, 1000)`
	stopped := `import('@understudy-mock/understudy').then(async ({ start }) => {
  const mock = await start({ flags: ['--events', '10'] })
  console.log(mock.url)
  process.stdin.once('data', async () => process.exit(40 + (await mock.stop())))
})`
	serve := []string{command, "serve", "--addr", "127.0.0.1:0", "--events", "10"}
	tests := map[string]struct {
		args   []string
		end    func(*exec.Cmd) error
		status int
	}{
		"the_command_that_is_asked_to_end": {serve, func(c *exec.Cmd) error { return c.Process.Signal(syscall.SIGTERM) }, 0},
		"the_command_that_is_killed":       {serve, func(c *exec.Cmd) error { return c.Process.Kill() }, -1},
		"a_program_that_is_killed":         {[]string{"node", "-e", started}, func(c *exec.Cmd) error { return c.Process.Kill() }, -1},
		"a_program_that_stops_it": {[]string{"node", "-e", stopped}, func(c *exec.Cmd) error {
			_, err := c.Stdin.(*os.File).WriteString("stop\n")
			return err
		}, 40},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), tt.args[0], tt.args[1:]...)
			cmd.Dir, cmd.Env = kit.installed, program{}.environment()
			in, out := pipe(t), pipe(t)
			cmd.Stdin, cmd.Stdout = in.read, out.write
			require.NoError(t, cmd.Start())
			url, err := bufio.NewReader(out.read).ReadString('\n')
			require.NoError(t, err)
			cmd.Stdin = in.write
			require.True(t, listening(url))
			require.NoError(t, tt.end(cmd))
			_ = cmd.Wait()
			require.Equal(t, tt.status, cmd.ProcessState.ExitCode())
			require.Eventually(t, func() bool { return !listening(url) }, time.Minute, 20*time.Millisecond, "it has stayed behind")
		})
	}
}

type ends struct{ read, write *os.File }

// pipe is one that is closed at the end of the test.
func pipe(t *testing.T) ends {
	t.Helper()
	read, write, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { _ = read.Close(); _ = write.Close() })
	return ends{read, write}
}

// listening reports whether somebody answers at a base URL.
func listening(url string) bool {
	conn, err := net.DialTimeout("tcp", strings.TrimPrefix(strings.TrimSpace(url), "http://"), 10*time.Second)
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}

// TestNoMockStaysBehindPlaywright kills Playwright while a test runs, beside another run with a mock of its own. No clean-up of it runs
// then.
func TestNoMockStaysBehindPlaywright(t *testing.T) {
	t.Parallel()
	p := nodeProject(t, "typescript/test/playwright")
	temporary := t.TempDir()
	p.env = map[string]string{"CHROMIUM": "/no/such/browser", "TMPDIR": temporary, "TIME": "600000"}
	runs := map[string]*exec.Cmd{}
	for _, output := range []string{"one", "two"} {
		cmd := exec.CommandContext(t.Context(), "node", nodeTool(t, "@playwright/test/cli.js"), "test", "fails.spec.ts",
			"-g", "time is over", "--output", output, "--reporter", "line")
		cmd.Dir, cmd.Env = p.dir, p.environment()
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		require.NoError(t, cmd.Start())
		runs[mockOf(t, temporary, runs)] = cmd
	}
	for url, cmd := range runs {
		require.True(t, listening(url), "each run has its own")
		require.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait()
		require.Eventually(t, func() bool { return !listening(url) }, time.Minute, 20*time.Millisecond, "it has stayed behind")
		require.Eventually(t, func() bool { // its workers, which write into the folder
			return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) != nil
		}, time.Minute, 20*time.Millisecond)
	}
}

// mockOf waits until one more run has written into a folder where its mock is.
func mockOf(t *testing.T, temporary string, before map[string]*exec.Cmd) (url string) {
	t.Helper()
	require.Eventually(t, func() bool {
		files, err := filepath.Glob(filepath.Join(temporary, "understudy-*", "*.url"))
		require.NoError(t, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			if url = string(text); before[url] == nil {
				return true
			}
		}
		return false
	}, time.Minute, 20*time.Millisecond, "no worker has started a mock")
	return url
}
