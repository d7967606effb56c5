// Package world is the state of one world: the seeded data, and what was written since.
//
// A world changes by commands and by nothing else. A command is a small value that can be written down; applying one is
// deterministic; the time and whatever chance decided are inside it. Reading never changes a world. Its seeded data are a
// function of its options and of its anchor, the instant at which they end, so they can be forgotten and made again.
//
// What an API keeps is its own business: an API value says how that is made, which commands change it, and what can be asked.
// The package knows no API, and nothing of HTTP.
package world
