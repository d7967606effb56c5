package spec

import "strings"

// choose finds the form that an object is meant for, by the member that says so, and stays where it is.
func (r *formReader) choose(f *form) *form {
	start := r.at
	defer func() { r.at = start }()
	r.at++
	for n := 0; !r.take('}'); n++ {
		if n > 0 && !r.take(',') || r.peek() != '"' {
			return nil
		}
		name, ok := r.string()
		if !ok || !r.take(':') {
			return nil
		}
		if name == f.tag {
			if r.peek() != '"' {
				return nil
			}
			value, _ := r.string()
			return f.tagged[value]
		}
		if !r.pass() {
			return nil
		}
	}
	return nil
}

// pass steps over a value without a look at it: it is read again.
func (r *formReader) pass() bool {
	for open := 0; ; {
		switch c := r.peek(); c {
		case 0:
			return false
		case '"':
			if _, ok := r.string(); !ok {
				return false
			}
		case '{', '[':
			open, r.at = open+1, r.at+1
		case '}', ']':
			open, r.at = open-1, r.at+1
		case ',', ':':
			r.at++
			continue
		default:
			r.at++
			if open > 0 {
				continue
			}
			for r.at < len(r.text) && strings.IndexByte(",}] \t\r\n", r.text[r.at]) < 0 {
				r.at++
			}
		}
		if open <= 0 {
			return open == 0
		}
	}
}
