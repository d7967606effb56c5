package chatlayer

import (
	"context"
	"fmt"
	"slices"
)

// mostPages is how many pages a walk reads before it gives up. The windows of a run are small, so a walk that needs more
// goes round in circles or meets somebody else's data.
const mostPages = 500

// Walk is what following page tokens from the first page gave.
type Walk struct {
	Query Query
	Pages []Page
	// Ended says that the last page had no token. Otherwise Why says why the walk stopped.
	Ended bool
	Why   string
	// Circle says that a token came again and led to nothing new.
	Circle bool
}

// size tells how much a walk saw, such as "120 events on 2 pages".
func (w Walk) size() string {
	if len(w.Pages) == 1 {
		return fmt.Sprintf("%d events on one page", len(w.Events()))
	}
	return fmt.Sprintf("%d events on %d pages", len(w.Events()), len(w.Pages))
}

// Events returns the events of all pages, in order, repeated ones included.
func (w Walk) Events() []Event {
	var all []Event
	for _, p := range w.Pages {
		all = append(all, p.Events...)
	}
	return all
}

// Last returns the page at which the walk stopped.
func (w Walk) Last() Page { return w.Pages[len(w.Pages)-1] }

// Walk follows the tokens to the end. It is the only place that does. A short page is not the end, nor is an empty one that
// has a token: only an absent or empty token is.
func (a asker) Walk(ctx context.Context, q Query) Walk { return a.walkAtMost(ctx, q, mostPages) }

func (a asker) walkAtMost(ctx context.Context, q Query, most int) Walk {
	w := Walk{Query: q}
	tokens, ids := map[string]bool{}, map[string]bool{}
	for len(w.Pages) < most {
		p := a.Page(ctx, q)
		w.Pages = append(w.Pages, p)
		if p.Problem != "" {
			w.Why = p.Problem
			return w
		}
		fresh := slices.ContainsFunc(p.Events, func(e Event) bool { return !ids[e.key()] })
		for _, e := range p.Events {
			ids[e.key()] = true
		}
		switch {
		case p.Next == "":
			w.Ended = true
			return w
		case tokens[p.Next] && !fresh:
			w.Circle, w.Why = true, "a page token came a second time and led to nothing new"
			return w
		}
		tokens[p.Next] = true
		q.Token = p.Next
	}
	w.Why = "there were still tokens after " + sizeText(most) + " pages"
	return w
}

// key tells events of one list apart.
func (e Event) key() string {
	if e.ID != "" {
		return e.ID
	}
	return e.Attributes[tagKey] + "\x00" + e.Event + "\x00" + e.UserID + "\x00" + e.ConversationID + "\x00" + e.Timestamp
}
