package inkeepapi

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// namedInput is something to find by a name.
type namedInput struct {
	call *pipeline.Call
	name string
}

// named reads the parameter that says what is meant.
func named(parameter string) func(*pipeline.Call) (namedInput, error) {
	return func(c *pipeline.Call) (namedInput, error) {
		return namedInput{call: c, name: c.Path.Get(parameter)}, nil
	}
}

// notThere refuses a thing that is not there. That is no broken contract.
// INK-ERR-14.
func notThere(what, parameter, name string) error {
	return pipeline.Refused(http.StatusNotFound, spec.Violation{
		Side: spec.SideRequest, In: spec.InPath, Name: parameter,
		Got: strconv.Quote(pipeline.Shorten(name)), Expected: "the " + parameter + " of " + what + " that is there",
		Fix: "store it first, or list what is there",
	})
}

// printable refuses times that no answer could show, of what a pointer leads to.
func printable(pointer string, created, updated time.Time) error {
	switch {
	case !pipeline.Printable(created):
		return pipeline.Broken(http.StatusUnprocessableEntity, pipeline.Unprintable(pointer+"/createdAt", created))
	case !pipeline.Printable(updated):
		return pipeline.Broken(http.StatusUnprocessableEntity, pipeline.Unprintable(pointer+"/updatedAt", updated))
	}
	return nil
}

// The bounds of a page. INK-CONV-8, INK-CONV-13, INK-FEED-4, INK-FEED-12.
const (
	defaultConversations = 20
	defaultFeedback      = 10
	mostListed           = 1000
)

// pageInput is a page of things to list.
type pageInput struct {
	call          *pipeline.Call
	limit, offset int
}

// decodePage reads which page is meant, of so many things if that is not said.
func decodePage(absent int) func(*pipeline.Call) (pageInput, error) {
	return func(c *pipeline.Call) (in pageInput, err error) {
		in.call = c
		if in.limit, err = whole(c, "limit", absent, 1, mostListed); err != nil {
			return in, err
		}
		const most = 1 << 53 // as far as every client can count
		in.offset, err = whole(c, "offset", 0, 0, most)
		return in, err
	}
}

// whole reads a whole number of the query, within bounds.
func whole(c *pipeline.Call, name string, absent, least, most int) (int, error) {
	text, given := c.Args().Number(name)
	if !given {
		return absent, nil
	}
	n, err := strconv.Atoi(string(text))
	if err != nil || n < least || n > most {
		return 0, pipeline.Broken(http.StatusBadRequest, spec.Violation{
			Rule: spec.RuleQueryValue, Side: spec.SideRequest, In: spec.InQuery, Name: name, Got: pipeline.Shorten(string(text)),
			Expected: fmt.Sprintf("a whole number from %d to %d", least, most), Fix: "send one of these, or leave it out",
		})
	}
	return n, nil
}

// appendList writes a list of things that have a wire form.
func appendList[T interface {
	AppendJSON(dst []byte) ([]byte, error)
}](w *resultWriter, list []T) {
	w.raw("[")
	for i, thing := range list {
		if i > 0 {
			w.raw(",")
		}
		body, err := thing.AppendJSON(w.body)
		if w.err == nil {
			w.err = err
		}
		w.body = body
	}
	w.raw("]")
}
