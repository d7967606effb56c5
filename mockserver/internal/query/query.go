package query

import (
	"iter"

	"github.com/tidwall/gjson"
)

// Table is what can be asked about.
type Table struct {
	Fields []Field
	// Rows are those of a span of Time. They may be more: what a query does not ask for is left out all the same.
	Rows func(Span) iter.Seq[Row]
	// Time is the field of a time bucket that names none.
	Time string
	// Searched are the places of the fields with words.
	Searched []int
}

// Field is a column of a table.
type Field struct {
	Name string
	Kind FieldKind
}

// FieldKind says what the values of a field are, but for those that are null.
type FieldKind int

// The kinds of fields.
const (
	TextField FieldKind = iota
	TimeField
	JSONField // an object or an array, whose values are asked for by a path
)

// Row is one row of a table. It is read while the query runs and is not changed meanwhile.
type Row interface {
	// Value is that of a field, by its place in Table.Fields.
	Value(field int) Value
}

// MostColumns is how many selections, groups and orders a query may have together.
const MostColumns = 100

// Query is a question. Its zero value asks for all fields of all rows, in the order in which they come.
type Query struct {
	Select  []Selection
	GroupBy []Group
	Where   Filter
	// Words are what rows have that are looked at: each of them in a field of Table.Searched, whatever the case of the letters.
	Words   []string
	OrderBy []Order
	// Most is how many rows are given at most; the others are counted. Zero is no limit.
	Most int
	// Whole says that an answer that leaves rows out is none.
	Whole bool
}

// Selection is a column to be given: a field, the bucket of a time, or an aggregate. One aggregate makes the answer one row for each
// group of the query's GroupBy, buckets and selected fields.
type Selection struct {
	Aggregation Aggregation // empty for the other two
	Unit        Unit        // empty for the other two
	Field       string      // may be empty for an aggregate, and for a bucket, which then is of Table.Time
	Path        []string    // into a field of kind JSONField
}

// Group makes one row of all rows that have one value.
type Group struct {
	Field  string
	Path   []string
	Hidden bool // the value is not given
}

// Filter says which rows are looked at: those of the condition, of all in And, or of one in Or. The zero value is all rows.
type Filter struct {
	Condition *Condition
	And       []Filter
	Or        []Filter
}

// Condition compares a field, or what a path leads to in it, with a value.
type Condition struct {
	Field    string
	Operator Operator
	Path     []string
	Value    gjson.Result // JSON; what does not exist is null
}

// Order says by what rows are ordered.
type Order struct {
	// Key is that of a column, given or not: a field, FIELD_UNIT or AGGREGATION_FIELD.
	Key        string
	Descending bool
}

// Aggregation makes one number of many values. Values that are null do not count.
type Aggregation string

// The aggregations. Sum, Avg, Min and Max are of numbers, of texts that are numbers, and of times in milliseconds since 1970; where there
// is none of these, or the number is beyond a float64, they are null.
const (
	Count         Aggregation = "count" // of rows where no field is named
	CountDistinct Aggregation = "countDistinct"
	Sum           Aggregation = "sum"
	Avg           Aggregation = "avg"
	Min           Aggregation = "min"
	Max           Aggregation = "max"
)

// Unit is the length of a time bucket.
type Unit string

// The units.
const (
	Hour  Unit = "hour"
	Day   Unit = "day"
	Week  Unit = "week"
	Month Unit = "month"
)

// Result is an answer.
type Result struct {
	Columns []Column
	Rows    [][]Value
	Total   int // how many rows there are without Query.Most
}

// Column is one of an answer.
type Column struct {
	// Key is the field; FIELD.PATH; AGGREGATION, AGGREGATION_FIELD or AGGREGATION_FIELD.PATH; or FIELD_UNIT.
	Key  string
	Kind ColumnKind
}

// ColumnKind says what a column holds.
type ColumnKind int

// The kinds of columns.
const (
	Plain ColumnKind = iota
	AtPath
	Bucket
	Aggregate
)

// InvalidError is a query that cannot be answered. Place is a JSON pointer into the query as an API writes it.
type InvalidError struct{ Place, Got, Expected, Fix string }

// Error tells all of it.
func (e *InvalidError) Error() string {
	return e.Place + ": got " + e.Got + ", expected " + e.Expected + "; " + e.Fix
}
