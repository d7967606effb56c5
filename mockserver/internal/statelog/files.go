package statelog

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// file is a part of the log. A base is what was left of all parts with smaller numbers when they were written anew.
type file struct {
	number uint64
	base   bool
	path   string
}

const (
	logPrefix  = "log-"
	basePrefix = "base-"
	unfinished = ".new"
	damaged    = ".damaged"
)

// ownFile is the name of a part. Whatever else is in the directory is somebody else's.
var ownFile = regexp.MustCompile(`^(log|base)-[0-9]{12}$`)

func (l *Log) file(number uint64, base bool) file {
	prefix := logPrefix
	if base {
		prefix = basePrefix
	}
	return file{number, base, filepath.Join(l.opts.Dir, fmt.Sprintf("%s%012d", prefix, number))}
}

// tidy returns the files of the log, in order, and removes those that a crash has left: what was not finished, and what a base stands for.
func (l *Log) tidy() ([]file, error) {
	names, err := os.ReadDir(l.opts.Dir)
	if err != nil {
		return nil, err
	}
	var all []file
	var base uint64
	for _, entry := range names {
		name := entry.Name()
		if begun, is := strings.CutSuffix(name, unfinished); is && ownFile.MatchString(begun) {
			if err := os.Remove(filepath.Join(l.opts.Dir, name)); err != nil {
				return nil, err
			}
			continue
		}
		if !ownFile.MatchString(name) {
			continue
		}
		digits, isBase := strings.CutPrefix(name, basePrefix)
		number, err := strconv.ParseUint(strings.TrimPrefix(digits, logPrefix), 10, 64)
		if err != nil {
			return nil, err
		}
		if info, err := entry.Info(); err == nil && info.Size() == 0 { // nothing was written before it was left
			if err := os.Remove(filepath.Join(l.opts.Dir, name)); err != nil {
				return nil, err
			}
			continue
		}
		all = append(all, l.file(number, isBase))
		if isBase {
			base = max(base, number)
		}
	}
	return l.dropBefore(all, base)
}

// dropBefore removes the files that a base stands for and returns the others, in order.
func (l *Log) dropBefore(all []file, base uint64) (kept []file, err error) {
	for _, f := range all {
		if f.number < base {
			err = errors.Join(err, os.Remove(f.path))
			continue
		}
		kept = append(kept, f)
	}
	slices.SortFunc(kept, func(a, b file) int {
		return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.path, b.path)) // a base comes before the file with its number
	})
	return kept, err
}

// open begins a file behind the others.
func (l *Log) open() error {
	next := uint64(1)
	l.mu.Lock()
	if n := len(l.files); n > 0 {
		next = l.files[n-1].number + 1
	}
	l.mu.Unlock()
	f := l.file(next, false)
	s, err := newSegment(f.path)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out, l.files = s, append(l.files, f)
	l.crowded = len(l.files) > mostFiles
	return nil
}

// WriteFile writes a whole file, or none.
func WriteFile(path string, data []byte) error {
	f, err := os.OpenFile(path+unfinished, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return errors.Join(os.Rename(path+unfinished, path), syncDir(filepath.Dir(path)))
}
