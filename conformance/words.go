package conformance

import (
	_ "embed"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/understudy-mock/understudy/spec"
)

// ownWords are the words that the runner says by itself: those in the texts of its source. A test keeps them current.
//
//go:embed words.txt
var ownWords string

// libraryWords are those of the errors of Go's libraries, which the runner repeats.
const libraryWords = `authority canceled certificate closed connect connection content context deadline decode dial encoding exceeded
	failed first goroutine handshake header headers host http https invalid length limit lookup malformed network nonzero peer pipe
	proxy protocol read record redirect refused reset response route running runtime scheme server signed status such timeout
	Timeout awaiting transfer transport trust unexpected unknown unsupported value verify version Client HTTP HTTPS TLS`

// ownWords are the words that a run says by itself: its own, those of the contract, and the names that the user gave.
func (t Target) ownWords(contract *spec.Contract, given []string) []string {
	words := strings.Fields(ownWords + libraryWords)
	for _, c := range t.Suite.Checks {
		words = append(words, inWords(c.ID+" "+c.Title)...)
	}
	for _, q := range contract.Requirements() {
		words = append(words, inWords(q.ID+" "+q.Statement+" "+q.Source.Name+" "+q.Source.Place)...)
	}
	names := append([]string{t.URL, t.Version}, given...)
	if base, err := url.Parse(t.URL); err == nil {
		names = append(names, base.Host, base.Hostname(), base.Path)
	}
	for _, name := range names {
		words = append(words, inWords(name)...)
	}
	return append(words, slices.DeleteFunc(names, func(n string) bool { return n == "" })...)
}

// inWords cuts a text into its words.
func inWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
