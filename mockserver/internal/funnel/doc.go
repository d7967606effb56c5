// Package funnel counts how many users go how far along the steps of a funnel. It is told of events in order, each with the steps that it
// is, and knows no HTTP, no API and no store.
package funnel
