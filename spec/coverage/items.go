package coverage

import "github.com/understudy-mock/understudy/spec"

// Items are what can be used of some contracts. They are immutable and safe for concurrent use.
type Items struct {
	parts []part
	all   []spec.Item
	index map[string]int // by id
}

// part is what can be used of one contract: so many of all, from the first on.
type part struct {
	contract     *spec.Contract
	first, count int
}

// Of returns the items of contracts, in this order.
func Of(contracts ...*spec.Contract) *Items {
	items := &Items{index: map[string]int{}}
	for _, c := range contracts {
		own := c.Items()
		items.parts = append(items.parts, part{c, len(items.all), len(own)})
		items.all = append(items.all, own...)
	}
	for i, it := range items.all {
		items.index[it.ID] = i
	}
	return items
}

// part returns the part of a contract by its name.
func (items *Items) part(name string) (number int, there bool) {
	for i := range items.parts {
		if items.parts[i].contract.Name() == name {
			return i, true
		}
	}
	return 0, false
}
