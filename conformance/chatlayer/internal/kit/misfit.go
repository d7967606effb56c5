package kit

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/understudy-mock/understudy/spec"
)

// Form is what the documents say of a member.
type Form string

// The forms. An int64 may be a text: that is how many servers of its kind write one (CHL-FUN-8).
const (
	AText     Form = "a string"
	AnInstant Form = "a date-time"
	AnInt32   Form = "an int32"
	AnInt64   Form = "an int64"
)

// Misfit names a member of an object that has another form than it should; it is empty if there is none. A member may be absent, and there
// may be others.
func Misfit(o map[string]json.RawMessage, forms map[string]Form) string {
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		if raw, there := o[name]; there && !forms[name].fits(raw) {
			return fmt.Sprintf("%s is %s, and should be %s", name, ShortJSON(raw), forms[name])
		}
	}
	return ""
}

func (f Form) fits(raw json.RawMessage) bool {
	text, isText := readText(raw)
	switch f {
	case AText:
		return isText
	case AnInstant:
		_, err := spec.ParseDateTime(text)
		return isText && err == nil
	case AnInt32:
		return whole(string(raw), 32)
	default:
		return whole(string(raw), 64) || isText && whole(text, 64)
	}
}

// whole reports whether a number is a whole one of so many bits, however it is written.
func whole(text string, bits int) bool {
	if _, err := strconv.ParseInt(text, 10, bits); err == nil {
		return true
	}
	n, err := strconv.ParseFloat(text, 64)
	most := math.Ldexp(1, bits-1)
	return err == nil && n == math.Trunc(n) && n >= -most && n < most
}

// Objects reads the member of an object that is an array of objects. One that is absent is empty.
func Objects(o map[string]json.RawMessage, name string) (all []map[string]json.RawMessage, problem string) {
	raw, there := o[name]
	if !there {
		return nil, ""
	}
	list, more, err := ReadArray(raw, mostEvents)
	if err != nil || more > 0 {
		return nil, fmt.Sprintf("%s is no array of objects that could be read: %s", name, ShortJSON(raw))
	}
	for i, one := range list {
		members, err := ReadObject(one)
		if err != nil {
			return nil, fmt.Sprintf("%s[%d] is no object: %s", name, i, ShortJSON(one))
		}
		all = append(all, members)
	}
	return all, ""
}

// TextOf is a member that is a text; empty if it is none.
func TextOf(o map[string]json.RawMessage, name string) string {
	text, _ := readText(o[name])
	return text
}

// NumberOf is a member that is a whole number, or a text that is one; -1 if it is neither.
func NumberOf(o map[string]json.RawMessage, name string) int {
	text, isText := readText(o[name])
	if !isText {
		text = string(o[name])
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return -1
	}
	return int(n)
}
