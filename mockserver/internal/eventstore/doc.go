// Package eventstore keeps events in order and answers filtered, paged queries over them.
//
// An event has a time, a stream and an id that is unique within it, a fixed set of field values that queries can compare for
// equality, free labels, and a payload that the store carries without looking inside. Events are ordered by (time, id,
// stream), so that a position in the order stays meaningful when events arrive, when the page size changes and when a store
// is built anew from the same events.
//
// # How it is laid out
//
// What was written is an arena: records back to back in large pieces of text, which the garbage collector does not look into.
// The latest events wait unsorted in a small buffer. A full buffer becomes a segment: events in order, with a sorted
// dictionary of all values and, for each, where it stands, as a list of places or as a bitmap. Segments whose times do not
// overlap are a run; runs of like size are merged into one of the next size in the background, so that there are a few for
// each power of the fan-out. A query goes through the runs side by side, in each along the rarest value it asks for.
//
// A search works on a view, which never changes but for the end of its buffer, so nobody waits for a search, a search
// waits for nobody, and a page is one instant.
//
// The package knows nothing of HTTP, of JSON or of the APIs it serves.
package eventstore
