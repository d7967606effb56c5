package mockserver

// Definitions are the APIs that a server has, for tests that go through them all.
var Definitions = definitions

// Namespaces returns how many a server has beside the default one.
func Namespaces(s *Server) int { return s.namespaces.Count() }
