package conformance_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write words.txt anew")

// fewMissing is how many words words.txt may lack. Each counts only for a secret that is that very word, so that a new message
// needs no new list.
const fewMissing = 25

// TestWordsAreCurrent wants the words of the texts in the runner's source in words.txt, but for a few new ones. go test
// ./conformance -run Words -update writes it anew.
func TestWordsAreCurrent(t *testing.T) {
	said := map[string]bool{}
	collect := func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
				value, err := strconv.Unquote(text.Value)
				require.NoError(t, err)
				for _, word := range words(value) {
					said[word] = true
				}
			}
			return true
		})
		return nil
	}
	for _, room := range []string{".", "../spec"} {
		require.NoError(t, filepath.WalkDir(room, collect))
	}
	if *update {
		text := strings.Join(slices.Sorted(maps.Keys(said)), "\n") + "\n"
		require.NoError(t, os.WriteFile("words.txt", []byte(text), 0o600))
	}
	have, err := os.ReadFile("words.txt")
	require.NoError(t, err)
	for _, word := range strings.Fields(string(have)) {
		delete(said, word)
	}
	require.LessOrEqual(t, len(said), fewMissing, "write words.txt anew with -update: the runner says more words by itself: %v",
		slices.Sorted(maps.Keys(said)))
}

// words are those of a text that are long enough to be told from others.
func words(text string) []string {
	all := strings.FieldsFunc(text, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(all, func(w string) bool { return len(w) <= 3 })
}
