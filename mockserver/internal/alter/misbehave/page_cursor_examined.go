//go:build examination

package misbehave

import (
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedPageCursors() []Misbehaviour {
	return area("paging",
		breaks("page.cursor-per-bot", 4, "There is one cursor for each bot: a second walk moves the first.", "CHL-PAGE-10", cursorPerBot),
		breaks("page.cursor-cut-to-second", 4,
			"A page begins at the full second of the last event of the one before, behind it by id.",
			"CHL-PAGE-10", cutAt(alter.Always, func(e event, after mark) bool {
				second, last := e.Timestamp.Truncate(time.Second), after.at.Truncate(time.Second)
				return second.After(last) || second.Equal(last) && e.ID > after.id
			})),
		breaks("page.cursor-by-id", 3, "A page leaves out events whose id sorts before the last one of the page before.", "CHL-PAGE-10",
			cutAt(alter.Always, func(e event, after mark) bool { return e.Timestamp.Compare(after.at) >= 0 && e.ID > after.id })),
		breaks("page.cursor-id-folded", 4,
			"The id in a token is compared without the case of its letters: of two that differ in it alone one is lost.",
			"CHL-PAGE-10 CHL-TRK-17", cutAt(alter.Always, func(e event, after mark) bool {
				id, last := strings.ToLower(e.ID), strings.ToLower(after.id)
				return e.Timestamp.After(after.at) || e.Timestamp.Equal(after.at) && id > last
			})),
		breaks("page.cursor-millisecond-and-id", 4,
			"A page begins at the millisecond of the last event of the one before, behind it by id.",
			"CHL-PAGE-10", cutAt(alter.Always, func(e event, after mark) bool {
				unit, last := e.Timestamp.Truncate(time.Millisecond), after.at.Truncate(time.Millisecond)
				return unit.After(last) || unit.Equal(last) && e.ID > after.id
			})),
	)
}

// cursorPerBot gives every page of a bot's walks the same token.
func cursorPerBot(p *pipeline.Pipeline) {
	cursors := alter.NewMemory[string]()
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		name := ownToken + decimal(alter.Hash(strings.Join(l.Bots, " ")))
		if l.Token == name {
			l.Token, _ = cursors.Get(name)
		}
		page, err := next(l)
		if err == nil {
			cursors.Put(name, page.Next)
		}
		if page.Next != "" {
			page.Next = name
		}
		return page, err
	})(p)
}
