package namespace

import "encoding/binary"

// headerWords are an Authorization header in as many words as every other has, so that to compare two takes the same time whatever
// they are. The last word is the length. The zero value is none.
type headerWords [16]uint64

// wordsOf is none of a header that is empty, or longer than those of nearly all clients.
func wordsOf(header string) (w headerWords) {
	const word, last = 8, len(w) - 1
	var text [last * word]byte
	if len(header) > len(text) {
		return w
	}
	copy(text[:], header)
	for i := range last {
		w[i] = binary.LittleEndian.Uint64(text[i*word:])
	}
	w[last] = uint64(len(header))
	return w
}

// is reports whether both are the same, and not none.
func (w *headerWords) is(sent *headerWords) bool {
	differ := uint64(0)
	for i := range w {
		differ |= w[i] ^ sent[i]
	}
	return differ == 0 && sent[len(sent)-1] > 0
}
