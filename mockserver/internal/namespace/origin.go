package namespace

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
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
	// Which bots are whose depends on these two: a write into one of another team has no effect.
	Strict bool     `json:"strict"` // only the configured credentials are accepted
	Teams  []string `json:"teams"`  // of the credentials; imported bots are the first one's
}

// Origin is that of the server.
func (s *Shared) Origin() (Origin, error) {
	o := s.opts
	origin := Origin{
		Seed: o.Seed, Scenario: cmp.Or(o.Scenario, fixtures.DefaultScenario), Now: o.now(),
		Events: max(0, cmp.Or(o.EventsPerBot, fixtures.DefaultEvents)),
		Strict: o.Auth == AuthStrict, Teams: []string{},
	}
	for _, team := range s.kinds.Teams(o.Credentials) {
		if !slices.Contains(origin.Teams, team) {
			origin.Teams = append(origin.Teams, team)
		}
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
	if o.Teams != nil { // or the state is older
		differ("strict credentials", o.Strict, now.Strict)
		differ("credentials of the teams", strings.Join(o.Teams, " and "), strings.Join(now.Teams, " and "))
	}
	if all == nil {
		return nil
	}
	return fmt.Errorf("it was begun with %s: start with the same again, or give a directory of its own", strings.Join(all, ", "))
}
