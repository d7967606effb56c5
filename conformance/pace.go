package conformance

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

const (
	// beat is how often a run tells how it goes on, if nothing else happens.
	beat = time.Second
	// lately is how far back the pace of a run is looked at.
	lately = 20 * time.Second
	// fewAnswers is how many answers a first estimate is made of.
	fewAnswers = 3
	// soonDone is how long a run may take before there is advice how to shorten it.
	soonDone = time.Minute
	// lingering is how long a check runs before it is named.
	lingering = 5 * time.Second
	// unknownCost is how many requests a check is taken to send that nobody has counted.
	unknownCost = 10
)

// pace follows how fast a run goes on, and estimates when it ends.
type pace struct {
	target Target
	began  time.Time

	mu          sync.Mutex
	what        string // what goes on
	done, total int    // of it
	prepared    bool
	preparing   int // requests that the preparation is expected to send
	costs       map[string]int
	left        int // requests that the checks are expected to send yet
	checks      int
	finished    int
	running     map[string]time.Time
	answers     int
	took        time.Duration // of the answers together
	marks       []mark        // the latest, one a beat
}

// mark is how many answers there were at an instant.
type mark struct {
	at      time.Time
	answers int
}

func newPace(t Target, began time.Time, planned []selection) *pace {
	p := &pace{target: t, began: began, costs: readCosts(t.Suite.Costs), running: map[string]time.Time{}, marks: []mark{{began, 0}}}
	p.preparing = p.cost("prepare")
	for _, s := range planned {
		if s.reason == "" {
			p.checks++
			p.left += p.cost(s.check.ID)
		}
	}
	return p
}

// readCosts reads lines of an id and a number.
func readCosts(text string) map[string]int {
	costs := map[string]int{}
	for line := range strings.Lines(text) {
		id, number, _ := strings.Cut(strings.TrimSpace(line), " ")
		if n, err := strconv.Atoi(number); err == nil {
			costs[id] = n
		}
	}
	return costs
}

func (p *pace) cost(id string) int {
	if n, known := p.costs[id]; known {
		return n
	}
	return unknownCost
}

// answered notes an exchange.
func (p *pace) answered(x *exchange.Exchange) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if x.Took > 0 {
		p.answers++
		p.took += x.Took
	}
}

func (p *pace) tell(what string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.what, p.done, p.total = what, done, total
}

func (p *pace) begin(id string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.prepared, p.running[id] = true, now
}

func (p *pace) end(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.running, id)
	p.finished++
	p.left -= p.cost(id)
}

// news is how the run goes on.
func (p *pace) news(now time.Time) Progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := Progress{What: p.what, Done: p.done, Total: p.total, Elapsed: now.Sub(p.began)}
	if p.prepared {
		n.What, n.Done, n.Total, n.Waiting = "checks", p.finished, p.checks, p.lingering(now)
	}
	if n.PerSecond = p.perSecond(now); n.PerSecond > 0 {
		n.Left = time.Duration(float64(p.requests()) / p.overall(n) * float64(time.Second))
		n.Advice = p.advice(n)
	}
	return n
}

// requests is how many are expected to be sent yet.
func (p *pace) requests() int {
	if p.prepared {
		return max(0, p.left)
	}
	return max(0, p.preparing-p.answers) + p.left
}

// perSecond is the pace of late. At first it is what the answers so far allow when many are asked for at a time.
func (p *pace) perSecond(now time.Time) float64 {
	for len(p.marks) > 1 && now.Sub(p.marks[0].at) > lately {
		p.marks = p.marks[1:]
	}
	if last := p.marks[len(p.marks)-1]; now.Sub(last.at) >= beat {
		p.marks = append(p.marks, mark{now, p.answers})
	}
	if p.answers < fewAnswers {
		return 0
	}
	first := p.marks[0]
	if since := now.Sub(first.at); p.answers-first.answers >= 10*fewAnswers && since >= 2*beat || since >= lately/2 {
		return float64(max(1, p.answers-first.answers)) / since.Seconds()
	}
	alone := float64(p.answers) / max(p.took, time.Millisecond).Seconds()
	return min(alone*float64(p.target.Parallel), p.target.limit())
}

// overall is the pace that what is left will most likely go at. While one check asks for one thing after the other, or waits, the
// pace of late tells little.
func (p *pace) overall(n Progress) float64 {
	return max(n.PerSecond, float64(p.answers)/n.Elapsed.Seconds())
}

// lingering names the check that runs longest, if it has for a while.
func (p *pace) lingering(now time.Time) string {
	slowest, since := "", now.Add(-lingering)
	for id, at := range p.running {
		if at.Before(since) || at.Equal(since) {
			slowest, since = id, at
		}
	}
	if slowest == "" {
		return ""
	}
	return fmt.Sprintf("%s for %s", slowest, now.Sub(since).Round(time.Second))
}

// advice is how to shorten a run that takes long, and what to do if it cannot come to its end.
func (p *pace) advice(n Progress) string {
	if n.Elapsed+n.Left < soonDone {
		return ""
	}
	var ways []string
	if !p.target.Quick {
		ways = append(ways, "--quick looks at the most telling checks")
	}
	ways = append(ways, "--only at those that you name")
	if n.PerSecond > 0.8*p.target.limit() {
		ways = append(ways, "--rate allows more requests a second")
	}
	text := "to be done sooner: " + strings.Join(ways, ", ")
	if n.Elapsed+n.Left > p.target.Deadline {
		text += fmt.Sprintf("; the run ends after %s whatever is left, unless --deadline allows more", p.target.Deadline)
	}
	return text
}
