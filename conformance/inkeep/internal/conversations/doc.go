// Package conversations has the checks of conversations: that they are logged, replaced, shown, listed and deleted.
package conversations
