package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/cmd/understudy/internal/mutate"
	reporting "github.com/understudy-mock/understudy/conformance/report"
)

// cacheLimit bounds what is read of a cache, in bytes. An entry is about 200.
const cacheLimit = 16 << 20

// mutateCache is the cache of mutate with the place of its file.
type mutateCache struct {
	mutate.Cache
	to *place // nil if there is none
}

// openCache reads --cache. One of something else begins anew.
func (f *mutateFlags) openCache(args []string, stderr io.Writer) (mutateCache, error) {
	if f.cache == "" {
		return mutateCache{}, nil
	}
	key, err := f.key(args)
	if err != nil {
		return mutateCache{}, failed(fmt.Errorf("tell what the cache is for: %w", err))
	}
	to, err := findPlace(f.cache)
	if err != nil {
		return mutateCache{}, &exitError{exitUsage, fmt.Errorf("bad --cache %q: %w", f.cache, err)}
	}
	to.close()
	cache := mutateCache{mutate.Cache{Key: key}, &to}
	file, err := openFile(f.cache, os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return cache, nil
	}
	if err != nil {
		return cache, failed(fmt.Errorf("read --cache: %w", err))
	}
	defer file.Close()
	read, err := mutate.ReadCache(newBounded(file, cacheLimit))
	if err != nil {
		return cache, failed(fmt.Errorf("read --cache %s: %w; remove it to begin anew", f.cache, err))
	}
	if differs := key.Differs(read.Key); differs != "" {
		fmt.Fprintf(stderr, "understudy: %s is of another %s, and begins anew\n", f.cache, differs)
		return cache, nil
	}
	cache.Killed = read.Killed
	return cache, nil
}

// put keeps what was killed.
func (c mutateCache) put(m reporting.Mutation) error {
	if c.to == nil {
		return nil
	}
	var text bytes.Buffer
	if err := c.With(m).Write(&text); err != nil {
		return err
	}
	_, err := c.to.write(text.Bytes())
	return err
}

// key is all that the cache of a command depends on, but for the tests themselves.
func (f *mutateFlags) key(args []string) (mutate.Key, error) {
	folder, err := os.Getwd()
	if err != nil {
		return mutate.Key{}, err
	}
	program, err := os.Executable()
	if err != nil {
		return mutate.Key{}, err
	}
	file, err := os.Open(program)
	if err != nil {
		return mutate.Key{}, err
	}
	defer file.Close()
	build := sha256.New()
	if _, err := io.Copy(build, file); err != nil {
		return mutate.Key{}, err
	}
	flags := sha256.New()
	fmt.Fprintf(flags, "%q", f.ofTheMock()) // some are secrets
	for _, name := range []string{f.importFile, f.planFile} {
		if err := addFile(flags, name); err != nil {
			return mutate.Key{}, err
		}
	}
	return mutate.Key{
		Command: args, Folder: folder, Build: version + " " + hex.EncodeToString(build.Sum(nil)), Flags: hex.EncodeToString(flags.Sum(nil)),
	}, nil
}

// addFile adds what a file holds, if it is one that can be read twice.
func addFile(to io.Writer, name string) error {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil // no file was given, or whoever reads it says what is wrong
	}
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(to, file)
	return err
}

// ofTheMock are the flags that were given and say what a run meets.
func (f *mutateFlags) ofTheMock() []string {
	others := []string{
		"addr", "own-ports", "only", "skip", "sample", "jobs", "timeout", "min", "logs", "cache", "report", "verbose", "help",
	}
	var given []string
	f.flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Changed && !slices.Contains(others, flag.Name) {
			given = append(given, flag.Name+"="+flag.Value.String())
		}
	})
	return given
}
