package expect

import (
	"regexp/syntax"
	"unicode"
)

// A regular expression may be one that no text matches, such as "$a" or, of a path, "^v1": each is looked at as the machine that it is.

// mostSteps is how large a machine may be that is looked at. A larger one is taken for one that something matches.
const mostSteps = 10_000

// kinds are kinds of characters, as far as an expression tells what stands beside a place, and the beginning or the end of the text.
type kinds uint8

const (
	edge kinds = 1 << iota
	newline
	wordly
	other
	anyKind = edge | newline | wordly | other
)

// place is where a machine is: what stands before it, and what may come next.
type place struct {
	pc     uint32
	before kinds // one of them
	next   kinds
}

// hopeless reports whether no text that begins so is matched by an expression; "" is every text. The beginning is one character that is
// neither of a word nor the end of a line.
func hopeless(expression, begin string) bool {
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return false
	}
	machine, err := syntax.Compile(parsed.Simplify())
	if err != nil || len(machine.Inst) > mostSteps {
		return false
	}
	s := search{machine: machine, seen: map[place]bool{}, begin: []rune(begin)}
	for _, before := range []kinds{newline, wordly, other} {
		s.add(place{uint32(machine.Start), before, anyKind}) //nolint:gosec // it is below mostSteps
	}
	first := place{uint32(machine.Start), edge, anyKind} //nolint:gosec // likewise
	if begin != "" {
		first.next = other
	}
	s.add(first)
	for len(s.todo) > 0 {
		at := s.todo[len(s.todo)-1]
		s.todo = s.todo[:len(s.todo)-1]
		if s.step(at) {
			return false
		}
	}
	return true
}

type search struct {
	machine *syntax.Prog
	begin   []rune
	seen    map[place]bool
	todo    []place
}

func (s *search) add(at place) {
	if at.next != 0 && !s.seen[at] {
		s.seen[at] = true
		s.todo = append(s.todo, at)
	}
}

// step goes on from a place, and reports whether the machine is at its end.
func (s *search) step(at place) bool {
	in := &s.machine.Inst[at.pc]
	switch in.Op {
	case syntax.InstMatch:
		return true
	case syntax.InstFail:
	case syntax.InstAlt, syntax.InstAltMatch:
		s.add(place{in.Out, at.before, at.next})
		s.add(place{in.Arg, at.before, at.next})
	case syntax.InstEmptyWidth:
		s.add(place{in.Out, at.before, at.next & allowed(syntax.EmptyOp(in.Arg), at.before)}) //nolint:gosec // it was made of one
	case syntax.InstCapture, syntax.InstNop:
		s.add(place{in.Out, at.before, at.next})
	default:
		for _, kind := range []kinds{newline, wordly, other} {
			if at.next&kind != 0 && s.takes(in, at.before, kind) {
				s.add(place{in.Out, kind, anyKind})
			}
		}
	}
	return false
}

// allowed are the kinds that may come next where a condition holds.
func allowed(op syntax.EmptyOp, before kinds) kinds {
	next := anyKind
	if op&syntax.EmptyBeginText != 0 && before != edge || op&syntax.EmptyBeginLine != 0 && before&(edge|newline) == 0 {
		return 0
	}
	if op&syntax.EmptyEndText != 0 {
		next &= edge
	}
	if op&syntax.EmptyEndLine != 0 {
		next &= edge | newline
	}
	if op&syntax.EmptyWordBoundary != 0 {
		next &= beside(before == wordly)
	}
	if op&syntax.EmptyNoWordBoundary != 0 {
		next &= beside(before != wordly)
	}
	return next
}

// beside are the kinds that are no part of a word, or those that are.
func beside(word bool) kinds {
	if word {
		return edge | newline | other
	}
	return wordly
}

// takes reports whether an instruction takes a character of a kind.
func (s *search) takes(in *syntax.Inst, before, kind kinds) bool {
	if before == edge && len(s.begin) > 0 {
		return in.MatchRune(s.begin[0])
	}
	return kindsOf(in)&kind != 0
}

// kindsOf are the kinds of the characters that an instruction takes.
func kindsOf(in *syntax.Inst) (all kinds) {
	switch {
	case in.Op == syntax.InstRuneAny:
		return newline | wordly | other
	case in.Op == syntax.InstRuneAnyNotNL:
		return wordly | other
	case len(in.Rune) == 1:
		all = within(in.Rune[0], in.Rune[0])
		for r := unicode.SimpleFold(in.Rune[0]); r != in.Rune[0] && in.MatchRune(r); r = unicode.SimpleFold(r) {
			all |= within(r, r)
		}
	}
	for i := 0; i+1 < len(in.Rune); i += 2 {
		all |= within(in.Rune[i], in.Rune[i+1])
	}
	return all
}

// ranges are where a kind of characters begins, up to where the next does.
var ranges = []struct {
	from rune
	kind kinds
}{
	{0, other},
	{'\n', newline},
	{'\n' + 1, other},
	{'0', wordly},
	{'9' + 1, other},
	{'A', wordly},
	{'Z' + 1, other},
	{'_', wordly},
	{'_' + 1, other},
	{'a', wordly},
	{'z' + 1, other},
	{unicode.MaxRune + 1, 0},
}

// within are the kinds of the characters of a range.
func within(from, to rune) (all kinds) {
	for i, r := range ranges[:len(ranges)-1] {
		if from < ranges[i+1].from && r.from <= to {
			all |= r.kind
		}
	}
	return all
}
