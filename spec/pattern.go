package spec

import (
	"regexp"
	"regexp/syntax"
	"unicode/utf8"
)

// compilePattern returns what matches texts as regexp does. Nearly all patterns of documents are a few classes of characters one after
// another, which a table tells without regexp.
func compilePattern(pattern string) (func(string) bool, error) {
	whole, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	if classes := classesOf(pattern); classes != nil {
		return classes.match, nil
	}
	return whole.MatchString, nil
}

// classes match a whole text: one character of each, and then as many of the last as that may have.
type classes struct {
	one         []asciiSet
	last        asciiSet
	least, most int // of the last
}

// asciiSet is a set of characters of ASCII, one bit each.
type asciiSet [utf8.RuneSelf / 64]uint64

func (s *asciiSet) has(c byte) bool { return c < utf8.RuneSelf && s[c/64]>>(c%64)&1 != 0 }

func (p *classes) match(text string) bool {
	rest := len(text) - len(p.one)
	if rest < p.least || rest > p.most {
		return false
	}
	for i := range p.one {
		if !p.one[i].has(text[i]) {
			return false
		}
	}
	for i := len(p.one); i < len(text); i++ {
		if !p.last.has(text[i]) {
			return false
		}
	}
	return true
}

// classesOf reads a pattern; nil if it is anything else.
func classesOf(pattern string) *classes {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || tree.Op != syntax.OpConcat {
		return nil
	}
	parts := tree.Sub
	end := len(parts) - 1
	if end < 2 || parts[0].Op != syntax.OpBeginText || parts[end].Op != syntax.OpEndText {
		return nil
	}
	p := &classes{}
	for i, part := range parts[1:end] {
		if set, is := setOf(part); is {
			p.one = append(p.one, set)
		} else if i != end-2 || !p.repeated(part) {
			return nil
		}
	}
	return p
}

// repeated takes the last part, which may be repeated.
func (p *classes) repeated(part *syntax.Regexp) (is bool) {
	const endless = int(^uint(0) >> 1)
	switch part.Op {
	case syntax.OpStar:
		p.least, p.most = 0, endless
	case syntax.OpPlus:
		p.least, p.most = 1, endless
	case syntax.OpRepeat:
		if p.least, p.most = part.Min, part.Max; part.Max < 0 {
			p.most = endless
		}
	default:
		return false
	}
	p.last, is = setOf(part.Sub[0])
	return is
}

// setOf is a class of characters, or one alone, of ASCII.
func setOf(part *syntax.Regexp) (set asciiSet, is bool) {
	ranges := part.Rune
	switch {
	case part.Op == syntax.OpLiteral && len(part.Rune) == 1 && part.Flags&syntax.FoldCase == 0:
		ranges = []rune{part.Rune[0], part.Rune[0]}
	case part.Op != syntax.OpCharClass:
		return set, false
	}
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i+1] >= utf8.RuneSelf {
			return set, false
		}
		for c := ranges[i]; c <= ranges[i+1]; c++ {
			set[c/64] |= 1 << (c % 64)
		}
	}
	return set, true
}
