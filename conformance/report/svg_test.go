package report

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func ticks(n int, odd map[int]conformance.Mark) []conformance.Tick {
	events := make([]conformance.Tick, n)
	for i := range events {
		events[i] = conformance.Tick{At: time.Unix(int64(i), 0).UTC(), Label: fmt.Sprint("e", i), Mark: conformance.Right}
		if m, ok := odd[i]; ok {
			events[i].Mark = m
		}
	}
	return events
}

// requireXML holds that a drawing is whole and has a title.
func requireXML(t *testing.T, p conformance.Picture) string {
	t.Helper()
	svg := string(draw(p))
	var drawn struct {
		XMLName xml.Name
		Title   string `xml:"title"`
	}
	require.NoError(t, xml.Unmarshal([]byte(svg), &drawn))
	require.NotEmpty(t, drawn.Title)
	return svg
}

func TestNumberLine(t *testing.T) {
	t.Run("bounds_and_events_share_an_instant_however_they_are_written", func(t *testing.T) {
		slots := slotsOf(conformance.NumberLine{
			Start: "1970-01-01T00:00:00.000Z", End: "1970-01-01T01:00:02+01:00", Events: ticks(4, nil),
		})
		require.Len(t, slots, 4)
		require.True(t, slots[0].start)
		require.True(t, slots[2].end)
	})
	t.Run("bounds_that_are_no_times_are_only_written", func(t *testing.T) {
		svg := requireXML(t, conformance.Picture{Title: "x", Line: &conformance.NumberLine{Start: "yesterday", Events: ticks(2, nil)}})
		require.Contains(t, svg, "start_time yesterday")
		require.NotContains(t, svg, `class="window"`)
	})
	t.Run("times_are_utc_and_have_the_day_if_there_are_several", func(t *testing.T) {
		line := conformance.NumberLine{Start: "1970-01-01T01:00:00+01:00", End: "1970-01-02T00:00:00Z", Events: ticks(1, nil)}
		require.Contains(t, requireXML(t, conformance.Picture{Title: "x", Line: &line}), ">01-01 00:00:00<")
		line.End = ""
		require.Contains(t, requireXML(t, conformance.Picture{Title: "x", Line: &line}), ">00:00:00<")
	})
	t.Run("every_mark_has_a_shape_of_its_own", func(t *testing.T) {
		shapes := map[string]bool{}
		for _, m := range []conformance.Mark{
			conformance.Right, conformance.Missing, conformance.Extra, conformance.Repeated,
			conformance.Outside,
		} {
			shapes[markLook(m).shape] = true
		}
		require.Len(t, shapes, 5)
	})
}

func TestNumberLineOfManyEvents(t *testing.T) {
	t.Run("of_many_instants_those_near_the_bounds_and_the_wrong_ones_are_kept", func(t *testing.T) {
		line := conformance.NumberLine{
			Start: "1970-01-01T00:01:40Z", End: "1970-01-01T00:05:00.5Z",
			Events: ticks(500, map[int]conformance.Mark{300: conformance.Extra, 450: conformance.Missing}),
		}
		var kept []float64
		for _, s := range thinned(slotsOf(line)) {
			kept = append(kept, s.at.Sub(time.Unix(0, 0)).Seconds())
		}
		require.Equal(t, []float64{97, 98, 99, 100, 101, 102, 103, 298, 299, 300, 300.5, 301, 302, 303, 449, 450, 451}, kept)
		svg := requireXML(t, conformance.Picture{Title: "x", Line: &line})
		require.Contains(t, svg, ">not drawn: 484 events as expected<")
		require.Contains(t, svg, `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="896"`)
		require.Contains(t, svg, ">start 00:01:40<")
		require.Contains(t, svg, ">end 00:05:00.5<")
	})
	t.Run("too_many_wrong_ones_leave_room_for_the_bounds", func(t *testing.T) {
		events := ticks(60, nil)
		for i := range events {
			events[i].Mark = conformance.Missing
		}
		line := conformance.NumberLine{Start: "1970-01-01T00:00:10Z", End: "1970-01-01T00:00:50Z", Events: events}
		kept := thinned(slotsOf(line))
		require.Len(t, kept, mostSlots)
		require.Len(t, places(kept, slot.bound), 2)
		require.Contains(t, requireXML(t, conformance.Picture{Title: "x", Line: &line}), ">not drawn: 40 events missing<")
	})
	t.Run("without_bounds_and_wrong_ones_the_first_are_kept", func(t *testing.T) {
		require.Len(t, thinned(slotsOf(conformance.NumberLine{Events: ticks(60, nil)})), mostSlots)
	})
	t.Run("events_on_top_of_a_high_stack_are_counted", func(t *testing.T) {
		line := conformance.NumberLine{Events: make([]conformance.Tick, 12)}
		for i := range line.Events {
			line.Events[i] = conformance.Tick{At: time.Unix(0, 0), Label: "e", Mark: conformance.Extra}
		}
		require.Contains(t, requireXML(t, conformance.Picture{Title: "x", Line: &line}), ">not drawn: 7 events should not be there<")
	})
}

