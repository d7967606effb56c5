// Package journal remembers what came, in bounded memory: the violations of requests, and how many strays there were.
package journal
