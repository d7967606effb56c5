// Package meter counts requests and how long they took, without a lock that requests share.
package meter
