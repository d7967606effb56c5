// Package feedback has the checks of feedback: submitted, changed, listed, shown with what it is about, deleted, and kept apart.
package feedback
