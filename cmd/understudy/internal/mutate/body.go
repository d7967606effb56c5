package mutate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// differingBody says how a body differs from another; empty if it does not. Two that are JSON do not differ by the order of members and by
// blanks.
func differingBody(got, clean []byte) string {
	if bytes.Equal(got, clean) {
		return ""
	}
	a, sizeA, errA := readJSON(got)
	b, sizeB, errB := readJSON(clean)
	switch {
	case errA != nil || errB != nil:
		return "another body"
	case !reflect.DeepEqual(a, b):
		return "another body, at " + strconv.Quote(differingAt(a, b))
	case sizeA != sizeB: // a member is there twice, say
		return "another body with the same values"
	default:
		return ""
	}
}

// readJSON reads a body and tells its size without blanks.
func readJSON(text []byte) (value any, size int, err error) {
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		return nil, 0, err
	}
	decoder := json.NewDecoder(&compact)
	decoder.UseNumber()
	size = compact.Len()
	err = decoder.Decode(&value)
	return value, size, err
}

// differingAt is the JSON Pointer of the first place at which two values differ.
func differingAt(a, b any) string {
	switch a := a.(type) {
	case map[string]any:
		b, is := b.(map[string]any)
		if !is {
			return ""
		}
		for _, name := range slices.Sorted(maps.Keys(a)) {
			if other, there := b[name]; !there || !reflect.DeepEqual(a[name], other) {
				return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name) + differingAt(a[name], other)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(b)) {
			if _, there := a[name]; !there {
				return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
			}
		}
	case []any:
		b, is := b.([]any)
		if !is {
			return ""
		}
		for i := range min(len(a), len(b)) {
			if !reflect.DeepEqual(a[i], b[i]) {
				return fmt.Sprintf("/%d%s", i, differingAt(a[i], b[i]))
			}
		}
		if len(a) != len(b) {
			return fmt.Sprintf("/%d", min(len(a), len(b)))
		}
	}
	return ""
}
