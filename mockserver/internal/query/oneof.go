package query

import (
	"fmt"

	"github.com/tidwall/gjson"
)

// oneOf is true of what equals one of a list; a value that is no list is a list of one. However long the list is, a value is looked up.
func oneOf(want gjson.Result, instant bool, place string) (test, error) {
	if !want.IsArray() {
		return comparison(Eq, want, instant, place)
	}
	alike, numbers, inTexts := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i, element := range want.Array() {
		wanted, err := wantedOf(element, instant, fmt.Sprintf("%s/%d", place, i))
		if err != nil {
			return nil, err
		}
		n, numeric := wanted.number()
		switch {
		case wanted.Kind == Number:
			numbers[n.spelt()] = true
			continue
		case wanted.Kind == Text && numeric:
			inTexts[n.spelt()] = true // which are as good as numbers to numbers alone
		}
		alike[string(appendKey(nil, wanted))] = true
	}
	return func(v Value) bool {
		if v.Kind != Number && alike[string(appendKey(nil, v))] {
			return true
		}
		n, numeric := v.number()
		return numeric && (numbers[n.spelt()] || v.Kind == Number && inTexts[n.spelt()])
	}, nil
}
