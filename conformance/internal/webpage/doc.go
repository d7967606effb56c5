// Package webpage is what the HTML pages of the runner share: one file that loads nothing, a style for light and dark, and tables that a
// form narrows by words and by choices.
//
// A layout begins with the template "head", which gets the page's title, and ends with "script". Between them it may have one form, made
// by "filters" of a list of Filter, and tables that name their rows in data-rows, such as "checks". A row has what a choice is
// compared with in an attribute of the filter's name, such as data-level: one word, or several with blanks between them. A button of the
// class cell sets the filters that its own attributes name, and takes them back when it is pressed again. A table in a details element,
// with an element of the class count in its summary, is open while the page is narrowed and has rows that fit. A table of the class rows
// is a list on narrow screens, where data-label says what a cell is. What is folded is printed all the same.
package webpage
