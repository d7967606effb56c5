package console

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"path"
	"sync"
)

//go:embed dist
var dist embed.FS

// Policy is the Content-Security-Policy of the page: it asks its own server alone, and runs nothing but its own script.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; " +
	"form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// File is one of the files that the page is made of.
type File struct {
	Type  string // media type
	Tag   string // entity tag, the same for both forms
	Plain []byte
	Gzip  []byte
}

// types are the media types of the files, by the ends of their names.
func types() map[string]string {
	return map[string]string{
		".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	}
}

// Files are all files by name; the page has the empty name. They are read once and are not to be changed.
func Files() (map[string]*File, error) { return files() }

var files = sync.OnceValues(func() (map[string]*File, error) {
	entries, err := dist.ReadDir("dist")
	if err != nil {
		return nil, fmt.Errorf("list the files of the console: %w", err)
	}
	all, known := map[string]*File{}, types()
	for _, e := range entries {
		plain, err := dist.ReadFile("dist/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("read a file of the console: %w", err)
		}
		f := &File{Type: known[path.Ext(e.Name())], Plain: plain}
		if f.Type == "" {
			return nil, fmt.Errorf("the console's file %s has no type that is known", e.Name())
		}
		sum := sha256.Sum256(plain)
		f.Tag = fmt.Sprintf(`W/"%x"`, sum[:8])
		if f.Gzip, err = compressed(plain); err != nil {
			return nil, fmt.Errorf("compress the console's file %s: %w", e.Name(), err)
		}
		name := e.Name()
		if name == "index.html" {
			name = ""
		}
		all[name] = f
	}
	return all, nil
})

func compressed(plain []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(plain)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}
