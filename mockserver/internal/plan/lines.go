package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Lines are the lines of the parts of a plan as it was written, counted from 1, by their JSON Pointers. Nil knows none.
type Lines map[string]int

// ReadLines reads them off the text of a plan that keeps to its schema, and so is not deep.
func ReadLines(text []byte) Lines {
	r := lineReader{decoder: json.NewDecoder(bytes.NewReader(text)), text: text, line: 1, lines: Lines{}}
	r.value("")
	return r.lines
}

// of is the line of a part, or of what it is in if it is not written.
func (l Lines) of(pointer string) int {
	for {
		if line, there := l[pointer]; there || pointer == "" {
			return line
		}
		pointer = pointer[:strings.LastIndexByte(pointer, '/')]
	}
}

type lineReader struct {
	decoder *json.Decoder
	text    []byte
	offset  int64 // up to where lines were counted
	line    int
	lines   Lines
	over    bool // the text ends, or is no JSON from here on
}

// next reads the next token.
func (r *lineReader) next() json.Token {
	token, err := r.decoder.Token()
	if err != nil {
		r.over = true
		return nil
	}
	end := r.decoder.InputOffset()
	r.line += bytes.Count(r.text[r.offset:end], []byte("\n"))
	r.offset = end
	return token
}

func (r *lineReader) more() bool { return !r.over && r.decoder.More() }

func (r *lineReader) value(pointer string) {
	token := r.next()
	if _, named := r.lines[pointer]; !named {
		r.lines[pointer] = r.line
	}
	switch token {
	case json.Delim('{'):
		for r.more() {
			name, _ := r.next().(string)
			member := pointer + "/" + escape(name)
			r.lines[member] = r.line // of two with one name the last counts
			r.value(member)
		}
		r.next()
	case json.Delim('['):
		for i := 0; r.more(); i++ {
			r.value(fmt.Sprintf("%s/%d", pointer, i))
		}
		r.next()
	}
}
