// Package coverage tells how much of contracts requests have used: which operations, parameters, members of bodies, enum values,
// later pages and statuses, each with how often. What there is to be used is derived from the contracts; see spec.Contract.Items.
// It counts and shows; it judges no message.
package coverage
