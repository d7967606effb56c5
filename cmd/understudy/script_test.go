package main

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// serving is a running "understudy serve" of a script.
type serving struct {
	cmd    *exec.Cmd
	stop   func(signal string) error
	stderr *os.File
	more   chan string // what came on stdout behind the first line
}

// status N ARGS… runs understudy and wants the exit status N.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: status N [arg…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec("understudy", args[1:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// start [NAME=VALUE…] ARGS… runs "understudy serve ARGS…" beside the script, with these variables and none of the script's, and
// sets $URL to what it prints when it is ready.
func start(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: start [name=value…] [arg…]")
	}
	environ := os.Environ()
	for len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		environ = append(environ, args[0])
		args = args[1:]
	}
	path, err := exec.LookPath("understudy")
	ts.Check(err)
	s := &serving{cmd: exec.Command(path, append([]string{"serve"}, args...)...), more: make(chan string, 1)}
	s.cmd.Dir = ts.Getenv("WORK")
	s.cmd.Env = environ
	s.stop, err = stoppable(s.cmd)
	ts.Check(err)
	s.stderr, err = os.Create(ts.MkAbs("serve.stderr"))
	ts.Check(err)
	s.cmd.Stderr = s.stderr
	stdout, err := s.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	ts.Defer(func() { _ = s.cmd.Process.Kill() })
	lines := bufio.NewReader(stdout)
	first, err := lines.ReadString('\n')
	if err != nil {
		ts.Fatalf("serve was not ready: %v; it wrote %s", err, ts.ReadFile("serve.stderr"))
	}
	go func() {
		rest, _ := io.ReadAll(lines)
		s.more <- string(rest)
	}()
	ts.Setenv("URL", strings.TrimSuffix(first, "\n"))
	running.Store(ts.Getenv("WORK"), s)
}

// running holds the *serving of each script by the script's folder; scripts run beside each other.
var running sync.Map

// quit SIGNAL N ends the server with a signal and wants the exit status N and nothing more on stdout. What it wrote to
// stderr is in the file serve.stderr.
func quit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: quit SIGINT|SIGTERM N")
	}
	found, _ := running.Load(ts.Getenv("WORK"))
	s, ok := found.(*serving)
	if !ok {
		ts.Fatalf("quit: no server was started")
	}
	ts.Check(s.stop(args[0]))
	rest := <-s.more
	_ = s.cmd.Wait()
	ts.Check(s.stderr.Close())
	if got := strconv.Itoa(s.cmd.ProcessState.ExitCode()); got != args[1] {
		ts.Fatalf("exit status %s, want %s; stderr: %s", got, args[1], ts.ReadFile("serve.stderr"))
	}
	if rest != "" {
		ts.Fatalf("serve printed more than one line on stdout: %q", rest)
	}
}

// request METHOD URL STATUS [HEADER:VALUE…] [@FILE] sends a request and wants the status; the body is written to the file
// "answer", the headers to "headers". With @FILE the file is the request's body.
func request(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: http METHOD URL STATUS [header:value…] [@file]")
	}
	var body io.Reader
	header := http.Header{}
	for _, arg := range args[3:] {
		if name, ok := strings.CutPrefix(arg, "@"); ok {
			body = strings.NewReader(ts.ReadFile(name))
			continue
		}
		name, value, _ := strings.Cut(arg, ":")
		header.Set(name, value)
	}
	r, err := http.NewRequest(args[0], args[1], body)
	ts.Check(err)
	r.Header, r.Host = header, header.Get("Host")
	if id, secret, found := strings.Cut(header.Get("User"), "="); found {
		r.Header.Del("User")
		r.SetBasicAuth(id, secret)
	}
	client := http.Client{Timeout: time.Minute}
	response, err := client.Do(r)
	ts.Check(err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("answer"), answer, 0o600))
	var headers strings.Builder
	ts.Check(response.Header.Write(&headers))
	ts.Check(os.WriteFile(ts.MkAbs("headers"), []byte(headers.String()), 0o600))
	if got := strconv.Itoa(response.StatusCode); got != args[2] {
		ts.Fatalf("%s %s answered %s, want %s: %s", args[0], args[1], got, args[2], answer)
	}
}
