package mutate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/spec"
)

// differingBody says how a body differs from another; empty if it does not. Two that are JSON do not differ by the order of members and by
// blanks.
func differingBody(got, clean []byte) string {
	if bytes.Equal(got, clean) {
		return ""
	}
	a, tokensA, errA := readJSON(got)
	b, tokensB, errB := readJSON(clean)
	switch {
	case errA != nil || errB != nil:
		return "another body"
	case !reflect.DeepEqual(a, b):
		at, is, instead := firstDifference(a, b)
		return fmt.Sprintf("another body, at %q: %s instead of %s", at, shown(is), shown(instead))
	case tokensA != tokensB: // a member is there twice, say
		return "another body with the same values"
	default:
		return ""
	}
}

// readJSON reads a body and tells how many tokens it has, which what is written otherwise, such as an escape, does not change.
func readJSON(text []byte) (value any, tokens int, err error) {
	if !json.Valid(text) { // or there is more behind it
		return nil, 0, errors.New("no JSON")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	for _, err = decoder.Token(); err == nil; _, err = decoder.Token() {
		tokens++
	}
	decoder = json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, tokens, err
}

// absent is in the place of a value where there is none.
type absent struct{}

// longestValue is how much of a value is shown, in bytes.
const longestValue = 60

func shown(value any) string {
	if value == (absent{}) {
		return "nothing"
	}
	text, _ := json.Marshal(value) // it was read from JSON
	return spec.Cut(string(text), longestValue)
}

// firstDifference is the first place at which two values differ, as a JSON Pointer, with what is there.
func firstDifference(a, b any) (at string, inA, inB any) {
	switch x := a.(type) {
	case map[string]any:
		if y, is := b.(map[string]any); is {
			for _, name := range slices.Sorted(maps.Keys(joined(x, y))) {
				if one, other := member(x, name), member(y, name); !reflect.DeepEqual(one, other) {
					at, inA, inB = firstDifference(one, other)
					return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name) + at, inA, inB
				}
			}
		}
	case []any:
		if y, is := b.([]any); is {
			for i := range max(len(x), len(y)) {
				if one, other := item(x, i), item(y, i); !reflect.DeepEqual(one, other) {
					at, inA, inB = firstDifference(one, other)
					return fmt.Sprintf("/%d%s", i, at), inA, inB
				}
			}
		}
	}
	return "", a, b
}

func joined(a, b map[string]any) map[string]any {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func member(of map[string]any, name string) any {
	if value, there := of[name]; there {
		return value
	}
	return absent{}
}

func item(of []any, i int) any {
	if i < len(of) {
		return of[i]
	}
	return absent{}
}
