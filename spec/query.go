package spec

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// pair is one name=value of a query, decoded.
type pair struct {
	name, value string
	declared    bool
}

// queryParameters checks a raw query against the declared parameters, and adds those that are right to read.
func (f *findings) queryParameters(o *Operation, raw string, read *[]node) {
	var room [16]pair // what most queries need
	sent := f.pairs(o, raw, room[:0])
	for _, p := range o.parameters {
		if p.in == InQuery && !f.queryParameter(p, sent, read) && p.required && !f.has(p) {
			f.missing(p, addOrRename("required query parameter "+p.name, p.name, namesOf(sent), o.queryNames, func(name string) bool {
				return slices.ContainsFunc(sent, func(s pair) bool { return s.name == name && p.takes(s.value) })
			}))
		}
	}
	var told map[string]bool
	for _, s := range sent {
		if !s.declared && !told[s.name] {
			if told == nil {
				told = map[string]bool{}
			}
			told[s.name] = true
			f.undeclaredParameter(o, s.name)
		}
	}
}

func namesOf(sent []pair) []string {
	names := make([]string, len(sent))
	for i, s := range sent {
		names[i] = s.name
	}
	return names
}

// pairs splits a query as a URL-encoded form is split. What url.ParseQuery drops silently or refuses whole is reported
// pair by pair and left out. The others are added to sent.
func (f *findings) pairs(o *Operation, raw string, sent []pair) []pair {
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		if strings.IndexByte(part, ';') >= 0 {
			f.pair(o, part, "query.separator", "pairs joined by &", "join pairs by &, and percent-encode a semicolon in a value as %3B")
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, nameErr := unescape(name)
		value, valueErr := unescape(value)
		if nameErr != nil || valueErr != nil {
			f.pair(o, part, "query.encoding", "a percent sign and two hexadecimal digits", "percent-encode a lone % as %25")
			continue
		}
		sent = append(sent, pair{name: name, value: value})
	}
	return sent
}

// unescape is url.QueryUnescape, which most texts do not need.
func unescape(text string) (string, error) {
	if strings.IndexByte(text, '%') < 0 && strings.IndexByte(text, '+') < 0 {
		return text, nil
	}
	return url.QueryUnescape(text)
}

// pair reports a part of the query that cannot be read. Its text is not shown whole: an unreadable pair may be a secret.
func (f *findings) pair(o *Operation, part, rule, expected, advice string) {
	name, _, _ := strings.Cut(part, "=")
	place := o.pointer + "/parameters"
	shown := name
	if p := o.query[name]; p != nil {
		place, shown = p.place, part
	}
	f.add(Violation{Rule: rule, In: InQuery, Name: name, Got: quote(shown), Expected: expected, Fix: advice}, place)
}

// queryParameter checks one declared parameter. It says false if it was not sent.
func (f *findings) queryParameter(p *parameter, sent []pair, read *[]node) bool {
	var one string
	var more []string
	times := 0
	for i := range sent {
		s := &sent[i]
		if s.name != p.name {
			continue
		}
		if times++; times > 1 {
			more = append(more, s.value)
		} else {
			one = s.value
		}
		s.declared = true
	}
	switch times {
	case 0:
		return false
	case 1:
		if value, ok := f.scalar(p, one); ok {
			*read = append(*read, value)
		}
	default:
		f.parameter(p, "repeated", strings.Join(append([]string{one}, more...), ", "), "one value", "send it once")
	}
	return true
}

// has says that something was already found about a parameter.
func (f *findings) has(p *parameter) bool {
	for _, v := range f.list {
		if v.In == p.in && v.Name == p.name {
			return true
		}
	}
	return false
}

// undeclaredParameter shows the name alone: a value that nobody asked for may be a secret.
func (f *findings) undeclaredParameter(o *Operation, name string) {
	v := Violation{Rule: "query.undeclared", In: InQuery, Name: name, Got: quote(name), Advisory: true}
	switch {
	case !utf8.ValidString(name):
		v.Rule, v.Advisory = "query.utf8", false
		v.Expected, v.Fix = "a name in UTF-8", "encode it as UTF-8 and then percent-encode its bytes"
	case strings.Contains(name, "\x00"):
		v.Rule, v.Advisory = "query.nul", false
		v.Expected, v.Fix = "a name without NUL bytes", "remove the NUL byte"
	default:
		v.Expected, v.Fix = "no such parameter", "leave it out"
		if near := Nearest(name, o.queryNames); near != "" {
			v.Fix = "did you mean " + near + "? Rename it or leave it out"
		}
		if len(o.queryNames) > 0 {
			v.Expected = "one of " + strings.Join(o.queryNames, ", ")
		}
	}
	f.add(v, o.pointer+"/parameters")
}
