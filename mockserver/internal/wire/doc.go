// Package wire stands between net/http and the network: it puts what net/http answers by itself into the shapes of the APIs, and lets
// nothing through that leaves open where a request ends.
package wire
