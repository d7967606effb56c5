package clients

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRecipesShowWhatTheProjectsHave wants the code of each page of docs/recipes, line by line and in one piece, in a file of a project
// that the page links. Commands to install something stand on the page alone.
func TestRecipesShowWhatTheProjectsHave(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("../docs/recipes/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, pages)
	block := regexp.MustCompile("(?s)```([a-z]+)\n(.*?)```")
	linked := regexp.MustCompile(`\]\(\.\./\.\./clients/(examples/[a-z-]+)`)
	for _, page := range pages {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		var files []string
		for _, link := range linked.FindAllStringSubmatch(string(text), -1) {
			files = append(files, filesOf(t, link[1])...)
		}
		require.NotEmpty(t, files, "%s links no project below clients/examples", page)
		shown := block.FindAllStringSubmatch(string(text), -1)
		require.NotEmpty(t, shown, page)
		for _, b := range shown {
			code := trimmed(b[2])
			if has(files, code) || b[1] == "sh" && installs(code) {
				continue
			}
			require.Fail(t, "no file of the project has this", "%s:\n%s", page, b[2])
		}
	}
}

// filesOf are the texts of all files of a project, without indentation.
func filesOf(t *testing.T, project string) []string {
	t.Helper()
	var all []string
	files := os.DirFS(project)
	require.NoError(t, fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "node_modules":
			return filepath.SkipDir
		case entry.IsDir():
			return nil
		}
		text, err := fs.ReadFile(files, path)
		all = append(all, trimmed(string(text)))
		return err
	}))
	return all
}

// trimmed is a text without the indentation of its lines.
func trimmed(text string) string {
	var all strings.Builder
	for line := range strings.Lines(text) {
		all.WriteString(strings.TrimSpace(line) + "\n")
	}
	return all.String()
}

func has(files []string, code string) bool {
	for _, file := range files {
		if strings.Contains("\n"+file, "\n"+code) {
			return true
		}
	}
	return false
}

// installs tells whether each line gets something from somewhere.
func installs(code string) bool {
	for line := range strings.Lines(strings.ReplaceAll(code, "\\\n", " ")) {
		if !regexp.MustCompile(`^(npm (install|ci|init)|npx playwright install|pip install|go (mod|get)|make) `).MatchString(line) {
			return false
		}
	}
	return true
}
