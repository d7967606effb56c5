package child

import "syscall"

// endsWithThread has the command killed when the thread that starts it ends, as all threads of this process do when that is killed. Whoever
// starts it keeps to the thread until it has ended.
func endsWithThread(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }
