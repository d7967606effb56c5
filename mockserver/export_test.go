package mockserver

// Definitions are the APIs that a server has, for tests that go through them all.
var Definitions = definitions
