package harmless

import (
	"strings"
	"unicode"
)

// marks reports whether a command begins at s[i] that CI systems find anywhere in a line: ##[…] (GitHub, Azure), ##vso[…]
// (Azure), ##teamcity[…] (TeamCity), and the section_start:, section_end:, travis_fold: and travis_time: of GitLab and
// Travis, of which it says so at the sign before the colon.
func marks(s string, i int) bool {
	rest := s[i:]
	if strings.HasPrefix(rest, "##") {
		name := strings.TrimLeftFunc(rest[2:], func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' })
		return strings.HasPrefix(name, "[")
	}
	if len(rest) < 2 || rest[1] != ':' {
		return false
	}
	for _, name := range []string{"section_start", "section_end", "travis_fold", "travis_time"} {
		if strings.HasSuffix(s[:i+1], name) {
			return true
		}
	}
	return false
}

// opens reports whether a line that begins so is a command: ::…:: (GitHub, Gitea), or a heading of Buildkite, which is ---,
// +++, ~~~ or ^^^ with a blank behind it. Blanks before it are passed over, as GitHub does.
func opens(line string) bool {
	if strings.HasPrefix(line, "::") {
		return true
	}
	for _, heading := range []string{"---", "+++", "~~~", "^^^"} {
		if rest, ok := strings.CutPrefix(line, heading); ok {
			return rest == "" || strings.IndexFunc(rest, unicode.IsSpace) == 0
		}
	}
	return false
}

// Line spells a line that was put together of harmless parts and colours, if the parts make a command of it: a word that stood
// in the middle of a text may have come to the start of a line.
func Line(s string) string {
	start := 0
	for {
		rest := s[start:]
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
		if code, after, ok := strings.Cut(rest, "m"); ok && strings.HasPrefix(code, "\x1b[") &&
			strings.Trim(code[2:], "0123456789;") == "" {
			rest = after
		}
		if len(rest) == len(s)-start {
			break
		}
		start = len(s) - len(rest)
	}
	if !opens(s[start:]) {
		return s
	}
	return s[:start+1] + inText(rune(s[start+1]), true) + s[start+2:]
}
