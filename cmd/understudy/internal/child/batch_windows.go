package child

import (
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/windows"
)

// adapt has a batch file run by cmd.exe, as Windows does, but with the arguments quoted for it: os/exec quotes all as for other programs.
func adapt(cmd *exec.Cmd) error {
	path, err := exec.LookPath(cmd.Path)
	if err != nil { // Start says so
		return nil
	}
	if ext := filepath.Ext(path); !strings.EqualFold(ext, ".cmd") && !strings.EqualFold(ext, ".bat") {
		return nil
	}
	folder, err := windows.GetSystemDirectory()
	if err != nil {
		return err
	}
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	line, err := batchLine(path, cmd.Args[1:])
	if err != nil {
		return err
	}
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.Path = filepath.Join(folder, "cmd.exe")
	cmd.SysProcAttr.CmdLine = "cmd.exe " + line
	return nil
}
