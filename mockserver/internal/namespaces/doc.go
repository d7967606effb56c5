// Package namespaces holds the namespaces of a server: it finds that which a request names, makes it on first use, and forgets it when
// it has been idle for long.
//
// A request that names none goes to the one called default. The package knows requests by their names only; what is answered is the
// business of each namespace.
package namespaces
