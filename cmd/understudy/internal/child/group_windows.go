package child

import (
	"os"
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// group is a job: whatever its processes start belongs to it. They end with it.
type group struct {
	job     windows.Handle
	process *os.Process
}

func newGroup(cmd *exec.Cmd) (*group, error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP} // which Ctrl-C does not reach
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return nil, err
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{LimitFlags: windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE},
	}
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&limits)),
		uint32(unsafe.Sizeof(limits)))
	if err != nil {
		_ = windows.CloseHandle(job)
		return nil, err
	}
	return &group{job: job}, nil
}

// take puts a process into the job. What it has started before that stays outside.
func (g *group) take(p *os.Process) {
	g.process = p
	handle, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(p.Pid))
	if err != nil {
		return // it has ended
	}
	_ = windows.AssignProcessToJobObject(g.job, handle)
	_ = windows.CloseHandle(handle)
}

// interrupt kills: Windows has no way to ask programs without windows.
func (g *group) interrupt() { g.kill() }

func (g *group) end() { g.kill() }

func (g *group) left() bool { return false }

func (g *group) kill() {
	_ = windows.TerminateJobObject(g.job, 1)
	if g.process != nil {
		_ = g.process.Kill() // it may not have come into the job
	}
}

// close kills what is left.
func (g *group) close() {
	g.kill()
	_ = windows.CloseHandle(g.job)
}
