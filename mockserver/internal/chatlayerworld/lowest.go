package chatlayerworld

import (
	"slices"
	"strings"
)

// lowest keeps the lowest of the texts that it is told of, each once, in order. However many they are, it holds a few.
type lowest struct {
	most  int
	place func(string) string // what they are ordered by
	texts []string
}

func (l *lowest) add(text string) {
	at, there := slices.BinarySearchFunc(l.texts, l.place(text), func(other, place string) int {
		return strings.Compare(l.place(other), place)
	})
	if there || at == l.most {
		return
	}
	l.texts = slices.Insert(l.texts, at, text)
	l.texts = l.texts[:min(len(l.texts), l.most)]
}
