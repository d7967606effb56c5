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
	n, err := humanize.ParseBytes(text)
	if err != nil || n == 0 || n > math.MaxInt64 {
		return errors.New("give a number of bytes from 1 on, such as 64MiB, 2GB or 1048576")
	}
	*s = byteSize(n)
	return nil
}

// Type implements pflag.Value.
func (s *byteSize) Type() string { return "size" }
