package harmless_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/conformance/internal/harmless"
	"github.com/understudy-mock/understudy/conformance/internal/harmless/readers"
)

func Example() {
	fmt.Println(harmless.Text("the target said:\n  ::error::all is lost \x1b[2J"))
	// Output:
	// the target said:
	//   :\x3aerror::all is lost \x1b[2J
}

func TestText(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain_text_stays", "Zoë → 日本 😀\tline\n", "Zoë → 日本 😀\tline\n"},
		{"controls_are_spelt_out", "a\x1b[2J\r\x00\x7f", `a\x1b[2J\x0d\x00\x7f`},
		{"controls_above_ascii_too", "a\u0085\u009b", `a\u0085\u009b`},
		{"broken_text_is_spelt_out", "a\xffb", `a\xffb`},
		{"direction_cannot_be_turned", "a\u202eb\u2066", `a\u202eb\u2066`},
		{"what_has_no_width_is_seen", "a\u200bb\ufeff\u00ad\U000e0041", `a\u200bb\ufeff\u00ad\udb40\udc41`},
		{"the_replacement_character_is_a_character", "a\ufffd", "a\ufffd"},
		{"xml_forbids_two_more", "\ufffe\uffff", `\ufffe\uffff`},
		{"github", "a\n \u00a0::add-mask::x", "a\n \u00a0:\\x3aadd-mask::x"},
		{"github_only_at_the_start_of_a_line", "http://[::1]:80 ::error::", "http://[::1]:80 ::error::"},
		{"github_of_old_and_azure_anywhere", "a ##[error]b", `a #\x23[error]b`},
		{"azure", "x###vso[task.complete]", `x##\x23vso[task.complete]`},
		{"teamcity", "x ##teamcity[buildStop]", `x #\x23teamcity[buildStop]`},
		{"headings_of_markdown_stay", "## Errors [1]\n### b", "## Errors [1]\n### b"},
		{"buildkite", "--- a\n+++\n~~~\tb\n^^^ +++", "-\\x2d- a\n+\\x2b+\n~\\x7e~\tb\n^\\x5e^ +++"},
		{"rules_and_diffs_stay", "-----BEGIN\n+++a", "-----BEGIN\n+++a"},
		{"gitlab", "section_start:1:a\rb", `section_start\x3a1:a\x0db`},
		{"travis", "a travis_fold:end:b", `a travis_fold\x3aend:b`},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, harmless.Text(c.text)) })
	}
}

// stranger draws texts that are made of what somebody reads as a command, and of anything else.
func stranger() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOf(rapid.OneOf(
		rapid.SampledFrom(readers.Commands()), rapid.StringMatching(`[ a:#\[-]{1,3}`), rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 4), func(b []byte) string { return string(b) }),
	)), func(parts []string) string { return strings.Join(parts, "") })
}

func TestNobodyObeys(t *testing.T) {
	t.Run("a_text", rapid.MakeCheck(func(t *rapid.T) {
		text := harmless.Text(stranger().Draw(t, "text"))
		require.Empty(t, readers.Obeyed(text))
		require.Equal(t, text, harmless.Text(text), "once is enough")
	}))
	t.Run("a_line_of_colours_and_texts", rapid.MakeCheck(func(t *rapid.T) {
		words := strings.Fields(harmless.Text(stranger().Draw(t, "text")))
		for _, before := range []string{"", "  ", "\x1b[2m  \x1b[0m  "} {
			line := before + strings.Join(words, " ")
			got := harmless.Line(line)
			require.Empty(t, readers.Obeyed(strings.ReplaceAll(strings.ReplaceAll(got, "\x1b[2m", ""), "\x1b[0m", "")))
			if got != line {
				require.Len(t, got, len(line)+len(`\x3a`)-1, "only a sign of the mark is spelt")
			}
		}
	}))
	t.Run("json_which_says_the_same", rapid.MakeCheck(func(t *rapid.T) {
		want := strings.ToValidUTF8(stranger().Draw(t, "text"), "")
		text, err := json.MarshalIndent(map[string]string{want: want}, "", "  ")
		require.NoError(t, err)
		var got map[string]string
		spelt := harmless.JSON(string(text))
		require.NoError(t, json.Unmarshal([]byte(spelt), &got))
		require.Equal(t, map[string]string{want: want}, got)
		require.Empty(t, readers.Obeyed(spelt))
	}))
}

// TestShell lets a shell say what it makes of a command line.
func TestShell(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	var texts, words []string
	for _, command := range readers.Commands() {
		texts = append(texts, "it's \n"+command+"\x1b\u200b\U000e0041 {a}")
	}
	for _, text := range texts {
		words = append(words, "'"+strings.ReplaceAll(text, "'", `'\''`)+"'")
	}
	spelt := harmless.Shell(`printf '%s\0' ` + strings.Join(words, " "))
	require.Empty(t, readers.Obeyed(spelt))
	cmd := exec.CommandContext(t.Context(), bash, "-c", spelt)
	cmd.Env = []string{"LC_ALL=C.UTF-8"}
	out, err := cmd.Output()
	require.NoError(t, err)
	require.Equal(t, texts, strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"))
}

func FuzzText(f *testing.F) {
	for _, command := range readers.Commands() {
		f.Add("a\n \t" + command + "\r" + command)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, spell := range []func(string) string{harmless.Text, harmless.JSON, harmless.Shell} {
			spelt := spell(text)
			require.True(t, utf8.ValidString(spelt))
			require.Empty(t, readers.Obeyed(spelt))
		}
	})
}
