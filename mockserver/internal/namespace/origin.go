package namespace

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/fixtures"
)

// Origin are the options that say which data there are at the start. With others, what was written down would be of another world.
type Origin struct {
	Seed     uint64 `json:"seed"`
	Scenario string `json:"scenario"`
	Events   int    `json:"events"`
	Now      string `json:"now"`
	Import   string `json:"import,omitempty"` // a digest of the events; empty is none
}

// Origin is that of the server.
func (s *Shared) Origin() (Origin, error) {
	o := s.opts
	origin := Origin{
		Seed: o.Seed, Scenario: cmp.Or(o.Scenario, fixtures.DefaultScenario), Now: o.now(),
		Events: max(0, cmp.Or(o.EventsPerBot, fixtures.DefaultEvents)),
	}
	if len(o.Import) == 0 {
		return origin, nil
	}
	digest := sha256.New()
	for _, line := range o.Import {
		text, err := line.Event.AppendJSON(nil)
		if err != nil {
			return origin, err
		}
		digest.Write(append(text, '\n'))
	}
	origin.Import = hex.EncodeToString(digest.Sum(nil))
	return origin, nil
}

// Differences are what another has differently; nil is nothing.
func (o Origin) Differences(now Origin) error {
	var all []string
	differ := func(option string, then, now any) {
		if then != now {
			all = append(all, fmt.Sprintf("%s %v, not %v", option, then, now))
		}
	}
	differ("seed", o.Seed, now.Seed)
	differ("scenario", o.Scenario, now.Scenario)
	differ("events", o.Events, now.Events)
	differ("now", o.Now, now.Now)
	if o.Import != now.Import {
		all = append(all, "other events to import")
	}
	if all == nil {
		return nil
	}
	return fmt.Errorf("it was begun with %s: start with the same again, or give a directory of its own", strings.Join(all, ", "))
}
