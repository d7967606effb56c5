//go:build linux

package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// unprivileged makes the test one that may not do everything to files, whoever runs it.
func unprivileged(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	const nobody = 65534
	runtime.LockOSThread() // and never let go: the thread ends with the test
	_ = syscall.Setfsgid(nobody)
	_ = syscall.Setfsuid(nobody)
	t.Cleanup(func() {
		_ = syscall.Setfsuid(0)
		_ = syscall.Setfsgid(0)
	})
}

// folder makes a folder of that mode with a report in it of that mode, none if it is 0.
func folder(t *testing.T, mode, report os.FileMode) (path string) {
	t.Helper()
	parent := t.TempDir()
	require.NoError(t, os.Chmod(filepath.Dir(parent), 0o755)) // or nobody else could see what is in it
	dir := filepath.Join(parent, "reports")
	require.NoError(t, os.Mkdir(dir, 0o777))
	path = filepath.Join(dir, "r.json")
	if report != 0 {
		require.NoError(t, os.WriteFile(path, []byte("the old report"), 0o600))
		require.NoError(t, os.Chmod(path, report))
	}
	require.NoError(t, os.Chmod(dir, mode))
	t.Cleanup(func() { _ = os.Chmod(dir, 0o777) })
	return path
}

// checkInto runs check on a target that hangs up on whoever asks, after meanwhile, and writes a JSON report to path.
func checkInto(t *testing.T, path string, meanwhile func(), more ...string) (code int, asked bool, stderr string) {
	t.Helper()
	url := server(t, func(w http.ResponseWriter, r *http.Request) {
		if !asked && meanwhile != nil {
			meanwhile()
		}
		asked = true
		hangUp(w, r)
	})
	var out, wrong bytes.Buffer
	code = run(t.Context(), judge(url, path, append(more, "--only", "inkeep.events.id-made")...)["inkeep"], nil, &out, &wrong)
	return code, asked, wrong.String()
}

// requireAlone holds that a report is whole and that nothing else is in its folder.
func requireAlone(t *testing.T, path string) {
	t.Helper()
	require.Equal(t, "incomplete", string(readReport(t, path).Verdict))
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1)
}

func TestReportFindsItsPlace(t *testing.T) {
	t.Run("in_a_folder_that_takes_no_new_file", func(t *testing.T) {
		path := folder(t, 0o555, 0o666)
		unprivileged(t)
		code, _, stderr := checkInto(t, path, nil)
		require.Equal(t, exitFailed, code, stderr)
		require.Contains(t, stderr, "understudy: "+path+" was written in place, since no new file could take its place: permission denied")
		requireAlone(t, path)
	})
	t.Run("where_no_file_can_take_the_place_of_the_old", func(t *testing.T) {
		if os.Geteuid() != 0 {
			t.Skip("needs the file of another user")
		}
		path := folder(t, 0o777|os.ModeSticky, 0o666)
		unprivileged(t)
		code, _, stderr := checkInto(t, path, nil)
		require.Equal(t, exitFailed, code, stderr)
		require.Contains(t, stderr, path+" was written in place, since no new file could take its place: operation not permitted")
		requireAlone(t, path)
	})
	t.Run("where_a_link_leads", func(t *testing.T) {
		path := folder(t, 0o777, 0)
		link := filepath.Join(t.TempDir(), "link")
		require.NoError(t, os.Symlink(path, link))
		code, _, stderr := checkInto(t, link, nil)
		require.Equal(t, exitFailed, code, stderr)
		requireAlone(t, path)
		require.NotContains(t, stderr, "in place")
		end, err := os.Readlink(link)
		require.NoError(t, err)
		require.Equal(t, path, end)
	})
	t.Run("with_the_permissions_of_the_old", func(t *testing.T) {
		path := folder(t, 0o777, 0o640)
		checkInto(t, path, nil)
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.EqualValues(t, 0o640, info.Mode().Perm())
		requireAlone(t, path)
	})
}

