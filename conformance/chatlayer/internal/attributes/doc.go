// Package attributes has the checks of attribute filters. What their operators mean no document says, so the first check finds out.
package attributes
