package spec

import "strings"

// nulPlaces gathers where a body holds the character NUL. Storage and other programs cut or refuse texts there, so that a request
// with one is refused, as a NUL byte in a path, a query or a header is; what other servers answer is not ours to accuse.
type nulPlaces struct {
	most     int // how many pointers are kept
	pointers []string
}

// collector is what decodeJSON reports to; nil on the side that is not looked at.
func (n *nulPlaces) collector(side Side) func(pointer string) {
	if side != SideRequest {
		return nil
	}
	return func(pointer string) {
		if len(n.pointers) < n.most {
			n.pointers = append(n.pointers, pointer)
		}
	}
}

// nuls tells them; f.list is put in order by the caller.
func (f *findings) nuls(s *shape, value any, pointers []string) {
	for _, pointer := range pointers {
		path := tokens(pointer)
		got := valueAt(value, path)
		if text, _ := got.(string); !strings.Contains(text, "\x00") { // the name holds it
			got = path[len(path)-1]
		}
		f.add(Violation{
			Rule: RuleBodyNUL, In: InBody, Pointer: pointer, Got: shorten(got),
			Expected: "text without the NUL character U+0000", Fix: "leave the NUL character out",
		}, s.at(value, path).place)
	}
}
