// Package access says from where a server may be called: under which hosts, and from the pages of which origins.
package access
