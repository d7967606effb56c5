package eventstore

// numbered is texts that are kept once each, by number.
type numbered struct {
	texts   []string
	numbers map[string]uint32
}

// number is that of a text, which has one from now on.
func (n *numbered) number(text string) uint32 {
	number, known := n.numbers[text]
	if !known {
		if n.numbers == nil {
			n.numbers = map[string]uint32{}
		}
		number = uint32(len(n.texts)) //nolint:gosec // memory ends before the numbers do
		n.numbers[text], n.texts = number, append(n.texts, text)
	}
	return number
}

func (n *numbered) has(text string) bool {
	_, known := n.numbers[text]
	return known
}