func TestReportFindsAPlaceThatChanged(t *testing.T) {
	t.Run("in_a_folder_that_is_gone_by_then", func(t *testing.T) {
		path := folder(t, 0o777, 0)
		code, _, stderr := checkInto(t, path, func() { _ = os.Remove(filepath.Dir(path)) })
		require.Equal(t, exitFailed, code, stderr)
		requireAlone(t, path)
	})
	t.Run("and_leaves_nothing_there_while_it_runs", func(t *testing.T) {
		path := folder(t, 0o777, 0)
		var names []string
		checkInto(t, path, func() { names, _ = filepath.Glob(filepath.Dir(path) + "/*") })
		require.Empty(t, names)
	})
	t.Run("in_a_file_that_has_no_name", func(t *testing.T) {
		path := folder(t, 0o777, 0o666)
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		require.NoError(t, err)
		defer file.Close()
		require.NoError(t, os.Remove(path))
		code, _, stderr := checkInto(t, "/proc/self/fd/"+strconv.Itoa(int(file.Fd())), nil)
		require.Equal(t, exitFailed, code, stderr)
		text, err := io.ReadAll(io.NewSectionReader(file, 0, 1<<30))
		require.NoError(t, err)
		require.Contains(t, string(text), `"verdict": "incomplete"`)
	})
}

func TestReportHasNoPlace(t *testing.T) {
	for name, tt := range map[string]struct {
		folder, report os.FileMode
		want           string
	}{
		"a_folder_that_may_not_be_written":        {0o555, 0, "no file can be made there: permission denied"},
		"a_file_that_may_not_be_written_in_it":    {0o555, 0o444, "neither can the file that is there be written to (permission denied)"},
		"a_folder_that_may_not_be_looked_through": {0o600, 0, "permission denied"},
	} {
		t.Run("told_before_the_run/"+name, func(t *testing.T) {
			path := folder(t, tt.folder, tt.report)
			unprivileged(t)
			code, asked, stderr := checkInto(t, path, nil)
			require.Equal(t, exitUsage, code, stderr)
			require.False(t, asked, "the target was asked before")
			require.Contains(t, stderr, tt.want)
		})
	}
	t.Run("told_before_the_run/a_folder_that_is_not_there", func(t *testing.T) {
		code, asked, stderr := checkInto(t, t.TempDir()+"/no/", nil)
		require.Equal(t, exitUsage, code)
		require.False(t, asked)
		require.Contains(t, stderr, "it is a folder; name a file in it")
	})
	t.Run("by_the_end/it_is_kept_elsewhere", func(t *testing.T) {
		path, elsewhere := folder(t, 0o777, 0), t.TempDir()
		t.Setenv("TMPDIR", elsewhere)
		code, _, stderr := checkInto(t, path, func() { _ = os.Mkdir(path, 0o777) })
		require.Equal(t, exitFailed, code)
		require.Contains(t, stderr, "understudy: write the json report to "+path+
			": no new file can take its place (file exists), nor can it be written in place (is a directory); it is in "+elsewhere)
		kept, err := filepath.Glob(elsewhere + "/understudy-report-*")
		require.NoError(t, err)
		require.Len(t, kept, 1)
		require.Equal(t, "incomplete", string(readReport(t, kept[0]).Verdict))
	})
	t.Run("by_the_end/a_device_is_full", func(t *testing.T) {
		code, _, stderr := checkInto(t, "/dev/full", nil)
		require.Equal(t, exitFailed, code)
		require.Contains(t, stderr, "write the json report to /dev/full: write /dev/full: no space left on device")
	})
}

