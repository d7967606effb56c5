package exchange

import "strings"

// word is a word of a command line, in parts: texts that stand as they are, and expansions that the shell fills in.
type word []wordPart

type wordPart struct {
	text    string
	expands bool // text is a shell's expansion, such as ${NAME%?}
}

func literal(text string) wordPart { return wordPart{text: text} }

// String quotes the word. Texts stand in single quotes, because they may be anybody's; those that are plain share the double
// quotes of an expansion, which is easier to read.
func (w word) String() string {
	expands, plain := false, true
	for _, p := range w {
		expands = expands || p.expands
		plain = plain && (p.expands || isPlain(p.text))
	}
	var b strings.Builder
	for i, p := range w {
		if name, ok := strings.CutSuffix(p.text, "}"); ok && p.expands && isName(name[2:]) && (!plain || i == len(w)-1) {
			p.text = "$" + name[2:] // as people write it
		}
		switch {
		case p.expands && !plain:
			b.WriteString(`"` + p.text + `"`)
		case p.expands || plain && expands:
			b.WriteString(p.text)
		case p.text != "":
			b.WriteString(quoteShell(p.text))
		}
	}
	switch {
	case plain && expands:
		return `"` + b.String() + `"`
	case b.Len() == 0:
		return "''"
	default:
		return b.String()
	}
}

// isPlain reports whether a text means the same in single and in double quotes.
func isPlain(text string) bool {
	return len(text) <= 40 && !strings.ContainsFunc(text, func(c rune) bool {
		return notLetter(c) && (c < '0' || c > '9') && !strings.ContainsRune(" :-_./+", c)
	})
}

func isName(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return notLetter(c) && c != '_' })
}

// merged joins texts that follow each other.
func (w word) merged() word {
	var joined word
	for _, p := range w {
		if last := len(joined) - 1; last >= 0 && !p.expands && !joined[last].expands {
			joined[last].text += p.text
			continue
		}
		if p.expands || p.text != "" {
			joined = append(joined, p)
		}
	}
	return joined
}

// isText reports whether the shell has nothing to fill in.
func (w word) isText() (string, bool) {
	text := ""
	for _, p := range w {
		if p.expands {
			return "", false
		}
		text += p.text
	}
	return text, true
}
