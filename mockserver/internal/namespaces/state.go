package namespaces

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
)

// ErrState is in the error of New where the directory of the state cannot be used.
var ErrState = errors.New("state")

// format is that of the files in the directory of a state, and of the entries in them.
const format = 1

// stated is what a directory says of its state.
type stated struct {
	Format int `json:"format"`
	namespace.Origin
}

// resume makes what was written down in the directory of the state, and has what comes written there.
func (all *Namespaces) resume() (err error) {
	dir := all.opts.StateDir
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return errors.New("it is a file: give a directory, which is made if there is none")
	}
	log, err := statelog.Open(statelog.Options{
		Dir: dir, Sync: all.opts.StateSync, Needs: all.shared.Needs, CompactBytes: all.opts.stateBytes, Logger: all.shared.Logger(),
	})
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, log.Close())
		}
	}()
	if err := all.compare(filepath.Join(dir, "state.json"), log); err != nil {
		return err
	}
	all.shared.Keep(log)
	if err := all.read(log); err != nil {
		return err
	}
	if err := log.Start(); err != nil {
		return err
	}
	all.log = log
	return nil
}

// writable says what to do where nothing can be written.
func writable(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("%w: give a directory that this user may read and write, on a file system that is not read-only", err)
	}
	return err
}

// compare holds the options to those that the state was begun with.
func (all *Namespaces) compare(path string, log *statelog.Log) error {
	now, err := all.shared.Origin()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		if !log.Empty() {
			return fmt.Errorf("there is a log, and no %s, which says what the state was begun with: put the file back, or give a "+
				"directory of its own", path)
		}
		return begin(path, now)
	}
	if err != nil {
		return err
	}
	var then stated
	if err := json.Unmarshal(text, &then); err != nil {
		return fmt.Errorf("read %s: %w; it says what the state was begun with: correct it, or give another directory", path, err)
	}
	if then.Format != format {
		return fmt.Errorf("it has the format %d, and this version reads %d: start the version that wrote it, or give another directory",
			then.Format, format)
	}
	if log.Empty() { // what was begun came to nothing: its events to import were wrong, say
		return begin(path, now)
	}
	return then.Differences(now)
}

// begin says with which options a state begins.
func begin(path string, with namespace.Origin) error {
	text, err := json.Marshal(stated{format, with})
	return errors.Join(err, statelog.WriteFile(path, append(text, '\n')))
}

// read reads the log and tells what of it is lost.
func (all *Namespaces) read(log *statelog.Log) error {
	r := all.shared.Resume(all)
	r.Found = func(n *namespace.Namespace, b namespace.Begun) { all.resumed(n, b) }
	r.Gone = func(n *namespace.Namespace) {
		if h := all.find(n.Name()); h != nil && h.current.Load() == n {
			all.remove(h)
		}
	}
	needs := all.shared.Needs()
	lost, err := log.Read(needs.See)
	if err != nil {
		return err
	}
	if lost.Any() {
		said := "the state was damaged; what is whole of it was read, and the damaged files are kept beside it"
		if len(lost.Files) == 0 {
			said = "a part of the state is missing; what is there of it was read"
		}
		all.shared.Logger().Error(said, "state", all.opts.StateDir, "lost", lost.String(), "bytes", lost.Bytes, "entries", lost.Entries,
			"files", lost.Files)
	}
	_, err = log.Read(func(number uint64, data []byte) error {
		if !needs.Needed(number) {
			return nil
		}
		return r.Read(number, data)
	})
	if err != nil {
		return err
	}
	r.End()
	if r.LeftOut > 0 {
		all.shared.Logger().Error("not everything of the state has room; it stays on the disk, for a start with higher limits",
			"state", all.opts.StateDir, "left_out", r.LeftOut)
	}
	if r.Refused > 0 {
		all.shared.Logger().Error("not everything of the state is taken: it stays on the disk", "state", all.opts.StateDir,
			"refused", r.Refused, "error", r.Refusal)
	}
	return nil
}

// resumed takes a namespace up that was there before, in the place of that with its name.
func (all *Namespaces) resumed(n *namespace.Namespace, b namespace.Begun) {
	h := &held{name: b.Name, made: b.Made}
	h.touch()
	h.current.Store(n)
	var before *held
	if b.Name == Default {
		before = all.nobody.Swap(h)
	} else if old, there := all.named.Swap(b.Name, h); there {
		before = old.(*held)
	} else {
		all.count.Add(1)
	}
	if before != nil {
		before.current.Load().Close()
	}
}
