// Package query answers questions about rows: which to look at, how to group them, what to make of each group, in which order. It knows
// no HTTP and no API: an API says which fields its rows have, and gives the rows.
//
// It reads one pass over the rows and keeps what it is asked for: groups, or the rows that are ordered. What nobody documents of the
// query operations has the plainest reading: comparisons have two outcomes, so that a filter and its opposite part the rows; weeks begin on
// Monday, buckets are in UTC; what is null comes last in either direction; rows that are alike in all that orders them keep the order
// in which they came.
//
// It is no SQL engine within. Most rows are computed when they are asked for, up to a billion of them, and of those of a span alone; an
// engine wants them copied in, for each namespace and after each reset. What is compared here, texts that are numbers beside numbers,
// numbers of more digits than a float64, JSON as it was written, would be functions of ours in it, too. Grouping 100,000 rows by day and by
// a member of their JSON takes 120 ms (110 to 133; BenchmarkGroups). The same on modernc.org/sqlite v1.62.0, which needs no C, took 301 ms
// (269 to 381) on the same machine, after 0.3 s of copying, and made a program 4.2 MB larger; this package and gjson are 0.2 MB. DuckDB's
// driver (github.com/duckdb/duckdb-go) needs cgo, and so a C compiler for each platform, and some 30 MB.
package query
