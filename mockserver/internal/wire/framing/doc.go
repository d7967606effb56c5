// Package framing follows the bytes that a client sends on a connection and tells where one HTTP/1 request ends and the
// next begins. It finds what leaves that open and net/http lets pass, above all a Content-Length beside a Transfer-Encoding
// (RFC 9112, section 6.1), and it knows the beginnings of a few protocols that are not HTTP/1.
//
// It never accepts a length that net/http would read otherwise, so both always look at the same request. It does not judge
// the rest of a request, and it keeps no more than a kilobyte of a line.
package framing
