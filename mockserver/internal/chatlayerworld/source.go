package chatlayerworld

import (
	"sort"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// source is the seeded events of some bots as the store's lists merge them with others.
type source struct {
	*seeded
	bots []string
}

// Search starts a search. Whatever takes long is done by Next.
func (s source) Search(q *eventstore.Query) eventstore.Cursor { return &cursor{source: s, query: q} }

// cursor goes through the blocks of a timeline from the one that the search begins in.
type cursor struct {
	source
	query    *eventstore.Query
	timeline *fixtures.Timeline // nil before the first event
	block    int
	marks    []fixtures.Mark // of the block
	next     int             // of them
	row      *row            // where it is; nil if that has still to be found
	passed   bool            // the position that the search begins behind
	now      *event
}

// The work of looking at an event that is known, and of making the places of a block's events, as spend counts it.
const (
	lookAt = 64
	search = 1 << 14
)

// Next goes on to the next event.
func (c *cursor) Next(spend eventstore.Spend) (bool, error) {
	if c.timeline == nil {
		if err := c.begin(spend); err != nil {
			return false, err
		}
	}
	for {
		for c.next == len(c.marks) {
			if found, err := c.turn(spend); !found || err != nil {
				return false, err
			}
		}
		now, err := c.look()
		if err != nil {
			return false, err
		}
		if !now.at.Time.Before(c.query.End) {
			return false, nil
		}
		c.next++
		if c.now = now; c.passed || now.at.Compare(c.query.After) > 0 {
			c.passed = true
			return true, nil
		}
		if err := spend(lookAt); err != nil {
			return false, err
		}
	}
}

// look is the next event.
func (c *cursor) look() (*event, error) {
	place := c.next % rowLength
	if c.row == nil || place == 0 {
		c.row = c.seeded.row(c.timeline, c.block, c.next/rowLength)
	}
	if known := c.row[place].Load(); known != nil {
		return known, nil
	}
	e, err := c.event(c.timeline, &c.marks[c.next])
	if err == nil && len(e.payload) <= largestKept {
		c.row[place].Store(e)
	}
	return e, err
}

// begin finds the first event that the window and the position allow, or one of its instant.
func (c *cursor) begin(spend eventstore.Spend) error {
	from := c.query.Start
	if after := c.query.After.Time; after.After(from) {
		from = after
	}
	t, err := c.seeded.timeline(c.bots, c.query, spend)
	if err != nil {
		return err
	}
	c.timeline, c.passed = t, c.query.After.IsZero()
	if t.Blocks() == 0 {
		return nil
	}
	c.block = t.Block(from)
	c.marks = c.seeded.block(t, c.block)
	c.next = sort.Search(len(c.marks), func(i int) bool { return !t.Time(c.marks[i]).Before(from) })
	return spend(search)
}

// turn goes on to the next block that is in the window. It reports false if there is none.
func (c *cursor) turn(spend eventstore.Spend) (bool, error) {
	if c.block++; c.block >= c.timeline.Blocks() || !c.timeline.Begin(c.block).Before(c.query.End) {
		return false, nil
	}
	c.marks, c.next, c.row = c.seeded.block(c.timeline, c.block), 0, nil
	return true, spend(search)
}

// Position is where the event stands.
func (c *cursor) Position() eventstore.Position { return c.now.at }

// Payload is the event as lists send it.
func (c *cursor) Payload() string { return c.now.payload }
