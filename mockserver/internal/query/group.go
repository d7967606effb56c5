package query

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"
)

// group is all rows of one key.
type group struct {
	keys []Value     // in the order of plan.keys
	made []aggregate // by column; those that group have none
}

// aggregate is what has been made of the values of a group.
type aggregate struct {
	count, numbers int
	sum, min, max  float64
	distinct       map[string]struct{}
}

// add looks at a row that passed.
func (p *plan) add(r Row) error {
	if !p.grouped {
		return p.keep(r)
	}
	p.key = p.key[:0]
	for i, at := range p.keys {
		p.latest[i] = p.columns[at].of(r)
		p.key = appendKey(p.key, p.latest[i])
	}
	g, there := p.groups[string(p.key)]
	if !there {
		g = &group{keys: slices.Clone(p.latest), made: make([]aggregate, len(p.columns))}
		p.groups[string(p.key)] = g
		p.all = append(p.all, g)
		const each = 100
		p.held += 2*len(p.key) + each*(1+len(p.columns))
	}
	for i, c := range p.columns {
		if c.aggregation != "" {
			p.held += g.made[i].add(c, r)
		}
	}
	if p.held > mostHeld {
		return tooMuch("groups and distinct values", "narrow where, or group by what has fewer values")
	}
	return nil
}

// keep holds a row, and of many no more than can be given.
func (p *plan) keep(r Row) error {
	p.passed++
	switch {
	case p.whole && p.passed > p.most:
		return p.cut()
	case p.most > 0 && len(p.order) == 0 && len(p.rows) == p.most:
		return nil
	case p.most > 0 && len(p.rows) == 4*p.most:
		first := make([]Row, 0, 4*p.most)
		for _, i := range p.ordered(len(p.rows), p.ofRow) {
			first = append(first, p.rows[i])
		}
		p.rows = first
	}
	p.rows = append(p.rows, r)
	return nil
}

// cut refuses an answer that would leave rows out.
func (p *plan) cut() error {
	most := strconv.Itoa(p.most)
	return &InvalidError{Got: "more than " + most + " rows", Expected: "at most " + most, Fix: "narrow where"}
}

// appendKey tells values apart that are not given alike: a number and a text that is one have one key, and so have objects that differ
// in the order of their members.
func appendKey(key []byte, v Value) []byte {
	switch v.Kind {
	case Null:
		return append(key, '0')
	case Time:
		return binary.AppendVarint(binary.AppendVarint(append(key, 't'), v.Time.Unix()), int64(v.Time.Nanosecond()))
	}
	text, sign := v.String(), byte('s')
	if v.Kind == JSON {
		text, sign = canonical(v.Text), 'j'
	}
	return append(binary.AppendUvarint(append(key, sign), uint64(len(text))), text...)
}

// add looks at a row, and returns about how many bytes more are held now.
func (a *aggregate) add(c column, r Row) (more int) {
	if c.field < 0 {
		a.count++
		return 0
	}
	v := c.of(r)
	if v.Kind == Null {
		return 0
	}
	a.count++
	if c.aggregation == CountDistinct {
		if a.distinct == nil {
			a.distinct = map[string]struct{}{}
		}
		before, key := len(a.distinct), string(appendKey(nil, v))
		a.distinct[key] = struct{}{}
		const each = 40
		return (len(a.distinct) - before) * (each + len(key))
	}
	if number, ok := v.number(); ok {
		n := number.Number
		if a.numbers == 0 {
			a.min, a.max = n, n
		}
		a.numbers++
		a.sum, a.min, a.max = a.sum+n, min(a.min, n), max(a.max, n)
	}
	return 0
}

// value is what an aggregation makes of the values.
func (a *aggregate) value(c column) Value {
	switch {
	case c.aggregation == CountDistinct && c.field >= 0:
		return numberOf(float64(len(a.distinct)))
	case c.aggregation == Count, c.aggregation == CountDistinct:
		return numberOf(float64(a.count))
	case a.numbers == 0:
		return Value{}
	case c.aggregation == Sum:
		return numberOf(a.sum)
	case c.aggregation == Avg:
		return numberOf(a.sum / float64(a.numbers))
	case c.aggregation == Min:
		return numberOf(a.min)
	}
	return numberOf(a.max)
}

// result is the answer.
func (p *plan) result() (Result, error) {
	if p.grouped && len(p.keys) == 0 && len(p.all) == 0 { // the aggregates of nothing
		p.all = append(p.all, &group{made: make([]aggregate, len(p.columns))})
	}
	of, there, total := p.ofRow, len(p.rows), p.passed
	if p.grouped {
		of, there, total = p.ofGroup, len(p.all), len(p.all)
	}
	if p.whole && total > p.most {
		return Result{}, p.cut()
	}
	order := p.ordered(there, of)
	r, size := Result{Total: total}, 0
	given := slices.DeleteFunc(slices.Clone(p.columns), func(c column) bool { return c.hidden })
	for _, c := range given {
		r.Columns = append(r.Columns, c.Column)
	}
	r.Rows = make([][]Value, 0, len(order))
	for _, i := range order {
		row := make([]Value, 0, len(given))
		for at, c := range p.columns {
			if !c.hidden {
				v := of(i, at)
				row = append(row, v)
				size += len(v.Text)
			}
		}
		r.Rows = append(r.Rows, row)
		if size > mostHeld {
			return Result{}, tooMuch("results", "narrow where, or select less")
		}
	}
	return r, nil
}

func (p *plan) ofRow(row, at int) Value { return p.columns[at].of(p.rows[row]) }

func (p *plan) ofGroup(row, at int) Value {
	if c := p.columns[at]; c.aggregation != "" {
		return p.all[row].made[at].value(c)
	}
	return p.all[row].keys[slices.Index(p.keys, at)]
}

// ordered is the places of the rows that are given, of so many, in their order.
func (p *plan) ordered(there int, of func(row, at int) Value) []int {
	order := make([]int, there)
	for i := range order {
		order[i] = i
	}
	p.sort(order, of)
	if p.most > 0 && there > p.most {
		order = order[:p.most]
	}
	return order
}

// sort orders rows by what the query says; those that are alike in that stay as they came. Null is last in either direction.
func (p *plan) sort(order []int, of func(row, at int) Value) {
	if len(p.order) == 0 {
		return
	}
	values := make([][]Value, len(order))
	for i := range order {
		values[i] = make([]Value, len(p.order))
		for k, b := range p.order {
			values[i][k] = of(i, b.column)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		for k, by := range p.order {
			left, right := values[a][k], values[b][k]
			if (left.Kind == Null) != (right.Kind == Null) {
				return -cmp.Compare(left.Kind, right.Kind)
			}
			if c := compare(left, right); c != 0 && by.descending {
				return -c
			} else if c != 0 {
				return c
			}
		}
		return 0
	})
}
