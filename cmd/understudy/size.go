package main

import (
	"errors"
	"math"
	"strings"

	"github.com/dustin/go-humanize"
)

// byteSize is a flag's number of bytes, written such as 64MiB, 2GB or 1048576.
type byteSize int64

// String implements pflag.Value.
func (s *byteSize) String() string {
	//nolint:gosec // Set takes no negative size
	return strings.NewReplacer(".0 ", "", " ", "").Replace(humanize.IBytes(uint64(*s)))
}

// Set implements pflag.Value.
func (s *byteSize) Set(text string) error {
	n, ok := readSize(text)
	if !ok || n == 0 {
		return errors.New("give a number of bytes from 1 on, such as 64MiB, 2GB or 1048576")
	}
	*s = byteSize(n)
	return nil
}

func readSize(text string) (bytes int64, ok bool) {
	n, err := humanize.ParseBytes(text)
	return int64(n), err == nil && n <= math.MaxInt64 //nolint:gosec // what is larger is not ok
}

// Type implements pflag.Value.
func (s *byteSize) Type() string { return "size" }

// sizeOrNone is a flag's number of bytes that may be 0.
type sizeOrNone struct{ byteSize }

var errSizeOrNone = errors.New("give a number of bytes such as 64MiB, 2GB or 1048576, or 0 for none")

// Set implements pflag.Value.
func (s *sizeOrNone) Set(text string) error {
	n, ok := readSize(text)
	if !ok {
		return errSizeOrNone
	}
	s.byteSize = byteSize(n)
	return nil
}
