// Package plan holds events to a tracking plan: which events there are, and which attributes they have. It knows no API: whoever asks says
// where an event has its name and its attributes.
package plan
