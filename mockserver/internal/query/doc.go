// Package query answers questions about rows: which to look at, how to group them, what to make of each group, in which order. It knows
// no HTTP and no API: an API says which fields its rows have, and gives the rows.
//
// It reads one pass over the rows and keeps what it is asked for: groups, or the rows that are ordered. What nobody documents of the
// query operations has the plainest reading: comparisons have two outcomes, so that a filter and its opposite part the rows; weeks begin on
// Monday, buckets are in UTC; what is null comes last in either direction; rows that are alike in all that orders them keep the order
// in which they came.
package query
