//go:build examination

package variant

import (
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
)

func examinedAttributes() []Variant {
	return []Variant{
		legal("", "attribute.third-ignored", "Of more than two attribute filters the first two are applied.",
			alter.BeforeQuery(alter.FirstAttributes(2))),
		legal("", "attribute.ignored-with-user", "Beside user_id attribute filters are ignored.",
			alter.BeforeQuery(alter.When(alter.Asking(chatlayerworld.FieldUser, ""), alter.FirstAttributes(0)))),
		legal("", "attribute.ignored-in-draft", "For drafts attribute filters are ignored.",
			alter.BeforeQuery(alter.When(alter.Asking(chatlayerworld.FieldVersion, "DRAFT"), alter.FirstAttributes(0)))),
		legal("", "attribute.key-cut", "Of the names of attributes the first 40 bytes are compared.", matching(startsAlike(40), same)),
		legal("", "attribute.cut-200", "Of the values of attributes the first 200 bytes are compared.", comparing(startsAlike(200))),
		legal("", "attribute.accents-ignored", "In the values of attributes accents do not count.",
			comparing(func(want, got string) bool { return withoutAccents(want) == withoutAccents(got) })),
	}
}

func startsAlike(n int) func(want, got string) bool {
	return func(want, got string) bool { return alter.First(n, want) == alter.First(n, got) }
}

// withoutAccents knows the letters that anybody's tests use.
func withoutAccents(s string) string {
	return strings.NewReplacer("é", "e", "è", "e", "e\u0301", "e", "e\u0300", "e", "ä", "a", "a\u0308", "a").Replace(s)
}
