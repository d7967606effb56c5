package statelog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// mostFiles is how many files a log may have: each start begins one, and so does the first write behind one that had no room.
const mostFiles = 64

// compactIfWorth writes the log anew in the background, without what is not needed any more, once it has grown twice as large as it was
// left: so each entry is written a few times at most, whatever comes. A try that fails waits as long as one that does not. It is for the
// writer.
func (l *Log) compactIfWorth() {
	l.mu.Lock()
	worth := l.crowded || l.fresh >= max(l.kept, l.opts.CompactBytes)
	l.mu.Unlock()
	if worth && l.compacting.CompareAndSwap(false, true) {
		l.mu.Lock()
		l.kept, l.fresh, l.crowded = l.kept+l.fresh, 0, false
		l.mu.Unlock()
		l.background.Go(func() {
			defer l.compacting.Store(false)
			if err := l.compact(); err != nil && !errors.Is(err, ErrClosed) {
				l.opts.Logger.Warn("the state takes more room than it needs: it could not be written anew", "state", l.opts.Dir,
					"error", err)
			}
		})
	}
}

// compact writes anew what there is now. What comes meanwhile goes into other files.
func (l *Log) compact() error {
	turn := l.append(&Entry{turn: true, done: make(chan struct{})})
	if err := turn.Wait(); err != nil {
		return err
	}
	needs := l.opts.Needs()
	if _, err := l.scan(turn.ended, false, needs.See); err != nil {
		return err
	}
	return l.rewrite(turn.ended, needs.Needed, nil)
}

// scan goes through files. Of what is damaged nothing is passed over unless that is known.
func (l *Log) scan(files []file, known bool, each func(number uint64, data []byte) error) (last uint64, err error) {
	from := reader{lost: &Lost{}, each: func(number uint64, data []byte) error {
		if l.isClosing() {
			return ErrClosed
		}
		return each(number, data)
	}}
	for _, f := range files {
		if err := from.read(f); err != nil {
			return 0, err
		}
	}
	if from.lost.Any() && !known {
		return 0, errDamaged
	}
	return from.last, nil
}

// rewrite puts a base in the place of files, the first ones of the log, with the entries that are needed. A crash leaves either the files
// or the base. Those that are broken are kept beside it; nil says that nothing is known to be damaged or missing.
func (l *Log) rewrite(old []file, needed func(number uint64) bool, broken []file) error {
	base := l.file(old[len(old)-1].number+1, true)
	bytes, err := l.writeBase(base.path+unfinished, old, needed, broken != nil)
	if err != nil {
		return errors.Join(err, os.Remove(base.path+unfinished))
	}
	for _, f := range broken { // its whole entries are on the disk twice by now
		err = errors.Join(err, copyFile(f.path, f.path+damaged))
	}
	if err == nil {
		err = os.Rename(base.path+unfinished, base.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(base.path+unfinished))
	}
	if err := syncDir(l.opts.Dir); err != nil {
		return err
	}
	l.mu.Lock()
	l.files = slices.Concat([]file{base}, l.files[len(old):])
	l.kept = bytes
	l.mu.Unlock()
	for _, f := range old {
		err = errors.Join(err, os.Remove(f.path))
	}
	return errors.Join(err, l.forgetDamaged())
}

// errDamaged says that the log was damaged while it was in use.
var errDamaged = errors.New("a file was damaged since the start, which the next start tells more of")

// writeBase writes the entries that are needed into a file. The last one says up to where the base goes.
func (l *Log) writeBase(path string, old []file, needed func(number uint64) bool, known bool) (bytes int64, err error) {
	to, err := newSegment(path)
	if err != nil {
		return 0, err
	}
	var before uint64
	last, err := l.scan(old, known, func(number uint64, data []byte) error {
		if !needed(number) {
			return nil
		}
		err := to.add(number, before, data)
		before = number
		bytes += int64(len(data))
		return err
	})
	if err == nil && last != before {
		err = to.add(last, before, nil)
	}
	if err == nil {
		err = to.flush(true)
	}
	return bytes, errors.Join(err, to.close())
}

func (l *Log) isClosing() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closing
}

// mostDamaged is how many damaged files are kept to be looked at.
const mostDamaged = 8

// forgetDamaged removes the oldest of too many.
func (l *Log) forgetDamaged() error {
	var all []string
	names, err := os.ReadDir(l.opts.Dir) // in order of their names
	for _, entry := range names {
		if name, is := strings.CutSuffix(entry.Name(), damaged); is && ownFile.MatchString(name) {
			all = append(all, filepath.Join(l.opts.Dir, entry.Name()))
		}
	}
	for _, old := range all[:max(0, len(all)-mostDamaged)] {
		err = errors.Join(err, os.Remove(old))
	}
	return err
}

// copyFile copies a file by linking it where the system can.
func copyFile(from, to string) error {
	if err := os.Remove(to); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if os.Link(from, to) == nil {
		return nil
	}
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		return fmt.Errorf("keep the damaged %s: %w", from, err)
	}
	return nil
}
