package queries

import (
	"context"
	"encoding/csv"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// exportReadable looks for what an event says, with every sign that CSV needs for itself, and for what events say whose properties the
// first row does not have.
var exportReadable = conformance.Check{
	ID:          "inkeep.query.export-readable",
	Level:       conformance.Should,
	Requirement: "INK-QRY-68",
	Also:        []string{"INK-QRY-64"},
	Title:       "An export is CSV, in which a value with commas, quotes and line feeds is one value, and has the properties of all rows.",
	Operations:  []string{"ExportEvents", "QueryEvents", kit.LogEvent},
	Floor:       map[string]int{"exports": 2},
	Run: with(func(ctx context.Context, q *asker) {
		q.all(ctx)
		question := object{
			"select": []object{field("id"), field("createdAt"), field("properties")}, "where": q.own(),
			"orderBy": []object{{"field": "createdAt", "direction": "desc"}},
		}
		got := q.export(ctx, eventsPath, question)
		if why := kit.Unoffered(got); why != "" {
			q.NotApplicable("%s", why)
		}
		lacks := func(name string) bool { return !strings.Contains(string(got.Text), name) }
		if i := slices.IndexFunc(q.planted.names, lacks); got.Good() && i >= 0 {
			var symptoms []conformance.Symptom
			if lacks(q.planted.ids[i]) {
				symptoms = append(symptoms, otherEvents())
			}
			q.FailWith(got, "an export lacks properties that its events have", "the property name of each event, such as "+
				kit.Brief(q.planted.names[i]), got.Shown(), symptoms...)
		}
		said := "one, \"two\"; three\nfour " + q.Mark()
		one := q.Log(ctx, func() kit.Draft { return q.Message().With("properties", object{"note": said}) })
		id := one.Member("id")
		where := is("id", "eq", id)
		if id == "" || !q.Await(ctx, func() bool {
			return len(rows(q.ask(ctx, object{"select": []object{field("id")}, "where": where}))) == 1
		}) {
			q.NotApplicable("an event of the run is not found by its id; mend that first")
		}
		note := object{"type": "field", "field": "properties", "path": []string{"note"}}
		reads := func(comma rune) bool { return inOneRow(string(got.Text), comma, id, said) }
		if !q.Await(ctx, func() bool { // an export may learn of it later than a query
			got = q.export(ctx, eventsPath, object{"select": []object{field("id"), note}, "where": where})
			return !got.Good() || slices.ContainsFunc([]rune{',', ';', '\t'}, reads)
		}) {
			if !strings.Contains(string(got.Text), id) {
				q.Inconclusive("an export has no event of the last %s, and nobody says how long one takes to be in it", q.Target().Settle)
			}
			got.Before = one
			q.FailWith(got, "an export cannot be read as CSV: a value with a comma, quotes and a line feed is not one value",
				"a row with the values "+kit.Brief([]string{id, said}), got.Shown())
		}
	}),
}

func otherEvents() conformance.Symptom {
	return conformance.Symptom{Text: "an export has other events than its query finds"}
}

// inOneRow reports whether a text is CSV in which a row has all of some values. Line feeds may have become those of CSV.
func inOneRow(text string, comma rune, values ...string) bool {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.Comma, r.FieldsPerRecord = comma, -1
	all, err := r.ReadAll()
	return err == nil && slices.ContainsFunc(all, func(row []string) bool {
		return !slices.ContainsFunc(values, func(value string) bool { return !slices.Contains(row, value) })
	})
}