func TestPageStrip(t *testing.T) {
	items := func(n int) []conformance.Item {
		list := make([]conformance.Item, n)
		for i := range list {
			list[i] = conformance.Item{Label: fmt.Sprint(i), Mark: conformance.Right}
		}
		return list
	}
	t.Run("long_runs_of_right_items_are_one_box", func(t *testing.T) {
		cells := cellsOf(append(items(100), conformance.Item{Mark: conformance.Repeated}))
		require.Len(t, cells, 6)
		require.Equal(t, 96, cells[2].run)
		require.Equal(t, conformance.Repeated, cells[5].item.Mark)
	})
	t.Run("short_ones_are_drawn_one_by_one", func(t *testing.T) {
		require.Len(t, cellsOf(items(longRun)), longRun)
	})
	t.Run("of_many_pages_the_wrong_ones_are_kept", func(t *testing.T) {
		pages := make([]conformance.PageBox, 100)
		pages[77].Items = []conformance.Item{{Label: "e", Mark: conformance.Extra}}
		shown := worthPages(pages)
		require.Len(t, shown, mostPages)
		require.True(t, shown[77])
		svg := requireXML(t, conformance.Picture{Title: "x", Strip: &conformance.PageStrip{Pages: pages}})
		require.Contains(t, svg, "page 78")
		require.Contains(t, svg, "70 pages not drawn")
	})
	t.Run("what_no_page_had_is_named", func(t *testing.T) {
		svg := requireXML(t, conformance.Picture{Title: "x", Strip: &conformance.PageStrip{Size: 5, Missing: []string{"e1", "<e2>"}}})
		require.Contains(t, svg, "2 events: e1, &lt;e2&gt;")
		require.Contains(t, svg, "page_size 5")
	})
}

func TestLanes(t *testing.T) {
	lanes := make([]conformance.Lane, mostLanes+2)
	for i := range lanes {
		lanes[i] = conformance.Lane{Name: fmt.Sprint("client ", i), Spans: []conformance.Span{
			{FromMS: float64(i), ToMS: float64(i + 10), Label: "a <call>", Mark: conformance.Missing},
		}}
	}
	svg := requireXML(t, conformance.Picture{Title: "x", Lanes: &conformance.Lanes{Lanes: lanes}})
	t.Run("every_call_is_drawn_with_its_times", func(t *testing.T) {
		require.Contains(t, svg, "a &lt;call&gt;: missing, 3.0 ms to 13.0 ms")
		require.Equal(t, mostLanes, strings.Count(svg, "a &lt;call&gt;: missing"))
	})
	t.Run("lanes_that_do_not_fit_are_counted", func(t *testing.T) {
		require.Contains(t, svg, "2 more clients not drawn")
	})
	t.Run("wrong_numbers_stay_inside_the_drawing", func(t *testing.T) {
		odd := conformance.Lanes{Lanes: []conformance.Lane{{Spans: []conformance.Span{{FromMS: -5, ToMS: -9}, {FromMS: 3, ToMS: 1}}}}}
		require.NotContains(t, requireXML(t, conformance.Picture{Title: "x", Lanes: &odd}), `="-`)
	})
}
