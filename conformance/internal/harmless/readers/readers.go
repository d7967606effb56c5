// Package readers does what CI systems and terminals do with the lines of a build's output. Only tests import it: it says
// whether package harmless does its work, so the two share no code.
package readers

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Obeyed returns the lines of an output that somebody who reads it would obey, with who does.
func Obeyed(output string) []string {
	if !utf8.ValidString(output) {
		return []string{"no UTF-8: " + output}
	}
	var obeyed []string
	for _, line := range newline.Split(output, -1) {
		for _, who := range who(line) {
			obeyed = append(obeyed, who+": "+line)
		}
	}
	return obeyed
}

// newline is what readers of lines end them at.
var newline = regexp.MustCompile("\r\n|[\n\r\v\f\u0085\u2028\u2029]")

var (
	// buildkite is from the agent, agent/header_times_streamer.go, which takes colours out first.
	buildkite = regexp.MustCompile(`^(---|\+\+\+|~~~|\^\^\^)(\s|$)`)
	colour    = regexp.MustCompile(`\x1b\[([;\d]+)?[mK]`)
	// gitlab is from lib/gitlab/ci/ansi2json, and travis from the log view; both want an escape behind it, which is more than
	// we rely on.
	gitlab = regexp.MustCompile(`section_(start|end):`)
	travis = regexp.MustCompile(`travis_(fold|time):`)
	// teamcity finds messages behind other text, and azure its commands, and the marks of its log, too.
	hashes = regexp.MustCompile(`##[A-Za-z]*\[`)
	// escape is what a terminal obeys. Own colours and the moves of the live picture are no business of a target.
	escape = regexp.MustCompile("[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f]")
)

func who(line string) []string {
	var found []string
	add := func(who string, obeys bool) {
		if obeys {
			found = append(found, who)
		}
	}
	plain := colour.ReplaceAllString(line, "")
	// src/Runner.Common/ActionCommand.cs: behind blanks, compared by the rules of a culture, for which what cannot be seen is
	// not there.
	seen := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) &&
			!unicode.IsSpace(r) {
			return -1
		}
		return r
	}, plain)
	add("GitHub", strings.HasPrefix(strings.TrimLeftFunc(seen, unicode.IsSpace), "::"))
	add("GitHub, Azure or TeamCity", hashes.MatchString(seen))
	add("Buildkite", buildkite.MatchString(strings.TrimLeftFunc(plain, unicode.IsSpace)))
	add("GitLab", gitlab.MatchString(seen))
	add("Travis", travis.MatchString(seen))
	add("the terminal", escape.MatchString(line))
	add("the eye", strings.ContainsFunc(line, func(r rune) bool { return unicode.In(r, unicode.Cf, unicode.Bidi_Control) }))
	return found
}

// Commands returns a command of every kind, and the parts of which they are made.
func Commands() []string {
	return []string{
		"::error::boo", "::error file=a.go,line=1::boo", "::add-mask::e", "::stop-commands::x", "::x::", "::",
		"##[group]a", "##[", "##", "#", "[", "##vso[task.complete result=Succeeded;]done", "##teamcity[buildStop comment='x']", "##team",
		"#\u200b#[error]a", ":\u00ad:error::a", "\u2066::error::", "\ufe0f##vso[",
		"--- a", "+++ a", "~~~ a", "^^^ +++", "---", "+++",
		"\x1b[0Ksection_start:1:a\r\x1b[0Ka", "section_end:1:a\r\x1b[0K", "travis_fold:start:a\r\x1b[0K", "travis_time:end:1",
		"ravis_fold:", ":",
		"\x1b]1339;url='http://a'\x07", "\x1b]1338;url='a';alt='b'\x07", "\x1b_bk;t=1\x07", "\x1b[8mha:////AAAA\x1b[0m", "\x1b[2J",
		"\u009b2J",
		"\u202e", "\u2028", "\u0085", "\u00a0", "\u3000", "\v", "\f", "\r", "\n", "\t", " ", "\\", "\\t", "\xff",
	}
}
