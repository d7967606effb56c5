package statelog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/cockroachdb/pebble/v2/record"
)

// segmentBytes is how large a file grows before the next begins.
const segmentBytes = 64 << 20

// errSync says that the disk did not confirm. What it has is not known then.
var errSync = errors.New("the disk does not confirm that it has the entries")

// head is what stands before the data of an entry: its number, and that of the entry before it.
const head = 16

// segment is a file that is written to by one goroutine.
type segment struct {
	to   *os.File
	log  *record.Writer
	size int64 // up to where everything was written as it should be
	grew int64

	mu    sync.Mutex // held by who writes to the disk, or closes the file
	dirty bool
	shut  bool
}

func newSegment(path string) (*segment, error) {
	to, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	s := &segment{to: to}
	s.log = record.NewWriter(s)
	if err := syncDir(filepath.Dir(path)); err != nil { // or the next try would find the file there
		return nil, errors.Join(err, to.Close(), os.Remove(path))
	}
	return s, nil
}

// Write is for the library, which writes whole blocks and what there is of the last one.
func (s *segment) Write(b []byte) (int, error) {
	n, err := s.to.Write(b)
	s.grew += int64(n)
	return n, err
}

// add puts an entry behind the others. Flush makes it part of the file.
func (s *segment) add(number, before uint64, data []byte) error {
	to, err := s.log.Next()
	if err != nil {
		return err
	}
	var room [head]byte
	binary.LittleEndian.PutUint64(room[:], number)
	binary.LittleEndian.PutUint64(room[8:], before)
	if _, err := to.Write(room[:]); err != nil {
		return err
	}
	_, err = to.Write(data)
	return err
}

// flush hands what was added to the system and, if that is wanted, to the disk.
func (s *segment) flush(sync bool) error {
	if err := s.log.Flush(); err != nil {
		return err
	}
	s.mu.Lock()
	s.dirty = true
	s.mu.Unlock()
	if sync {
		if err := s.sync(); err != nil {
			return err
		}
	}
	s.size = s.grew
	return nil
}

// sync hands to the disk what the system has.
func (s *segment) sync() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.dirty || s.shut {
		return nil
	}
	if err := s.to.Sync(); err != nil {
		return fmt.Errorf("%w: %w", errSync, err)
	}
	s.dirty = false
	return nil
}

// takeBack cuts off what was written only in part, and closes the file.
func (s *segment) takeBack() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shut = true
	return errors.Join(s.to.Truncate(s.size), s.to.Sync(), s.to.Close())
}

func (s *segment) close() error {
	err := s.sync()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shut {
		return err
	}
	s.shut = true
	return errors.Join(err, s.to.Close())
}

// syncDir hands the names in a directory to the disk. Windows has no such thing, and refuses.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
