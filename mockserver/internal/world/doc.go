// Package world is the state of one world: the seeded data, what was written since, and who owns which bot.
//
// A world changes by commands and by nothing else. A command is a small value that can be written down; applying one is
// deterministic; the time and whatever chance decided are inside it. Reading never changes a world. Its seeded data are a
// function of its options and of its anchor, the instant at which they end, so they can be forgotten and made again.
//
// The package knows what the two APIs store; it knows nothing of HTTP.
package world