// limited runs check in a process that may write so many KiB into a file.
func limited(t *testing.T, kib, path string) (code int, stderr string) {
	t.Helper()
	binary, err := exec.LookPath("understudy")
	require.NoError(t, err)
	args := judge("http://127.0.0.1:1", path)["inkeep"]
	cmd := exec.CommandContext(t.Context(), "bash", append([]string{"-c", `ulimit -f ` + kib + `; exec "$0" "$@"`, binary}, args...)...)
	var wrong bytes.Buffer
	cmd.Stderr = &wrong
	var exit *exec.ExitError
	require.ErrorAs(t, cmd.Run(), &exit)
	return exit.ExitCode(), wrong.String()
}

func TestReportHasNoRoom(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash")
	}
	t.Run("which_is_told_before_the_run_if_there_is_none_at_all", func(t *testing.T) {
		code, stderr := limited(t, "2", folder(t, 0o777, 0))
		require.Equal(t, exitUsage, code, stderr)
		require.Contains(t, stderr, "no file can be made there: file too large")
	})
	t.Run("and_the_old_one_is_kept", func(t *testing.T) {
		path := folder(t, 0o777, 0o666)
		code, stderr := limited(t, "8", path)
		require.Equal(t, exitFailed, code, stderr)
		require.Contains(t, stderr, "write the json report to "+path+": no new file can take its place (file too large)")
		require.Contains(t, stderr, "it is lost, as it cannot be kept elsewhere")
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, "the old report", string(text))
		entries, err := os.ReadDir(filepath.Dir(path))
		require.NoError(t, err)
		require.Len(t, entries, 1, "nothing is left behind")
	})
}

func TestOverwrite(t *testing.T) {
	for name, text := range map[string]string{"a_longer_text": strings.Repeat("new ", 9), "a_shorter_text": "new", "nothing": ""} {
		t.Run(name, func(t *testing.T) {
			p := place{path: folder(t, 0o777, 0o666)}
			require.NoError(t, p.overwrite([]byte(text)))
			got, err := os.ReadFile(p.path)
			require.NoError(t, err)
			require.Equal(t, text, string(got))
		})
	}
}

// TestReportBehindAStream gives a path that leads to stdout, which the results would share.
func TestReportBehindAStream(t *testing.T) {
	for _, path := range []string{"/dev/stdout", "/proc/self/fd/1"} {
		t.Run(path, func(t *testing.T) {
			file, err := os.Create(filepath.Join(t.TempDir(), "out"))
			require.NoError(t, err)
			defer file.Close()
			cmd := exec.CommandContext(t.Context(), "understudy", judge("http://127.0.0.1:1", path)["inkeep"]...)
			var stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = file, &stderr
			require.Error(t, cmd.Run())
			require.Equal(t, "incomplete", string(readReport(t, file.Name()).Verdict), "it is alone there")
			require.Contains(t, stderr.String(), "INCOMPLETE")
		})
	}
}

// gone is a stdout whose reader has gone.
type gone struct{}

func (gone) Write([]byte) (int, error) { return 0, errors.New("nobody reads") }

// TestReportsBesideALostStdout asks for a report on stdout before one in a file.
func TestReportsBesideALostStdout(t *testing.T) {
	args := func(path string) []string {
		return append([]string{"--report", "junit=-"}, judge("http://127.0.0.1:1", path)["inkeep"]...)
	}
	t.Run("a_write_that_fails_is_an_error", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "r.json")
		var stderr bytes.Buffer
		require.Equal(t, exitFailed, run(t.Context(), args(path), nil, gone{}, &stderr))
		require.Contains(t, stderr.String(), "understudy: write the junit report to stdout: nobody reads")
		require.Equal(t, "incomplete", string(readReport(t, path).Verdict))
	})
	t.Run("a_reader_that_went_takes_only_its_own", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "r.json")
		read, write, err := os.Pipe()
		require.NoError(t, err)
		require.NoError(t, read.Close())
		defer write.Close()
		cmd := exec.CommandContext(t.Context(), "understudy", args(path)...)
		cmd.Stdout = write
		require.Error(t, cmd.Run()) // by the signal, or by the failed write
		require.Equal(t, "incomplete", string(readReport(t, path).Verdict))
	})
}
