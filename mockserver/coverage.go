package mockserver

import "github.com/understudy-mock/understudy/spec/coverage"

// Coverage tells which parts of the APIs requests have used since the server started, in whichever namespace, resets included.
func (s *Server) Coverage() coverage.Report {
	if s.err != nil {
		return coverage.Report{}
	}
	return s.namespaces.Shared().Coverage().Report()
}

// Coverage tells which parts of the APIs requests to the namespace have used since its reset.
func (n *Namespace) Coverage() coverage.Report {
	at, err := n.now()
	if err != nil {
		return coverage.Report{}
	}
	return at.Coverage().Report()
}
