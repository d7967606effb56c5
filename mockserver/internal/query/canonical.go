package query

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/tidwall/gjson"
)

// canonical is a JSON text as all that are equal to it have it: without white space, members by name, numbers in one spelling.
func canonical(text string) string { return string(appendCanonical(nil, gjson.Parse(text))) }

func appendCanonical(to []byte, r gjson.Result) []byte {
	switch {
	case r.Type == gjson.String:
		return strconv.AppendQuote(to, r.Str)
	case r.Type == gjson.Number:
		return append(to, read(r).spelt()...)
	case r.IsArray():
		to = append(to, '[')
		r.ForEach(func(_, element gjson.Result) bool {
			to = append(appendCanonical(to, element), ',')
			return true
		})
		return append(to, ']')
	case r.IsObject():
		type member struct {
			name  string
			value gjson.Result
		}
		var members []member
		r.ForEach(func(name, value gjson.Result) bool {
			members = append(members, member{name.Str, value})
			return true
		})
		slices.SortFunc(members, func(a, b member) int { return cmp.Compare(a.name, b.name) })
		to = append(to, '{')
		for _, m := range members {
			to = append(appendCanonical(append(strconv.AppendQuote(to, m.name), ':'), m.value), ',')
		}
		return append(to, '}')
	}
	return append(to, r.Raw...)
}
