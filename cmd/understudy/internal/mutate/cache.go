package mutate

import (
	"encoding/json"
	"io"
	"maps"
	"slices"

	"github.com/understudy-mock/understudy/conformance/report"
)

// Cache is which mistakes a command is known to notice.
type Cache struct {
	Key
	Killed map[string]report.Mutant `json:"killed"` // by name
}

// Key is what that holds for.
type Key struct {
	Command []string `json:"command"`
	Folder  string   `json:"folder"` // it is run in
	Build   string   `json:"build"`  // of the program, and so of the mistakes
	Flags   string   `json:"flags"`  // that say what the mock is, as a digest
}

// Differs names what another key has otherwise; empty if nothing.
func (k Key) Differs(other Key) string {
	switch {
	case !slices.Equal(k.Command, other.Command):
		return "command"
	case k.Folder != other.Folder:
		return "folder"
	case k.Build != other.Build:
		return "build of understudy"
	case k.Flags != other.Flags:
		return "mock, by its flags"
	default:
		return ""
	}
}

// ReadCache reads what Write has written.
func ReadCache(from io.Reader) (Cache, error) {
	var c Cache
	err := json.NewDecoder(from).Decode(&c)
	return c, err
}

// With is the cache with what else was killed. What did not end in time is not among it: another time it might.
func (c Cache) With(m report.Mutation) Cache {
	killed := maps.Clone(c.Killed)
	if killed == nil {
		killed = map[string]report.Mutant{}
	}
	for _, mutant := range m.Mutants {
		if mutant.Outcome == report.MutantKilled {
			mutant.Known = false
			killed[mutant.Name] = mutant
		}
	}
	c.Killed = killed
	return c
}

// Write writes it as JSON.
func (c Cache) Write(to io.Writer) error {
	encoder := json.NewEncoder(to)
	encoder.SetIndent("", " ")
	return encoder.Encode(c)
}
