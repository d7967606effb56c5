package main

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
)

// contributing are the pages for those who change the project, by their paths.
func contributing(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("../../docs/contributing/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	pages := map[string]string{}
	for _, path := range append(paths, "../../CONTRIBUTING.md") {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		pages[path] = string(text)
	}
	return pages
}

var (
	codeSpan = regexp.MustCompile("`([^`\n]+)`")
	isPath   = regexp.MustCompile(`^[a-z.][A-Za-z0-9_./-]*/[A-Za-z0-9_./-]*$`)
	isFile   = regexp.MustCompile(`\.(go|md|yaml|yml|json|txt|in|mod|sum|test)$`)
	linkTo   = regexp.MustCompile(`\]\(([^):#]+)(#[^)]*)?\)`)
)

// TestContributingPagesNameWhatThereIs follows the paths and links of the pages, and looks for the checks, misbehaviours and variants.
func TestContributingPagesNameWhatThereIs(t *testing.T) {
	isName := regexp.MustCompile(`^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$`)
	asked := regexp.MustCompile(`(?:CHECK|MISBEHAVIOUR|VARIANT)=([a-z0-9-]+\.[a-z0-9.-]+)|noticed by (\S+)|notices (\S+) with`)
	there := namesOfAll()
	isGo := regexp.MustCompile(`^[a-z_]+\.go$`)
	for page, text := range contributing(t) {
		files := filesBeside(t, text)
		for _, span := range codeSpan.FindAllStringSubmatch(text, -1) {
			switch name := span[1]; {
			case ofProject(name):
				_, err := os.Stat(filepath.Join("..", "..", name))
				require.NoError(t, err, page)
			case isName.MatchString(name) && !isFile.MatchString(name):
				require.True(t, there[name], "%s names %s, which there is not", page, name)
			case isGo.MatchString(name):
				require.True(t, files[name], "%s names %s, and no folder that it names has such a file", page, name)
			}
		}
		for _, name := range asked.FindAllStringSubmatch(text, -1) {
			require.True(t, there[name[1]+name[2]+name[3]], "%s names %s, which there is not", page, name[0])
		}
		for _, link := range linkTo.FindAllStringSubmatch(text, -1) {
			require.FileExists(t, filepath.Join(filepath.Dir(page), link[1]), page)
		}
	}
}

// ofProject tells paths of this project from those of packages, by their first folder, and from what builds leave in bin.
func ofProject(path string) bool {
	if !isPath.MatchString(path) {
		return false
	}
	top, _, _ := strings.Cut(path, "/")
	_, err := os.Stat(filepath.Join("..", "..", top))
	return err == nil && top != "bin"
}

// filesBeside are the names of all files in the folders of the project that a page names, and beside the files that it names.
func filesBeside(t *testing.T, text string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, span := range codeSpan.FindAllStringSubmatch(text, -1) {
		if !ofProject(span[1]) {
			continue
		}
		folder := filepath.Join("..", "..", span[1])
		if isFile.MatchString(span[1]) {
			folder = filepath.Dir(folder)
		}
		entries, err := os.ReadDir(folder)
		require.NoError(t, err)
		for _, entry := range entries {
			all[entry.Name()] = true
		}
	}
	return all
}

// namesOfAll are the names of all checks, misbehaviours and variants.
func namesOfAll() map[string]bool {
	all := map[string]bool{}
	for _, s := range suites.All() {
		for _, c := range s.Checks {
			all[c.ID] = true
		}
	}
	for _, m := range mockserver.Misbehaviours() {
		all[m.Name] = true
	}
	for _, v := range mockserver.Variants() {
		all[v.Name] = true
	}
	return all
}

// TestContributingPagesShowRealLines wants each line of Go and YAML on a page in one of the files that the page names.
func TestContributingPagesShowRealLines(t *testing.T) {
	block := regexp.MustCompile("(?s)```(?:go|yaml)\n(.*?)```")
	for page, text := range contributing(t) {
		lines := map[string]bool{}
		for _, span := range codeSpan.FindAllStringSubmatch(text, -1) {
			if ofProject(span[1]) && isFile.MatchString(span[1]) {
				file, err := os.ReadFile(filepath.Join("..", "..", span[1]))
				require.NoError(t, err, page)
				for line := range strings.Lines(string(file)) {
					lines[strings.TrimSpace(line)] = true
				}
			}
		}
		for _, shown := range block.FindAllStringSubmatch(text, -1) {
			for line := range strings.Lines(shown[1]) {
				require.True(t, lines[strings.TrimSpace(line)], "%s shows a line that no file has which it names: %s", page, line)
			}
		}
	}
}

// TestTheHouseHasAllRooms wants a line for each room of the drawing: folders of packages, of those below an internal the first one.
func TestTheHouseHasAllRooms(t *testing.T) {
	_, drawn, _ := strings.Cut(contributing(t)["../../CONTRIBUTING.md"], "## The house\n\n```text\n")
	drawn, _, _ = strings.Cut(drawn, "```")
	var had, floor []string
	for line := range strings.Lines(drawn) {
		name := strings.Fields(line)[0]
		if !strings.HasPrefix(line, " ") {
			floor = append(floor, name)
		} else {
			name = path.Join(floor[len(floor)-1], name)
		}
		had = append(had, name)
	}
	want := []string{
		"clients", "clients/examples", "clients/python", "clients/typescript", "cmd/understudy", "conformance/internal", "examples",
	}
	for _, pattern := range strings.Fields("fixtures mockserver mockserver/* mockserver/internal/* conformance conformance/* spec spec/*") {
		folders, err := filepath.Glob(filepath.Join("..", "..", pattern))
		require.NoError(t, err)
		for _, folder := range folders {
			if files, _ := filepath.Glob(filepath.Join(folder, "*.go")); len(files) > 0 {
				want = append(want, filepath.ToSlash(strings.TrimPrefix(folder, filepath.Join("..", "..")+string(filepath.Separator))))
			}
		}
	}
	require.ElementsMatch(t, want, had, "CONTRIBUTING.md, The house: a line for each folder that has Go files")
}

// TestPagesAreNarrow leaves out tables and addresses, which cannot be folded, and outside the pages for contributors what answers are.
func TestPagesAreNarrow(t *testing.T) {
	console := regexp.MustCompile("(?s)```console\n.*?```")
	pages := contributing(t)
	for _, page := range []string{"../../README.md", "../../CHANGELOG.md", "../../SECURITY.md"} {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		pages[page] = console.ReplaceAllString(string(text), "")
	}
	for page, text := range pages {
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "|") && !strings.Contains(line, "://") {
				require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 140, "%s: fold %s", page, line)
			}
		}
	}
}
