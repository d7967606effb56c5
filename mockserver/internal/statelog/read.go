package statelog

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/cockroachdb/pebble/v2/record"
)

// Lost is what of a log could not be read.
type Lost struct {
	Bytes int64    // in all, of the blocks of the files that are not whole
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

func (r *reader) damage(bytes int64) {
	if r.lost.Bytes == 0 {
		r.lost.Behind = r.last
	}
	r.lost.Bytes += bytes
	r.lost.Tail = true // until a whole entry comes
}

// read goes through a file. Behind damage it goes on with the next block, where the library finds the beginning of an entry again.
func (r *reader) read(f file) error {
	from, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer from.Close()
	info, err := from.Stat()
	if err != nil {
		return err
	}
	before := r.lost.Bytes
	for at := int64(0); at < info.Size(); {
		whole, err := r.readFrom(from, at, f)
		switch {
		case err != nil:
			return fmt.Errorf("read %s: %w", f.path, err)
		case whole >= info.Size():
			at = whole
		default:
			at = min((whole/block+1)*block, info.Size())
			r.damage(at - whole)
		}
	}
	if r.lost.Bytes > before {
		r.lost.Files = append(r.lost.Files, f.path+damaged)
	}
	return nil
}

// readFrom hands on the entries behind an offset, where a block begins, up to the first damage or the end, and returns where that is.
func (r *reader) readFrom(from io.ReaderAt, at int64, f file) (whole int64, err error) {
	in := &blocks{from: from, at: at}
	for entries := record.NewReader(in, 0); ; {
		whole = at + entries.Offset()
		in.given = false
		entry, err := entries.Next()
		r.buf.Reset()
		if err == nil {
			_, err = r.buf.ReadFrom(blockwise{entry, in})
		}
		switch {
		case in.failed != nil:
			return whole, in.failed
		case err != nil: // the end, or damage
			return whole, nil
		case r.buf.Len() < head:
			r.damage(int64(max(r.buf.Len(), 1)))
			continue
		}
		if err := r.entry(f); err != nil {
			return whole, err
		}
	}
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

// block is how many bytes the library writes together: no part of an entry goes over the end of one.
const block = 32 << 10

// blocks gives the library one block for each of its calls, which is all that it needs where nothing is damaged. Where something is, it
// would read all that follows, to see whether that is the end of the log.
type blocks struct {
	from   io.ReaderAt
	at     int64
	given  bool
	failed error // of the disk
}

var errAhead = errors.New("more than a block is wanted at once")

func (b *blocks) Read(p []byte) (int, error) {
	if b.given {
		return 0, errAhead
	}
	b.given = true
	n, err := b.from.ReadAt(p, b.at)
	if b.at += int64(n); err != nil && err != io.EOF {
		b.failed = err
	}
	return n, err
}

// blockwise reads an entry, each time from one more block at most.
type blockwise struct {
	io.Reader
	from *blocks
}

func (e blockwise) Read(p []byte) (int, error) {
	e.from.given = false
	return e.Reader.Read(p)
}
