package mutate

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"github.com/understudy-mock/understudy/cmd/understudy/internal/child"
)

// longestOutput is how much of what a command has printed is shown, in bytes: the end.
const longestOutput = 1 << 20

// ended is a run that is over.
type ended struct {
	status int
	output *os.File // nil if it was not kept
	remove bool     // when it is forgotten
}

// once runs the command once, with a mock.
func (r *run) once(ctx context.Context, mock http.Handler, p Place, name string) (e ended, err error) {
	url, take, err := r.Mocks.put(name, mock)
	if err != nil {
		return e, err
	}
	defer take()
	if e.output, e.remove, err = r.outputOf(name, p.Misbehaviour == ""); err != nil {
		return e, err
	}
	p.URL = url
	command := child.Command{Args: r.Args, Env: r.Env(p)}
	if e.output != nil {
		command.Stdout, command.Stderr = e.output, e.output
	}
	e.status, err = command.Apart(ctx, r.Hurry)
	return e, err
}

// outputOf is where a run prints; nil is nowhere.
func (r *run) outputOf(name string, clean bool) (file *os.File, remove bool, err error) {
	switch {
	case r.Logs != "":
		file, err = os.Create(filepath.Join(r.Logs, name+".log"))
		return file, false, err
	case clean:
		file, err = os.CreateTemp("", "understudy-mutate-*.log")
		return file, true, err
	default:
		return nil, false, nil
	}
}

// printed is the end of what a run has printed.
func (e ended) printed() []byte {
	size, err := e.output.Seek(0, io.SeekEnd)
	if err != nil {
		return nil
	}
	text := make([]byte, min(size, longestOutput))
	n, err := e.output.ReadAt(text, size-int64(len(text)))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	return text[:n]
}

// forget lets go of what a run has printed.
func (e ended) forget() {
	if e.output == nil {
		return
	}
	_ = e.output.Close()
	if e.remove {
		_ = os.Remove(e.output.Name())
	}
}
