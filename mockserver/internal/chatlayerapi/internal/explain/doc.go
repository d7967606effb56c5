// Package explain tells why a list held what it held: how many events each of its conditions left, and what was likely meant.
package explain
