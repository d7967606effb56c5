package query

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// Members is a question about the members of the objects in a field: what they are called, or what the one with a name is.
type Members struct {
	Field string
	Key   *string // nil asks for names
	Where Filter
	Most  int // how many texts are given at most; zero is no limit
}

// Members answers with texts that differ, the least first. What is null has none. The error is as that of Run.
func (t *Table) Members(ctx context.Context, m Members) ([]string, error) {
	var path []string
	if m.Key != nil {
		path = []string{*m.Key}
	}
	at, err := t.locate(m.Field, path, "/field", "/key")
	if err != nil {
		return nil, err
	}
	work := &asked{Table: t, ended: ctx.Err}
	lets, err := work.filter(m.Where, "/where")
	if err != nil {
		return nil, err
	}
	found := leastTexts{most: m.Most, texts: map[string]struct{}{}}
	err = work.each(m.Where, lets, func(r Row) error {
		v := at.of(r)
		switch {
		case v.Kind == Null:
		case m.Key != nil:
			found.add(v.String())
		default:
			gjson.Parse(v.Text).ForEach(func(name, _ gjson.Result) bool {
				found.add(name.Str)
				return true
			})
		}
		if found.held > mostHeld {
			return tooMuch("names and values", "narrow where")
		}
		return nil
	})
	return found.list(), err
}

// leastTexts are the least of some texts, and a few more if there is a limit.
type leastTexts struct {
	most, held int
	texts      map[string]struct{}
}

func (l *leastTexts) add(text string) {
	if _, there := l.texts[text]; there {
		return
	}
	l.texts[strings.Clone(text)] = struct{}{}
	const each = 40
	l.held += each + len(text)
	if l.most == 0 || len(l.texts) <= 2*l.most {
		return
	}
	kept := l.list()
	clear(l.texts)
	l.held = 0
	for _, text := range kept {
		l.texts[text] = struct{}{}
		l.held += each + len(text)
	}
}

func (l *leastTexts) list() []string {
	texts := slices.Sorted(maps.Keys(l.texts))
	if l.most > 0 && len(texts) > l.most {
		texts = texts[:l.most]
	}
	return texts
}

// Has reports whether a table has all fields that a filter names.
func (t *Table) Has(f Filter) bool {
	lacks := func(f Filter) bool { return !t.Has(f) }
	return (f.Condition == nil || slices.ContainsFunc(t.Fields, func(field Field) bool { return field.Name == f.Condition.Field })) &&
		!slices.ContainsFunc(f.And, lacks) && !slices.ContainsFunc(f.Or, lacks)
}
