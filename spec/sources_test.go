package spec_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

// contracts are those of every folder, in which no mistake is found. Programs load them as checked.
func contracts(t *testing.T) (all []*spec.Contract) {
	t.Helper()
	documents, err := filepath.Glob("*/openapi.yaml")
	require.NoError(t, err)
	for _, file := range documents {
		name := filepath.Dir(file)
		if name == "testdata" {
			continue
		}
		document, err := os.ReadFile(file)
		require.NoError(t, err)
		source := spec.Source{Name: name, Document: document}
		if requirements, err := os.ReadFile(filepath.Join(name, "requirements.yaml")); err == nil {
			source.Requirements, source.Page = requirements, "docs/"+name+".md"
		}
		contract, err := spec.Load(source)
		require.NoError(t, err)
		all = append(all, contract)
	}
	require.Len(t, all, 3)
	return all
}

// eachFile calls back with every file of the repository but those of tools and of builds.
func eachFile(t *testing.T, see func(path, text string)) {
	t.Helper()
	root, err := os.OpenRoot("..")
	require.NoError(t, err)
	defer root.Close()
	require.NoError(t, fs.WalkDir(root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		switch name := entry.Name(); {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (name[0] == '.' || name == "bin" || name == "node_modules"):
			return fs.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		text, err := root.ReadFile(path)
		see(path, string(text))
		return err
	}))
}

// TestNothingCitesWhatNobodyHas looks through the whole repository for the names of notes that are not in it. Pages of docs/ have
// two of the names, so these may stand only where they are a link or a path.
func TestNothingCitesWhatNobodyHas(t *testing.T) {
	notes := regexp.MustCompile(`undocumented` + `\.md|chatlayer-events` + `\.txt|inkeep-log-event` + `\.txt|(?i:\bquestions? [0-9]+)`)
	pages := regexp.MustCompile(`(chatlayer|inkeep)\.md`)
	eachFile(t, func(path, text string) {
		if path == "spec/sources_test.go" {
			return
		}
		require.Empty(t, notes.FindAllString(text, -1), "%s: cite the requirement, or a source that everybody can open", path)
		for _, at := range pages.FindAllStringIndex(text, -1) {
			before := text[:at[0]]
			require.True(t, strings.HasSuffix(before, "docs/") || strings.HasSuffix(before, "]("), "%s: …%s", path,
				text[max(at[0]-40, 0):at[1]])
		}
	})
}

// TestTheCodeCitesRequirementsThatExist holds the ids in the code to the catalogues: one that is gone explains nothing.
func TestTheCodeCitesRequirementsThatExist(t *testing.T) {
	ids, codes := map[string]bool{}, map[string]bool{}
	for _, contract := range contracts(t) {
		for _, r := range contract.Requirements() {
			ids[r.ID] = true
			code, _, _ := strings.Cut(r.ID, "-")
			codes[code] = true
		}
	}
	id := regexp.MustCompile(`\b(` + strings.Join(slices.Collect(maps.Keys(codes)), "|") + `)-[A-Z]+-[0-9]+\b`)
	eachFile(t, func(path, text string) {
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return
		}
		for _, cited := range id.FindAllString(text, -1) {
			require.True(t, ids[cited], "%s cites %s, which no requirements file has", path, cited)
		}
	})
}
