package main

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

// The pages for contributors promise that one line adds a misbehaviour, a variant or a filter, and that all else derives from it. So no
// program code may name one at a second place.

func TestMisbehavioursAndVariantsStandAtOnePlace(t *testing.T) {
	named := map[string]bool{}
	for _, m := range mockserver.Misbehaviours() {
		named[m.Name] = true
	}
	for _, v := range mockserver.Variants() {
		named[v.Name] = true
	}
	for _, s := range suites.All() { // some checks, and some rules of the contract, have the name of what breaks them
		for _, c := range s.Checks {
			_, name, _ := strings.Cut(c.ID, ".")
			delete(named, name)
		}
	}
	for _, r := range spec.Rules() {
		delete(named, r.ID)
	}
	for file, texts := range programTexts(t) {
		for _, text := range texts {
			if named[text] {
				require.Contains(t, file, "mockserver/internal/alter/", "this is a second place that names %s", text)
			}
		}
	}
}

func TestPlainFiltersOfTheMockStandAtOnePlace(t *testing.T) {
	const table = "mockserver/internal/chatlayerworld/fields.go"
	at := map[string][]string{}
	for file, texts := range programTexts(t) {
		for _, text := range texts {
			if strings.HasPrefix(file, "mockserver/") && !strings.HasPrefix(file, "mockserver/internal/alter/") {
				at[text] = append(at[text], file)
			}
		}
	}
	require.Equal(t, []string{table}, at["campaign_id"])
	for _, name := range []string{"user_id", "conversation_id"} { // members of a track, too
		require.Subset(t, []string{table, "mockserver/internal/chatlayerapi/track.go"}, at[name])
	}
}

func TestPackagesForOthersShowAnExample(t *testing.T) {
	examples := map[string]bool{} // by folder
	for file := range programTexts(t) {
		folder := path.Dir(file)
		if strings.HasPrefix(folder, "cmd/") || strings.HasPrefix(folder, "examples/") || strings.HasPrefix(folder, "clients") ||
			strings.Contains(folder+"/", "/internal/") || examples[folder] {
			continue
		}
		tests, err := filepath.Glob(filepath.Join("..", "..", folder, "*_test.go"))
		require.NoError(t, err)
		examples[folder] = slices.ContainsFunc(tests, func(test string) bool {
			text, err := os.ReadFile(test)
			require.NoError(t, err)
			return strings.Contains(string(text), "\nfunc Example")
		})
	}
	require.Contains(t, examples, "mockserver")
	for _, onlyTests := range []string{"mockserver/interop", "conformance/examination"} {
		delete(examples, onlyTests)
	}
	for folder, has := range examples {
		require.True(t, has, "%s shows no example", folder)
	}
}

// programTexts are the texts in the Go files of the project that are no tests, by file.
func programTexts(t *testing.T) map[string][]string {
	t.Helper()
	root := filepath.Join("..", "..")
	all := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "node_modules"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(path) //nolint:gosec // the files of the project, which nobody swaps meanwhile
		if err != nil {
			return err
		}
		file, err := filepath.Rel(root, path)
		all[filepath.ToSlash(file)] = textsIn(source)
		return err
	})
	require.NoError(t, err)
	require.Contains(t, all["mockserver/internal/alter/misbehave/time.go"], "list.end-inclusive")
	return all
}

func textsIn(source []byte) (texts []string) {
	file := token.NewFileSet().AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, 0)
	for {
		_, kind, literal := s.Scan()
		if kind == token.EOF {
			return texts
		}
		if text, err := strconv.Unquote(literal); kind == token.STRING && err == nil {
			texts = append(texts, text)
		}
	}
}
