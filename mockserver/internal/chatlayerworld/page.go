package chatlayerworld

import (
	"hash/maphash"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// pageKey names a full page behind which more events follow, whatever window asks for it.
type pageKey struct {
	blockKey

	first, limit int // place of the first event in the block, and how many there are
}

// page is such a page. All who get it share its memory: a journal that keeps the same answer often keeps it once, and a collection of
// garbage looks at it once.
type page struct {
	eventstore.Page

	next time.Time // of the event behind it
}

// The largest page that is kept, in events and in bytes.
const mostOfPage, bytesOfPage = 100, 64 << 10

// Page is the page that begins where the cursor stands.
func (c *cursor) Page(limit int, walk func() (eventstore.Page, error)) (eventstore.Page, error) {
	key := pageKey{blockKey{c.timeline, c.block}, c.next - 1, limit}
	hash := maphash.Comparable(c.seed, key)
	if known := c.pages.get(hash, key); known != nil && known.next.Before(c.query.End) {
		return known.Page, nil
	}
	found, err := walk()
	if err == nil && found.More && limit <= mostOfPage && bytesOf(found.Payloads) <= bytesOfPage {
		c.pages.put(hash, key, page{found, c.now.at.Time}) // the cursor has gone on to what is behind the page
	}
	return found, err
}

func bytesOf(payloads []string) (size int) {
	for _, payload := range payloads {
		size += len(payload)
	}
	return size
}
