// Package eventstore keeps events in order and answers filtered, paged queries over them.
//
// An event has a time, an id that is unique within its store, a fixed set of field values that queries can compare for
// equality, free labels, and a payload that the store carries without looking inside. Events are ordered by (time, id,
// stream), so that a position in the order stays meaningful when events arrive, when the page size changes and when a store
// is built anew from the same events.
//
// The package knows nothing of HTTP, of JSON or of the APIs it serves.
package eventstore
