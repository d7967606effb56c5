package inkeep

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// decode reads one JSON text. Numbers stay as they are written.
func decode(text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the text is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the JSON value")
	}
	return v, nil
}

// difference says where what came back is not what was sent; it is empty if nothing is amiss. Numbers are compared by value. A
// null may come back or not, for nobody says that it must. Members that were not sent are nobody's fault unless foreign
// says that they stem from another event of the run.
func difference(at string, sent, got any, foreign func(string) bool) string {
	switch sent := sent.(type) {
	case map[string]any:
		if m, ok := got.(map[string]any); ok {
			return objectDifference(at, sent, m, foreign)
		}
	case []any:
		if l, ok := got.([]any); ok {
			return listDifference(at, sent, l, foreign)
		}
	case json.Number:
		if n, ok := got.(json.Number); ok && sameNumber(sent, n) {
			return ""
		}
	default: // text, truth or null
		if sent == got {
			return ""
		}
	}
	return fmt.Sprintf("%s: sent %s, got %s", at, brief(sent), brief(got))
}

func objectDifference(at string, sent, got map[string]any, foreign func(string) bool) string {
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		value, there := got[name]
		if !there && sent[name] == nil {
			continue
		}
		if !there {
			return fmt.Sprintf("%s: sent %s, got nothing", at+"/"+name, brief(sent[name]))
		}
		if d := difference(at+"/"+name, sent[name], value, foreign); d != "" {
			return d
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, known := sent[name]; !known && (foreign(name) || foreign(string(encode(got[name])))) {
			return fmt.Sprintf("%s: not sent, got %s", at+"/"+name, brief(got[name]))
		}
	}
	return ""
}

func listDifference(at string, sent, got []any, foreign func(string) bool) string {
	if len(sent) != len(got) {
		return fmt.Sprintf("%s: sent %d values, got %d: %s", at, len(sent), len(got), brief(got))
	}
	for i := range sent {
		if d := difference(at+"/"+strconv.Itoa(i), sent[i], got[i], foreign); d != "" {
			return d
		}
	}
	return ""
}

func sameNumber(a, b json.Number) bool {
	if a == b {
		return true
	}
	if isDigits(a) && isDigits(b) {
		return false // whole numbers are compared by their digits: a float64 would round large ones
	}
	x, errX := a.Float64()
	y, errY := b.Float64()
	return errX == nil && errY == nil && x == y
}

func isDigits(n json.Number) bool { return !strings.ContainsAny(string(n), ".eE") }

// brief shows a value in a few words.
func brief(v any) string {
	text := string(encode(v))
	const longest = 200
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + fmt.Sprintf("… (%d bytes)", len(text))
}
