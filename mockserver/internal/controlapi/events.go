package controlapi

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

// linesType is the media type of events, one a line.
const linesType = "application/jsonl"

func decodeExport(c *pipeline.Call) (world.Which, error) {
	tracked, _ := c.Params.Bool("tracked")
	return world.Which{API: c.Params.Text("api"), Written: tracked}, nil
}

// exportEvents serves GET events.
func (c *Control) exportEvents(_ context.Context, which world.Which) (pipeline.Answer, error) {
	return lines(c.World.Events(which)), nil
}

// lines answers with events, which are made while they are written.
func lines(all ...iter.Seq2[fixtures.Event, error]) pipeline.Answer {
	return pipeline.Answer{Status: http.StatusOK, ContentType: linesType, Stream: func(ctx context.Context, to io.Writer) error {
		out := bufio.NewWriterSize(to, 64<<10)
		for _, events := range all {
			if err := writeLines(ctx, out, events); err != nil {
				return err
			}
		}
		return out.Flush()
	}}
}

func writeLines(ctx context.Context, out *bufio.Writer, events iter.Seq2[fixtures.Event, error]) error {
	var line []byte
	for e, err := range events {
		if err == nil {
			line, err = e.AppendJSON(line[:0])
		}
		if err == nil {
			_, err = out.Write(append(line, '\n'))
		}
		if err := errors.Join(err, ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

func decodeImport(c *pipeline.Call) (world.Import, error) {
	lines := string(c.Sent)
	if !utf8.ValidString(lines) { // a command is text, and is kept as such; what cannot be converted is refused as it is
		if converted, err := io.ReadAll(fixtures.AsUTF8(strings.NewReader(lines))); err == nil {
			lines = string(converted)
		}
	}
	return world.Import{API: c.Params.Text("api"), Lines: lines}, nil
}

// importEvents serves POST events.
func (c *Control) importEvents(_ context.Context, lines world.Import) (control.ImportResult, error) {
	done, err := world.Apply(c.World, lines)
	var bad *world.LineError
	if errors.As(err, &bad) {
		return control.ImportResult{}, pipeline.Broken(http.StatusBadRequest, spec.Violation{
			Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Got: bad.Error(),
			Expected: "events as understudy seed writes them, one a line",
			Fix:      "correct the line, and send all of them again: none is stored",
		})
	}
	return control.ImportResult{Imported: int64(done.Stored), Ignored: int64(done.Taken)}, err
}
