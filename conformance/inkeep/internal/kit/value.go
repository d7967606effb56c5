package kit

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// Comparison is how what came back is held against what was sent. Numbers are compared by value. Members that were not sent are
// no mistake unless foreign says that they stem from another event of the run.
type Comparison struct {
	Foreign func(string) bool
	Nulls   bool // whether a member that is null has to come back; a check of its own wants that
}

// Difference says where what came back is not what was sent; it is empty if nothing is amiss.
func (c Comparison) Difference(at string, sent, got any) string {
	switch sent := sent.(type) {
	case map[string]any:
		if m, ok := got.(map[string]any); ok {
			return c.objects(at, sent, m)
		}
	case []any:
		if l, ok := got.([]any); ok {
			return c.lists(at, sent, l)
		}
	case json.Number:
		if n, ok := got.(json.Number); ok && SameNumber(sent, n) {
			return ""
		}
	default: // text, truth or null
		if sent == got {
			return ""
		}
	}
	return fmt.Sprintf("%s: sent %s, got %s", at, Brief(sent), Brief(got))
}

func (c Comparison) objects(at string, sent, got map[string]any) string {
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		value, there := got[name]
		if !there && sent[name] == nil && !c.Nulls {
			continue
		}
		if !there {
			return fmt.Sprintf("%s: sent %s, got nothing", at+"/"+name, Brief(sent[name]))
		}
		if d := c.Difference(at+"/"+name, sent[name], value); d != "" {
			return d
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, known := sent[name]; !known && (c.Foreign(name) || c.Foreign(string(Encode(got[name])))) {
			return fmt.Sprintf("%s: not sent, got %s", at+"/"+name, Brief(got[name]))
		}
	}
	return ""
}

func (c Comparison) lists(at string, sent, got []any) string {
	if len(sent) != len(got) {
		return fmt.Sprintf("%s: sent %s, got %d: %s", at, english.Count(len(sent), "value"), len(got), Brief(got))
	}
	for i := range sent {
		if d := c.Difference(at+"/"+strconv.Itoa(i), sent[i], got[i]); d != "" {
			return d
		}
	}
	return ""
}

// SameNumber reports whether two numbers have one value, however they are written.
func SameNumber(a, b json.Number) bool {
	if a == b {
		return true
	}
	if isDigits(a) && isDigits(b) && strings.Trim(string(a+b), "-0") != "" {
		return false // whole numbers are compared by their digits: a float64 would round large ones
	}
	x, errX := a.Float64()
	y, errY := b.Float64()
	return errX == nil && errY == nil && x == y
}

// WholeNumber is a number without a fraction; -1 if it is none.
func WholeNumber(v any) int {
	n, _ := v.(json.Number)
	if whole, err := n.Int64(); err == nil {
		return int(whole)
	}
	return -1
}

func isDigits(n json.Number) bool { return !strings.ContainsAny(string(n), ".eE") }

// Brief shows a value in a few words.
func Brief(v any) string {
	text := string(Encode(v))
	const longest = 200
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + fmt.Sprintf("… (%d bytes)", len(text))
}
