// Package paging has the checks of pages, their sizes and their tokens.
package paging
