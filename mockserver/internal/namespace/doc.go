// Package namespace is a mock of its own: a world, its clock, the APIs over it and what it remembers. A server holds them.
//
// A request walks through small steps, each with one reason:
//
//	request id > journal's tap > recover > [own endpoints | APIs]
//	own endpoints: limits > route > who may call > operation
//	APIs: Prefer > CORS > limits > route > fault > operation
//	operation: authenticate > read the body > validate the request > authorize > handle > encode > validate the answer > send
package namespace
