package main

import (
	"cmp"
	"encoding/base64"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// sample is one curl command of the README and what it prints, or a seed command whose output goes to a file.
type sample struct {
	command []string // words, without curl itself
	output  string   // without line breaks
	file    string   // of understudy seed
}

// TestReadme makes the requests of the README's curl commands, in their order, and wants the answers printed below them. The files that
// they send are what the README's seed commands have written.
func TestReadme(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	samples := readSamples(t, string(readme))
	require.GreaterOrEqual(t, len(samples), 4)
	now := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	mock := mockserver.Start(t, mockserver.Options{Clock: mockserver.FrozenClock(now)})
	files := map[string]string{}
	for i, s := range samples {
		if s.file != "" {
			files[s.file] = seedOf(t, s.command)
			continue
		}
		t.Run("sample_"+strconv.Itoa(i+1), func(t *testing.T) {
			require.NotEmpty(t, s.output, "the README shows no answer")
			require.Equal(t, s.output, curl(t, mock.URL, s.command, files), "%q", s.command)
		})
	}
}

// TestReadmeShowsCoverage wants the table that the golden script has.
func TestReadmeShowsCoverage(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	script, err := os.ReadFile("testdata/script/coverage.txtar")
	require.NoError(t, err)
	_, golden, found := strings.Cut(string(script), "-- joined.text --\n")
	require.True(t, found)
	table, _, found := strings.Cut(golden, "\nNot covered:")
	require.True(t, found)
	require.Contains(t, string(readme), table)
}

// seedOf is what a command prints.
func seedOf(t *testing.T, words []string) string {
	t.Helper()
	var printed strings.Builder
	root := newRoot(nil)
	root.SetArgs(words)
	root.SetOut(&printed)
	require.NoError(t, root.Execute(), "%q", words)
	return printed.String()
}

// readSamples finds the curl and seed commands in the console blocks. What a command prints ends at an empty line, the next command
// or the end of the block.
func readSamples(t *testing.T, readme string) []sample {
	t.Helper()
	var samples []sample
	for _, block := range strings.Split(readme, "```console\n")[1:] {
		block, _, closed := strings.Cut(block, "\n```")
		require.True(t, closed, "a block has no end")
		lines := strings.Split(strings.ReplaceAll(block, "\\\n", " "), "\n")
		for i, line := range lines {
			if seed, file, written := strings.Cut(line, " > "); written && strings.HasPrefix(line, "$ understudy seed ") {
				samples = append(samples, sample{command: shellWords(t, strings.TrimPrefix(seed, "$ understudy ")), file: file})
			}
			command, isCurl := strings.CutPrefix(line, "$ curl ")
			if !isCurl {
				continue
			}
			s := sample{command: shellWords(t, command)}
			for _, line := range lines[i+1:] {
				if line == "" || strings.HasPrefix(line, "$ ") {
					break
				}
				s.output += line
			}
			samples = append(samples, s)
		}
	}
	return samples
}

// shellWords splits a command as a shell does, as far as the README goes: blanks, and quotes around which nothing is expanded.
func shellWords(t *testing.T, command string) []string {
	t.Helper()
	var words []string
	var word strings.Builder
	inWord, quote := false, rune(0)
	for _, r := range command {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != '\'' && strings.ContainsRune("\\$`", r), quote == 0 && strings.ContainsRune("&;|<>()*?#~", r):
			require.Fail(t, "the shell would do more with this", "%q in %s", r, command)
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'':
			inWord, quote = true, r
		case r != ' ':
			inWord = true
			word.WriteRune(r)
		case inWord:
			words = append(words, word.String())
			word.Reset()
			inWord = false
		}
	}
	require.Zero(t, quote, "a quotation mark is missing in %s", command)
	if inWord {
		words = append(words, word.String())
	}
	return words
}

// curl answers with the body that the command prints, without line breaks. It knows --user, -H, -X, -d,
// --data-binary @FILE and the URL.
func curl(t *testing.T, base string, words []string, files map[string]string) string {
	t.Helper()
	const printed = "http://127.0.0.1:4747"
	method, target, body, header := "", "", "", http.Header{}
	for i := 0; i < len(words); i++ {
		option := words[i]
		if strings.HasPrefix(option, "-") {
			i++
			require.Less(t, i, len(words), "%s has no value", option)
		}
		switch value := words[i]; option {
		case "--user":
			header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(value)))
		case "-H":
			name, value, _ := strings.Cut(value, ": ")
			header.Set(name, value)
		case "-X":
			method = value
		case "-d":
			body = value
		case "--data-binary":
			require.Contains(t, files, strings.TrimPrefix(value, "@"), "no command has written it")
			body = files[strings.TrimPrefix(value, "@")]
		default:
			require.True(t, strings.HasPrefix(option, printed+"/"), "%q is no option that this test knows, and no URL of %s", option,
				printed)
			target = base + strings.TrimPrefix(option, printed)
		}
	}
	if body != "" && header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/x-www-form-urlencoded") // as curl does
	}
	if body != "" && method == "" {
		method = http.MethodPost
	}
	return exchange(t, cmp.Or(method, http.MethodGet), target, body, header)
}

func exchange(t *testing.T, method, target, body string, header http.Header) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	require.NoError(t, err)
	request.Header = header
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { require.NoError(t, answer.Body.Close()) }()
	data, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return strings.ReplaceAll(string(data), "\n", "")
}
