// Package notes judges servers of the Notes API, an API that Understudy does not know: a suite of one's own.
package notes

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/spec"
)

var (
	//go:embed notes.yaml
	document []byte
	//go:embed requirements.yaml
	requirements []byte
)

// Settings are what the suite takes as Target.Settings.
type Settings struct{ Key string }

// Suite is everything that is known about judging the Notes API.
func Suite() conformance.Suite {
	return conformance.Suite{
		API: "notes",
		Contract: func() (*spec.Contract, error) {
			return spec.Load(spec.Source{Name: "notes", Title: "Notes API", Document: document, Requirements: requirements})
		},
		Authorize: func(t conformance.Target) (conformance.Access, error) {
			s, _ := t.Settings.(Settings)
			if s.Key == "" {
				return conformance.Access{}, errors.New("notes: no key; set NOTES_KEY, or Settings in Go")
			}
			return conformance.Access{
				Header: "Bearer " + s.Key, Secrets: []string{s.Key},
				Credentials: []exchange.Credential{{Variable: "NOTES_KEY", Value: s.Key}},
			}, nil
		},
		Prepare: func(context.Context, *conformance.Env) (session any, err error) { return nil, nil },
		Checks: []conformance.Check{
			{
				ID:          "notes.read.as-written",
				Title:       "A note reads as it was written.",
				Level:       conformance.Must,
				Requirement: "NTS-READ-1",
				Operations:  []string{"GetNote", "PutNote"},
				Needs:       []conformance.Capability{conformance.Writes},
				Phase:       conformance.Writing,
				Floor:       map[string]int{"notes": 1},
				Run:         asWritten,
			},
			{
				ID:          "notes.read.unknown",
				Title:       "A note that nobody wrote is answered with 404.",
				Level:       conformance.Must,
				Requirement: "NTS-READ-2",
				Operations:  []string{"GetNote"},
				Floor:       map[string]int{"answers": 1},
				Run:         unknown,
			},
		},
	}
}

// asWritten writes a note under a name that no other run has, and reads it.
func asWritten(ctx context.Context, t *conformance.T) {
	const text = `{"text":"first line\nsecond line: ä, €, 😀"}`
	path := "/notes/" + own(t).Of("as-written")
	x := t.Do(ctx, exchange.Request{
		Method: http.MethodPut, Path: path, Authorization: t.Authorization(), Body: []byte(text),
		Header: http.Header{"Content-Type": {"application/json"}},
	})
	if x.Status != http.StatusNoContent {
		t.Inconclusive("the note could not be written: status %d", x.Status)
	}
	x = read(ctx, t, path)
	t.Saw("notes", 1)
	if got := string(x.Body); x.Status != http.StatusOK || got != text {
		t.Fail(conformance.Failure{
			Message: "a note reads otherwise than it was written", Expected: text,
			Got: fmt.Sprintf("status %d, %s", x.Status, got),
		})
	}
}

// unknown reads a note that the run has not written.
func unknown(ctx context.Context, t *conformance.T) {
	x := read(ctx, t, "/notes/"+own(t).Of("unknown"))
	t.Saw("answers", 1)
	if x.Status != http.StatusNotFound {
		t.Fail(conformance.Failure{
			Message: "a note that nobody wrote is found", Expected: "status 404",
			Got: fmt.Sprintf("status %d", x.Status),
		})
	}
}

// own are the names of the run's notes: no other run has them, nor anybody else who uses the server.
func own(t *conformance.T) conformance.Names { return conformance.NamesOf("note-", t.Run()) }

func read(ctx context.Context, t *conformance.T, path string) *exchange.Exchange {
	return t.Do(ctx, exchange.Request{Method: http.MethodGet, Path: path, Authorization: t.Authorization(), Safe: true})
}
