package mockserver

import "github.com/understudy-mock/understudy/mockserver/internal/controlapi"

// Checks are those of a conformance runner. Its methods are called for one request each, and Run for one at a time.
type Checks = controlapi.Checks
