// Package namespace is a mock of its own: a world, its clock, the APIs over it and what it remembers. A server holds them.
//
// A request walks through small steps, each with one reason:
//
//	request id > recover > size > CORS > [own endpoints | API]
//	API: route > authenticate > read the body > validate the request > authorize > handle > encode > validate the answer
package namespace
