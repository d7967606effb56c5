package conformance

import (
	"flag"
	"regexp"
	"slices"
	"strings"
)

// byGoTest reports whether go test runs a test or subtest of that full name, by its flags -run and -skip.
func byGoTest(name string) bool {
	return runs(flagValue("test.run"), flagValue("test.skip"), name)
}

func flagValue(name string) string {
	if f := flag.Lookup(name); f != nil {
		return f.Value.String()
	}
	return ""
}

// nothingBelow returns the pattern of -run for the subtests of a test, if it selects none of them.
func nothingBelow(test string, subtests []string) string {
	run, parts := flagValue("test.run"), strings.Split(test, "/")
	if slices.ContainsFunc(subtests, func(name string) bool { return runs(run, "", test+"/"+name) }) {
		return ""
	}
	for _, patterns := range alternatives(run) {
		if len(patterns) > len(parts) && matches(patterns, parts) {
			return patterns[len(parts)]
		}
	}
	return ""
}

// withoutSigns leaves the letters of a pattern that can be those of a name.
func withoutSigns(pattern string) string {
	return strings.Trim(regexp.MustCompile(`[^\w.-]`).ReplaceAllString(pattern, ""), ".")
}

// runs matches a name as the package testing does: each part between slashes by the pattern of its place, any of the alternatives; what
// has no pattern matches. To be left out a name must match a whole alternative.
func runs(run, skip, name string) bool {
	parts := strings.Split(name, "/")
	chosen := run == ""
	for _, patterns := range alternatives(run) {
		chosen = chosen || matches(patterns, parts)
	}
	for _, patterns := range alternatives(skip) {
		if skip != "" && len(patterns) <= len(parts) && matches(patterns, parts) {
			return false
		}
	}
	return chosen
}

func matches(patterns, parts []string) bool {
	for i, pattern := range patterns[:min(len(patterns), len(parts))] {
		if ok, err := regexp.MatchString(pattern, parts[i]); !ok || err != nil {
			return false
		}
	}
	return true
}

// alternatives cuts the value of -run at the bars, and each at the slashes, that stand outside of brackets.
func alternatives(text string) [][]string {
	all, current, classes, groups, from := [][]string{}, []string{}, 0, 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '[':
			classes++
		case c == ']':
			classes = max(0, classes-1)
		case classes > 0:
		case c == '(':
			groups++
		case c == ')':
			groups--
		case groups == 0 && (c == '/' || c == '|'):
			current, from = append(current, text[from:i]), i+1
			if c == '|' {
				all, current = append(all, current), nil
			}
		}
	}
	return append(all, append(current, text[min(from, len(text)):]))
}
