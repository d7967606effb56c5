package journal

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/spec"
)

// keptBreaking is how many of those that broke the contract, and that are not alike, are remembered across resets.
const keptBreaking = 100

// Recorded is one violation and the request it was found in.
type Recorded struct {
	spec.Violation
	Namespace string // set by Add
	RequestID string
	At        time.Time // by the world's clock
	Method    string
	Path      string
	Status    int
	API       string // "chatlayer", "inkeep" or empty for a path of neither
	Noted     bool   // it is advisory and no request is refused for it, or it is on purpose
	Times     int64  // of a reason: how many are like it, itself among them
}

// size is about what r takes in memory, in bytes. Rules and operations are the contract's own texts.
func (r *Recorded) size() int {
	const fixed = 120
	return fixed + violationSize(&r.Violation) + len(r.RequestID) + len(r.Method) + len(r.Path)
}

// violationSize is about how much memory a violation takes, in bytes.
func violationSize(v *spec.Violation) int {
	const fixed = 280
	return fixed + len(v.Name) + len(v.Pointer) + len(v.Place.Pointer) + len(v.Got) + len(v.Expected) + len(v.Fix)
}

// Violations remember the latest violations and count all. The zero value is empty. It is safe for concurrent use.
type Violations struct {
	Namespace string      // whose they are; set before the first one
	All       *Violations // of all namespaces, which get them too; nil if there are none

	mu       sync.Mutex
	total    int64      // violations since the last reset, but those on purpose
	purposed int64      // those on purpose, likewise
	broken   int64      // requests that broke the contract, since the start
	kept     latest     // since the last reset
	breaking []Recorded // the latest of each kind that broke the contract, oldest first, since the start

	watched   map[string]*Breaking // by the name of a namespace
	unwatched Breaking             // in all others

	strays    int64 // since the last reset
	allStrays int64 // since the start

	allPurposed int64            // violations on purpose, since the start
	byRule      map[string]int64 // violations of the requests that broke counts, since the start
}

// Add remembers what one request broke; breaking says that it was more than advice.
func (l *Violations) Add(found []Recorded, breaking bool) {
	if l.All != nil {
		for i := range found {
			found[i].Namespace = l.Namespace
		}
		l.All.Add(found, breaking)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range found {
		if found[i].OnPurpose {
			l.purposed++
			l.allPurposed++
			continue
		}
		l.total++
		if breaking {
			l.reason(found[i])
			l.breaks(found[i])
			if l.byRule == nil {
				l.byRule = map[string]int64{}
			}
			l.byRule[found[i].Rule]++
		}
	}
	if breaking {
		l.broken++
	}
	l.kept.add(found)
}

// AddStray counts a stray.
func (l *Violations) AddStray() {
	if l.All != nil {
		l.All.AddStray()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.strays++
	l.allStrays++
}

// Latest returns how many violations, but those on purpose, and strays there were since the last reset, and the latest n violations that
// are kept, those on purpose too, oldest first.
func (l *Violations) Latest(n int) (total, strays int64, kept []Recorded) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.total, l.strays, l.kept.last(n)
}

// Clear forgets what a reset forgets.
func (l *Violations) Clear() {
	if l.All != nil {
		l.All.forget(l.Namespace)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total, l.purposed, l.strays, l.kept = 0, 0, 0, latest{}
}

// forget forgets the latest violations of one namespace, which was reset.
func (l *Violations) forget(namespace string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.kept.forget(namespace)
}

// Reasons returns the violations of the requests that Broken counts, of those that are alike the latest, oldest first; at most the latest
// hundred are remembered, resets or not.
func (l *Violations) Reasons() []Recorded {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.breaking)
}

// Broken returns how many requests broke the contract since the start, resets included.
func (l *Violations) Broken() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.broken
}

// Strays returns how many strays there were since the start, resets included.
func (l *Violations) Strays() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.allStrays
}

// OnPurpose returns how many violations requests had announced since the last reset, and since the start.
func (l *Violations) OnPurpose() (sinceReset, ever int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.purposed, l.allPurposed
}

// ByRule returns how many violations of each rule the requests have that Broken counts, those on purpose not among them.
func (l *Violations) ByRule() map[string]int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.byRule)
}
