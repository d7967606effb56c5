package eventstore

import (
	"context"
	"slices"
	"sync"
)

// Page is one answer to a Query.
type Page struct {
	Payloads []string // of the events, in order
	Last     Position // of the last event of a full page; zero if it is not full
	More     bool     // more events follow Last
}

// List answers q from all the sources as if they were one. An id that stands in two sources of one stream is returned twice,
// so callers keep ids unique across them.
//
// Each source is read as it was at one instant. An event that is added while a caller walks the pages appears if its
// position is still ahead, and never makes another event appear twice or go missing.
//
// The error is that of ctx, whose end ends the search.
func List(ctx context.Context, q Query, sources ...Source) (Page, error) {
	if q.Limit <= 0 {
		return Page{}, nil
	}
	l := listingOf(ctx, q)
	defer l.end()
	if err := l.begin(sources); err != nil {
		return Page{}, err
	}
	if len(l.heads) == 1 {
		if p, is := l.heads[0].Cursor.(Pager); is {
			return p.Page(l.Limit, l.walk)
		}
	}
	return l.page()
}

// Walk goes through all events that answer q, whatever its Limit, as List does. Each time, the cursor of one of the sources stands at the
// next event; what takes long is told to spend. The error is that of ctx or of visit.
func Walk(ctx context.Context, q Query, visit func(c Cursor, spend Spend) error, sources ...Source) error {
	l := listingOf(ctx, q)
	defer l.end()
	if err := l.begin(sources); err != nil {
		return err
	}
	for len(l.heads) > 0 {
		first := l.heads[0].Cursor
		if err := visit(first, l.spend); err != nil {
			return err
		}
		found, err := first.Next(l.spend)
		if err != nil {
			return err
		}
		if !found || len(l.heads) > 1 { // one that is alone stays where it is
			l.heads.settle(found)
		}
	}
	return nil
}

// begin goes to the first event of each source.
func (l *listing) begin(sources []Source) error {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	for _, source := range sources {
		c := source.Search(&l.Query)
		if found, err := c.Next(l.spend); err != nil {
			return err
		} else if found {
			l.heads.push(c)
		}
	}
	return nil
}

// page takes the first events of all sources.
func (l *listing) page() (Page, error) {
	page := Page{Payloads: make([]string, 0, min(l.Limit, 128))}
	for len(l.heads) > 0 {
		first := l.heads[0].Cursor
		page.Payloads = append(page.Payloads, first.Payload())
		full := len(page.Payloads) == l.Limit
		if full {
			page.Last = first.Position()
		}
		if full && len(l.heads) > 1 {
			page.More = true
			break
		}
		found, err := first.Next(l.spend)
		if err != nil {
			return Page{}, err
		}
		if full {
			page.More = found
			break
		}
		if !found || len(l.heads) > 1 { // one that is alone stays where it is
			l.heads.settle(found)
		}
	}
	return page, nil
}

// head is a source with the event that it stands at, or stood at when it was left alone.
type head struct {
	Cursor
	at Position
}

// heads are sources in the order of the events they stand at. There are a few, so that a sorted list does.
type heads []head

func (hs *heads) push(c Cursor) {
	at := c.Position()
	i, _ := slices.BinarySearchFunc(*hs, at, func(h head, at Position) int { return h.at.Compare(at) })
	*hs = slices.Insert(*hs, i, head{c, at})
}

// settle puts the first source, which has moved on, where it belongs, or takes it out if it has come to its end.
func (hs *heads) settle(found bool) {
	first := (*hs)[0].Cursor
	if *hs = slices.Delete(*hs, 0, 1); found {
		hs.push(first)
	}
}

// listing is a query that is being answered.
type listing struct {
	Query

	ctx   context.Context // whose end ends it
	work  int             // done since ctx was last asked
	heads heads
	spend Spend                // its own spent, which took memory once
	walk  func() (Page, error) // likewise its page
}

// listings are those that have ended, whose memory is used again.
var listings sync.Pool

func listingOf(ctx context.Context, q Query) *listing {
	l, _ := listings.Get().(*listing)
	if l == nil {
		l = &listing{}
		l.spend, l.walk = l.spent, l.page
	}
	l.Query, l.ctx = q, ctx
	return l
}

// end lets go of what the listing has seen.
func (l *listing) end() {
	clear(l.heads[:cap(l.heads)])
	l.Query, l.ctx, l.work, l.heads = Query{}, nil, 0, l.heads[:0]
	listings.Put(l)
}

// patience is how much work passes between two looks at the context.
const patience = 1 << 16

func (l *listing) spent(work int) error {
	if l.work += work; l.work < patience {
		return nil
	}
	l.work = 0
	return l.ctx.Err()
}

// lookAt is the work of looking at one event.
const lookAt = 64
