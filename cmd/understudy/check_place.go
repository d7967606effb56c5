package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// place is where a file belongs that is written at the end of a run. The file appears whole, in the place of the old one,
// where the system allows it; else it is written into the old one.
type place struct {
	path string
	held *os.File // the old file, if no new one could be made beside it before the run; nil otherwise
	why  error    // why none could
}

// probed is how many bytes a file must be able to take before the run.
const probed = 4096

// findPlace sees whether a file can be written at path, and leaves nothing behind.
func findPlace(path string) (place, error) {
	p := place{path: resolved(path)}
	if _, err := os.Lstat(p.path); noName(err) { // which a file beside it, of a short name, does not show
		return p, fmt.Errorf("no file can have that name: %w; give another", cause(err))
	}
	if p.why = p.probe(); p.why == nil {
		return p, nil
	}
	var err error
	p.held, err = os.OpenFile(p.path, os.O_WRONLY, 0)
	switch {
	case err == nil:
		return p, nil
	case errors.Is(err, fs.ErrNotExist):
		return p, fmt.Errorf("no file can be made there: %w; the folder must exist, have room, and you must be allowed to write to it",
			p.why)
	default:
		return p, fmt.Errorf("neither can the file that is there be written to (%w) nor another take its place (%w)", cause(err), p.why)
	}
}

// noName says whether an error is that no file can be called so. What Windows says then is, elsewhere, another error.
func noName(err error) bool {
	const invalidName = syscall.Errno(123) // with letters such as * or ?, or too many of them
	return errors.Is(err, syscall.ENAMETOOLONG) || runtime.GOOS == "windows" && errors.Is(err, invalidName)
}

// resolved follows links, one that leads to no file too: the file appears where the link leads, and the link stays. It stays
// at the path if that is another file, as those of /proc/self/fd can be.
func resolved(path string) string {
	end := path
	for range 40 {
		link, err := os.Readlink(end)
		if err != nil {
			break
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(end), link)
		}
		end = link
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(end)); err == nil {
		end = filepath.Join(folder, filepath.Base(end))
	}
	there, err := os.Stat(path)
	if same, _ := os.Stat(end); err == nil && (same == nil || !os.SameFile(there, same)) {
		return filepath.Clean(path)
	}
	return filepath.Clean(end)
}

// cause is an error without the name of a file, which for one beside the place says nothing.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	default:
		return err
	}
}

// probe makes a file beside the place and takes it away.
func (p place) probe() error {
	file, err := p.beside()
	if err != nil {
		return cause(err)
	}
	_, err = file.Write(make([]byte, probed))
	return cause(errors.Join(err, file.Close(), os.Remove(file.Name())))
}

// beside makes a file beside the place. Nobody else has its name, which is short so that a long one leaves room for it.
func (p place) beside() (*os.File, error) {
	name := filepath.Join(filepath.Dir(p.path), ".understudy-"+rand.Text()[:12]+".tmp")
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

// write tries every way that there is, the best first. The note says that it was not the first; if none works, the error says
// so, and where the text is kept instead.
func (p place) write(text []byte) (note string, err error) {
	replacing := p.why
	if p.held == nil {
		replacing = cause(p.replace(text))
	}
	if replacing == nil {
		return "", nil
	}
	inPlace := cause(p.overwrite(text))
	if inPlace == nil {
		return fmt.Sprintf("%s was written in place, since no new file could take its place: %v", p.path, replacing), nil
	}
	wrong := fmt.Errorf("no new file can take its place (%w), nor can it be written in place (%w)", replacing, inPlace)
	kept, err := rescue(text)
	if err != nil {
		return "", fmt.Errorf("%w; it is lost, as it cannot be kept elsewhere: %w", wrong, err)
	}
	return "", fmt.Errorf("%w; it is in %s instead", wrong, kept)
}

// replace writes a file beside the old one and gives it the old one's place and permissions.
func (p place) replace(text []byte) error {
	file, err := p.beside()
	if errors.Is(err, fs.ErrNotExist) { // the folder was there before the run
		if err = os.MkdirAll(filepath.Dir(p.path), 0o777); err == nil {
			file, err = p.beside()
		}
	}
	if err != nil {
		return err
	}
	if old, err := os.Stat(p.path); err == nil {
		_ = file.Chmod(old.Mode().Perm()) // not every file system has them
	}
	_, err = file.Write(text)
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), p.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// overwrite writes into the old file. What makes it longer comes first: if there is no room for that, the old text stays.
func (p place) overwrite(text []byte) (err error) {
	file := p.held
	if file == nil {
		file, err = os.OpenFile(p.path, os.O_WRONLY, 0)
		if errors.Is(err, fs.ErrNotExist) {
			file, err = os.OpenFile(p.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
	}
	old, err := file.Stat()
	if err != nil {
		return err
	}
	head := min(int64(len(text)), old.Size())
	if _, err := file.WriteAt(text[head:], head); err != nil {
		return errors.Join(err, file.Truncate(old.Size()))
	}
	if _, err := file.WriteAt(text[:head], 0); err != nil {
		return err
	}
	return file.Truncate(int64(len(text)))
}

// add writes behind what the file holds, with an empty line between.
func (p place) add(text []byte) (err error) {
	file, err := os.OpenFile(p.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if old, err := file.Stat(); err == nil && old.Size() > 0 {
		text = append([]byte("\n"), text...)
	}
	_, err = file.Write(text)
	return err
}

// rescue keeps a text that has no place any more.
func rescue(text []byte) (name string, err error) {
	file, err := os.CreateTemp("", "understudy-report-*")
	if err != nil {
		return "", err
	}
	if _, err = file.Write(text); err != nil {
		return "", errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	return file.Name(), file.Close()
}

func (p place) close() {
	if p.held != nil {
		_ = p.held.Close()
	}
}
