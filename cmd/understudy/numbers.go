package main

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var (
	errNotDecimal = errors.New("not a decimal number")

	wholeNumber  = regexp.MustCompile(`^[+-]?[0-9]+$`)
	wholeKind    = regexp.MustCompile(`^u?int(8|16|32|64)?$`)
	brokenNumber = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$`)
)

// decimal is the value of a flag that takes a number. The flag package reads numbers as Go's source code has them, where 010
// is eight, 08 is none, and 0x10 and 1_000 are some; people mean ten, eight and a slip.
type decimal struct{ pflag.Value }

// Set takes decimal digits only, with zeros in front or without.
func (d decimal) Set(text string) error {
	form := wholeNumber
	if isFloat(d.Type()) {
		form = brokenNumber
	}
	if !form.MatchString(text) {
		return errNotDecimal
	}
	if form == wholeNumber {
		digits := strings.TrimLeft(text, "+-")
		text = text[:len(text)-len(digits)] + strings.TrimLeft(digits[:len(digits)-1], "0") + digits[len(digits)-1:]
		text = strings.TrimPrefix(text, "+")
	}
	return d.Value.Set(text)
}

// decimalNumbers makes the flags of a command and of those below it take decimal numbers.
func decimalNumbers(c *cobra.Command) {
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if isWhole(f.Value.Type()) || isFloat(f.Value.Type()) {
			f.Value = decimal{f.Value}
		}
	})
	for _, below := range c.Commands() {
		decimalNumbers(below)
	}
}

func isWhole(kind string) bool { return wholeKind.MatchString(kind) }

func isFloat(kind string) bool { return kind == "float64" || kind == "float32" }

// wanted says what a flag takes, after it has refused a value.
func wanted(f *pflag.Flag, err error) string {
	kind := f.Value.Type()
	_, noneToo := f.Value.(*sizeOrNone)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return "the number is too large"
	case kind == "bool":
		return "give true or false"
	case isWhole(kind) && kind[0] == 'u':
		return "give a whole number from 0 in decimal digits, such as 1000"
	case isWhole(kind):
		return "give a whole number in decimal digits, such as 1000"
	case isFloat(kind):
		return "give a number in decimal digits, such as 2.5"
	case kind == "duration":
		return "give a time such as 500ms, 5s or 2m"
	case kind == "size" && noneToo:
		return errSizeOrNone.Error()
	case kind == "size":
		return "give a number of bytes from 1 on, such as 64MiB, 2GB or 1048576"
	default:
		return "see --help"
	}
}
