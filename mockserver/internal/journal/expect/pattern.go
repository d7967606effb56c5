package expect

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/spec"
)

// Difference is a place where an exchange is not what was expected.
type Difference struct {
	Pointer  string // into the exchange, such as /body/attributes/plan
	Expected any    // as the expectation has it
	Got      any
	Absent   bool // there is nothing
	weight   int  // how much is not as expected
}

// pattern says what a value must be.
type pattern struct {
	written any  // as the expectation has it
	word    bool // it is one of those below
	absent  bool
	any     bool
	regex   *regexp.Regexp
	members map[string]*pattern // that an object has, among others
	items   []*pattern          // of a list, one by one
	list    bool
	value   any // a text, a number, true, false or null
}

// The words that stand for a value.
const (
	wordRegex  = "$regex"
	wordAbsent = "$absent"
	wordAny    = "$any"
)

// compile reads a pattern that stands at a place of the expectation.
func (r *reader) compile(written any, at string) *pattern {
	p := &pattern{written: written}
	switch v := written.(type) {
	case map[string]any:
		for name := range v {
			if strings.HasPrefix(name, "$") {
				p.word = true
				return r.word(p, v, name, at)
			}
		}
		p.members = map[string]*pattern{}
		for name, member := range v {
			p.members[name] = r.compile(member, at+"/"+escaped(name))
		}
	case []any:
		p.list = true
		for i, item := range v {
			p.items = append(p.items, r.compile(item, at+"/"+strconv.Itoa(i)))
		}
	default:
		p.value = v
	}
	return p
}

func (r *reader) word(p *pattern, v map[string]any, name, at string) *pattern {
	words := []string{wordRegex, wordAbsent, wordAny}
	if len(v) > 1 {
		r.wrong(at, strings.Join(slices.Sorted(maps.Keys(v)), ", "), "one of "+strings.Join(words, ", ")+" alone", "leave the others out")
		return p
	}
	yes, isBool := v[name].(bool)
	text, isText := v[name].(string)
	switch {
	case name == wordRegex && isText:
		var err error
		if p.regex, err = regexp.Compile(text); err != nil {
			r.wrong(at+"/"+name, quoted(text), "a regular expression (RE2)", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		}
	case (name == wordAbsent || name == wordAny) && isBool:
		p.absent, p.any = (name == wordAbsent) == yes, (name == wordAbsent) != yes
	case name == wordRegex:
		r.wrong(at+"/"+name, quoted(v[name]), "a regular expression (RE2) as a text", "put it in quotes")
	case name == wordAbsent || name == wordAny:
		r.wrong(at+"/"+name, quoted(v[name]), "true or false", "write true")
	default:
		r.wrong(at, quoted(name), "one of "+strings.Join(words, ", "), spec.FixName(name, words, "use one of them"))
	}
	return p
}

// escaped is a name as JSON pointers have it.
func escaped(name string) string { return strings.NewReplacer("~", "~0", "/", "~1").Replace(name) }

func quoted(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return spec.Cut(string(text), 80)
}

// differ tells where a value is not what the pattern says. there is false if there is no value.
func (p *pattern) differ(got any, there bool, at string) []Difference {
	switch {
	case p.any && there, p.absent && !there:
		return nil
	case p.any, p.absent, !there:
		return p.unlike(got, there, at)
	case p.members != nil:
		return p.differObject(got, at)
	case p.list:
		return p.differList(got, at)
	case p.regex != nil:
		if text, ok := textOf(got); ok && p.regex.MatchString(text) {
			return nil
		}
	case same(p.value, got):
		return nil
	}
	return p.unlike(got, there, at)
}

func (p *pattern) unlike(got any, there bool, at string) []Difference {
	weight := 2 * p.leaves()
	if there {
		weight-- // another value is nearer than none
	}
	return []Difference{{Pointer: at, Expected: p.written, Got: got, Absent: !there, weight: weight}}
}

// leaves is of how many values the pattern tells something.
func (p *pattern) leaves() (all int) {
	for _, member := range p.members {
		all += member.leaves()
	}
	for _, item := range p.items {
		all += item.leaves()
	}
	return max(all, 1)
}

func (p *pattern) differObject(got any, at string) (all []Difference) {
	object, ok := got.(map[string]any)
	if !ok {
		return p.unlike(got, true, at)
	}
	for _, name := range slices.Sorted(maps.Keys(p.members)) {
		member, there := object[name]
		all = append(all, p.members[name].differ(member, there, at+"/"+escaped(name))...)
	}
	return all
}

func (p *pattern) differList(got any, at string) (all []Difference) {
	list, ok := got.([]any)
	if !ok || len(list) != len(p.items) {
		return p.unlike(got, true, at)
	}
	for i, item := range p.items {
		all = append(all, item.differ(list[i], true, at+"/"+strconv.Itoa(i))...)
	}
	return all
}

// differTexts is differ for what is text by nature and may be there more than once, such as a query parameter: one that fits is enough,
// unless the pattern is a list.
func (p *pattern) differTexts(got []string, at string) []Difference {
	texts := make([]any, len(got))
	for i, text := range got {
		texts[i] = text
	}
	if p.list && len(p.items) == len(got) {
		var all []Difference
		for i, item := range p.items {
			all = append(all, item.differTexts(got[i:i+1], at+"/"+strconv.Itoa(i))...)
		}
		return all
	}
	if !p.list && slices.ContainsFunc(got, p.fits) || p.absent && len(got) == 0 {
		return nil
	}
	if len(got) == 1 {
		return p.unlike(got[0], true, at)
	}
	return p.unlike(texts, len(got) > 0, at)
}

// fits reports whether a text is what the pattern says; of a number it has the digits.
func (p *pattern) fits(text string) bool {
	switch {
	case p.absent || p.members != nil:
		return false
	case p.any:
		return true
	case p.regex != nil:
		return p.regex.MatchString(text)
	}
	wanted, ok := textOf(p.value)
	return ok && (wanted == text || sameNumber(p.value, json.Number(text)))
}

// textOf is a text, or a number or truth as it is written.
func textOf(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	default:
		return "", false
	}
}

func same(wanted, got any) bool {
	switch got.(type) {
	case map[string]any, []any:
		return false
	}
	return wanted == got || sameNumber(wanted, got)
}

// sameNumber reports whether both are numbers, and the same however they are written.
func sameNumber(a, b any) bool {
	x, isNumber := a.(json.Number)
	y, too := b.(json.Number)
	if !isNumber || !too {
		return false
	}
	if !strings.ContainsAny(x.String()+y.String(), ".eE") { // whole numbers may have more digits than a float64
		return x == y
	}
	f, errF := x.Float64()
	g, errG := y.Float64()
	return errF == nil && errG == nil && f == g
}
