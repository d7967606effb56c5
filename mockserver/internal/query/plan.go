package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// column is one that a plan computes, to be given, to group or order by, or all of these.
type column struct {
	Column
	source
	aggregation Aggregation
	hidden      bool
}

// by is a column that orders.
type by struct {
	column     int
	descending bool
}

// plan is a query made ready to look at rows.
type plan struct {
	columns []column
	keys    []int // of the columns that group, if the query does
	order   []by
	grouped bool
	most    int // of the rows given; zero is no limit
	whole   bool
	held    int // about how much the groups and what is distinct in them take, in bytes

	rows   []Row             // that passed, if nothing groups them; those that cannot be given are let go of in time
	passed int               // how many that were
	groups map[string]*group // by their keys
	all    []*group          // in the order in which they came
	latest []Value           // the values of keys that the latest row has
	key    []byte            // these in one
}

// plan makes a query ready. Without a selection all fields are given.
func (t *Table) plan(q Query) (*plan, error) {
	if n := len(q.Select) + len(q.GroupBy) + len(q.OrderBy); n > MostColumns {
		return nil, &InvalidError{
			"", fmt.Sprintf("%d selections, groups and orders", n), fmt.Sprintf("at most %d", MostColumns), "ask in several queries",
		}
	}
	p := &plan{groups: map[string]*group{}, most: q.Most, whole: q.Whole}
	p.grouped = len(q.GroupBy) > 0 || slices.ContainsFunc(q.Select, func(s Selection) bool { return s.Aggregation != "" })
	for i, g := range q.GroupBy {
		place := fmt.Sprintf("/groupBy/%d", i)
		at, err := t.locate(g.Field, g.Path, place+"/field", place+"/path")
		if err != nil {
			return nil, err
		}
		c := column{Column: named("", g.Field, g.Path), source: at, hidden: g.Hidden}
		if err := p.give(c, place+"/path"); err != nil {
			return nil, err
		}
	}
	for i, s := range q.Select {
		place := fmt.Sprintf("/select/%d", i)
		c, err := t.selected(s, place)
		if err != nil {
			return nil, err
		}
		if err := p.give(c, place+"/path"); err != nil {
			return nil, err
		}
	}
	if len(q.Select) == 0 && !p.grouped {
		for i, f := range t.Fields {
			p.columns = append(p.columns, column{Column: Column{Key: f.Name}, source: source{field: i}})
		}
	}
	p.latest = make([]Value, len(p.keys))
	for i, o := range q.OrderBy {
		at, err := p.find(t, o.Key, fmt.Sprintf("/orderBy/%d/field", i))
		if err != nil {
			return nil, err
		}
		p.order = append(p.order, by{at, o.Descending})
	}
	return p, nil
}

// give adds a column that groups or was selected, or gives one that is there already: no two have one key. Place is that of its path.
func (p *plan) give(c column, place string) error {
	if at := p.column(c.Key); at >= 0 {
		if !slices.Equal(p.columns[at].path, c.path) {
			second := "a second path that is named " + strconv.Quote(c.Key)
			return &InvalidError{place, second, "one", "ask for one of the two in a query of its own"}
		}
		p.columns[at].hidden = p.columns[at].hidden && c.hidden
		return nil
	}
	if p.grouped && c.aggregation == "" {
		p.keys = append(p.keys, len(p.columns))
	}
	p.columns = append(p.columns, c)
	return nil
}

func (p *plan) column(key string) int {
	return slices.IndexFunc(p.columns, func(c column) bool { return c.Key == key })
}

// selected is the column of a selection that stands at a place.
func (t *Table) selected(s Selection, place string) (column, error) {
	if s.Unit != "" && s.Field == "" {
		s.Field = t.Time
	}
	if s.Aggregation != "" && s.Field == "" {
		return column{Column: named(s.Aggregation, "", nil), source: source{field: -1}, aggregation: s.Aggregation}, nil
	}
	at, err := t.locate(s.Field, s.Path, place+"/field", place+"/path")
	at.unit = s.Unit
	c := column{Column: named(s.Aggregation, s.Field, s.Path), source: at, aggregation: s.Aggregation}
	if s.Unit != "" {
		c.Column = Column{Key: s.Field + "_" + string(s.Unit), Kind: Bucket}
	}
	return c, err
}

// named is a column by the rule for keys.
func named(a Aggregation, field string, path []string) Column {
	key := strings.Join(append([]string{field}, path...), ".")
	switch {
	case a != "" && field == "":
		return Column{Key: string(a), Kind: Aggregate}
	case a != "":
		return Column{Key: string(a) + "_" + key, Kind: Aggregate}
	case len(path) > 0:
		return Column{Key: key, Kind: AtPath}
	}
	return Column{Key: key}
}

// find is the column that a key of an order names; one that is not there yet is computed and not given.
func (p *plan) find(t *Table, key, place string) (int, error) {
	if at := p.column(key); at >= 0 {
		return at, nil
	}
	for _, s := range selections(key) {
		c, err := t.selected(s, place)
		if err != nil || (c.aggregation != "") != p.grouped {
			continue
		}
		c.hidden = true
		p.columns = append(p.columns, c)
		return len(p.columns) - 1, nil
	}
	return 0, &InvalidError{place, strconv.Quote(key), "what is selected or grouped by", "select it, or group by it, or order by another"}
}

// selections are those that may have made a key.
func selections(key string) []Selection {
	all := []Selection{{Field: key}}
	if i := strings.LastIndexByte(key, '_'); i > 0 {
		if unit := Unit(key[i+1:]); slices.Contains([]Unit{Hour, Day, Week, Month}, unit) {
			all = append(all, Selection{Field: key[:i], Unit: unit})
		}
	}
	if a, field, found := strings.Cut(key, "_"); found {
		if slices.Contains([]Aggregation{Count, CountDistinct, Sum, Avg, Min, Max}, Aggregation(a)) {
			all = append(all, Selection{Aggregation: Aggregation(a), Field: field})
		}
	}
	return all
}
