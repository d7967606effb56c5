package statelog

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"

	"github.com/syndtr/goleveldb/leveldb/journal"
)

// Lost is what of a log could not be read.
type Lost struct {
	Bytes int64    // in all
	Files []string // that had them, under the names that they are kept under
	// Behind is the number of the last entry before the first damage, and Entries how many are missing between whole ones, at least. How
	// many were in a tail that is cut off cannot be told.
	Behind  uint64
	Entries uint64
	Before  uint64 // number of the first entry behind the last of those that are missing
	Tail    bool   // no whole entry stands behind the last damage
}

// Any reports whether something is lost.
func (l *Lost) Any() bool { return l.Bytes > 0 || l.Entries > 0 }

func (l *Lost) String() string {
	switch {
	case l.Bytes == 0:
		return fmt.Sprintf("between entry %d and entry %d at least %d are missing: the files that held them are gone; those behind them "+
			"were read, without what needs a missing one, such as a namespace that it made", l.Behind, l.Before, l.Entries)
	case l.Entries == 0:
		return fmt.Sprintf("%d bytes at the end, behind entry %d, are no whole entry and were cut off", l.Bytes, l.Behind)
	case !l.Tail:
		return fmt.Sprintf("%d bytes in the middle, behind entry %d, could not be read: at least %d entries are lost, and those behind "+
			"them are there", l.Bytes, l.Behind, l.Entries)
	default:
		return fmt.Sprintf("%d bytes in the middle, behind entry %d, and at the end could not be read: at least %d entries are lost",
			l.Bytes, l.Behind, l.Entries)
	}
}

// Read goes through all entries, in order, and past what is damaged or missing. Where something is, Start writes the log anew without it,
// so that it is told of once, and keeps the damaged files beside it.
func (l *Log) Read(each func(number uint64, data []byte) error) (Lost, error) {
	var lost Lost
	r := reader{lost: &lost, each: each}
	broken := []file{}
	for _, f := range l.files {
		before := len(lost.Files)
		if err := r.read(f); err != nil {
			return lost, err
		}
		if len(lost.Files) > before {
			broken = append(broken, f)
		}
	}
	l.last, l.written = r.last, r.last
	l.fresh, l.kept = r.bytes-r.based, r.based
	if l.broken = nil; lost.Any() {
		l.broken = broken
	}
	return lost, nil
}

// mend writes the log anew without what is damaged. Where it cannot, for want of room say, the log can be used as it is.
func (l *Log) mend() {
	if l.broken == nil {
		return
	}
	if err := l.rewrite(l.files, func(uint64) bool { return true }, l.broken); err != nil {
		l.opts.Logger.Warn("the damaged state stays as it is, and the next start tells of it again: the log could not be written anew",
			"state", l.opts.Dir, "error", err)
	}
}

// reader goes through the files of a log.
type reader struct {
	each  func(number uint64, data []byte) error
	lost  *Lost
	last  uint64 // number of the latest entry
	bytes int64  // of the entries
	based int64  // likewise, of those in a base
	buf   bytes.Buffer
}

// Drop is for the library: it tells of what it skips.
func (r *reader) Drop(err error) {
	if damage, is := err.(*journal.ErrCorrupted); is { //nolint:errorlint // the library gives this very type
		r.damage(int64(damage.Size))
	}
}

func (r *reader) damage(bytes int64) {
	if r.lost.Bytes == 0 {
		r.lost.Behind = r.last
	}
	r.lost.Bytes += bytes
	r.lost.Tail = true // until a whole entry comes
}

// read goes through a file.
func (r *reader) read(f file) error {
	from, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer from.Close()
	entries, end, before := journal.NewReader(from, r, false, true), int64(0), r.lost.Bytes
	for {
		entry, err := entries.Next()
		if err == io.EOF { //nolint:errorlint // the library returns it as it is
			break
		}
		r.buf.Reset()
		var n int64
		if err == nil {
			n, err = r.buf.ReadFrom(entry)
		}
		switch {
		case err == io.ErrUnexpectedEOF || err == nil && n < head: //nolint:errorlint // likewise
			r.damage(max(n, 1))
			continue
		case err != nil:
			return fmt.Errorf("read %s: %w", f.path, err)
		}
		end = behind(end, n)
		if err := r.entry(f); err != nil {
			return err
		}
	}
	if info, err := from.Stat(); err != nil {
		return err
	} else if r.lost.Bytes == before && end < info.Size() { // less than the head of a chunk, of which the library says nothing
		r.damage(info.Size() - end)
	}
	if r.lost.Bytes > before {
		r.lost.Files = append(r.lost.Files, f.path+damaged)
	}
	return nil
}

// entry hands on the entry that was read. Each says which is before it, so that none is missed unnoticed.
func (r *reader) entry(f file) error {
	read := r.buf.Bytes()
	number, before, data := binary.LittleEndian.Uint64(read), binary.LittleEndian.Uint64(read[8:]), read[head:]
	if before != r.last {
		missing := uint64(1) // at least: in a base numbers are left out
		if !f.base && number > r.last+1 {
			missing = number - r.last - 1
		}
		if r.lost.Entries == 0 && r.lost.Bytes == 0 {
			r.lost.Behind = r.last
		}
		r.lost.Entries += missing
		r.lost.Before = number
	}
	r.last, r.lost.Tail = number, false
	r.bytes += int64(len(data))
	if f.base {
		r.based += int64(len(data))
	}
	if len(data) == 0 { // the end of a base
		return nil
	}
	return r.each(number, data)
}

// What the library puts around entries.
const (
	block     = 32 << 10
	chunkHead = 7
)

// behind is where a file ends behind an entry of so many bytes that begins at an offset.
func behind(offset, size int64) int64 {
	left := block - offset%block
	if left < chunkHead {
		offset, left = offset+left, block
	}
	for offset, left = offset+chunkHead, left-chunkHead; size > left; left = block - chunkHead {
		size -= left
		offset += left + chunkHead
	}
	return offset + size
}
