package spec

import (
	"regexp/syntax"
)

// mostMatching bounds how many texts a pattern may match that are told apart.
const mostMatching = 1000

// matching are the texts that a pattern matches; none if they are too many to be listed, or parts of longer ones.
func matching(pattern string) []string {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || tree.Op != syntax.OpConcat {
		return nil
	}
	if first, last := tree.Sub[0], tree.Sub[len(tree.Sub)-1]; first.Op != syntax.OpBeginText || last.Op != syntax.OpEndText {
		return nil
	}
	return textsOf(tree)
}

// textsOf are the texts that a part of a pattern matches, the shorter ones of what may be left out first.
func textsOf(part *syntax.Regexp) []string {
	switch part.Op {
	case syntax.OpBeginText, syntax.OpEndText, syntax.OpEmptyMatch:
		return []string{""}
	case syntax.OpLiteral:
		return []string{string(part.Rune)}
	case syntax.OpCharClass: // also what differs in one character
		var all []string
		for i := 0; i < len(part.Rune); i += 2 {
			for r := part.Rune[i]; r <= part.Rune[i+1] && len(all) <= mostMatching; r++ {
				all = append(all, string(r))
			}
		}
		return all
	case syntax.OpCapture:
		return textsOf(part.Sub[0])
	case syntax.OpQuest:
		if texts := textsOf(part.Sub[0]); texts != nil {
			return append([]string{""}, texts...)
		}
	case syntax.OpAlternate:
		var all []string
		for _, sub := range part.Sub {
			texts := textsOf(sub)
			if texts == nil || len(all)+len(texts) > mostMatching {
				return nil
			}
			all = append(all, texts...)
		}
		return all
	case syntax.OpConcat:
		all := []string{""}
		for _, sub := range part.Sub {
			if all = joined(all, textsOf(sub)); all == nil {
				return nil
			}
		}
		return all
	}
	return nil
}

// joined are all texts of one list before all of another; nil if they are too many.
func joined(first, then []string) []string {
	if len(first)*len(then) > mostMatching {
		return nil
	}
	var all []string
	for _, a := range first {
		for _, b := range then {
			all = append(all, a+b)
		}
	}
	return all
}
