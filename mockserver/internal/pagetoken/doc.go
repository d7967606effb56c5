// Package pagetoken turns a place in a list into an opaque string and back.
//
// A token holds the position behind which the next page starts and a digest of every argument of the query it belongs to.
// It is signed: a server opens only tokens made with its own key. The key comes from the seed and the namespace, so tokens survive a
// restart and work on every replica with the same seed. A token knows nothing of the page size, which may change between pages.
package pagetoken
