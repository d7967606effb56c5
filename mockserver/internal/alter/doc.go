// Package alter is the kit of decorators with which a mock is made to differ: on purpose wrong, as package misbehave has it,
// or different within what the documents allow, as package variant has it. Both are tables of rows; a row names a decorator.
//
// A decorator wraps steps of the pipeline of one server that is being built. What it remembers is made anew for every server
// and ends with it: none starts a goroutine. Choices by chance are functions of counters, of the data or of the seed, so that
// a run can be repeated. What one table alone needs is in that table's package.
package alter
