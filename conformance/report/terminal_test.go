package report_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

// watched feeds a whole run to a terminal and returns what it shows before Close.
func watched(o report.TerminalOptions) (*report.Terminal, *strings.Builder) {
	var b strings.Builder
	terminal := report.NewTerminal(&b, o)
	terminal.Progress(conformance.Progress{What: "seed", Total: 1480})
	terminal.Progress(conformance.Progress{What: "seed", Done: 700, Total: 1480})
	terminal.Progress(conformance.Progress{What: "settle", Done: 3})
	for _, c := range sample().Checks {
		terminal.Progress(conformance.Progress{What: "check " + c.ID})
		terminal.Result(c)
	}
	return terminal, &b
}

func TestTerminalWithoutCursor(t *testing.T) {
	_, b := watched(report.TerminalOptions{})
	require.Equal(t, "seed 0/1480\nsettle 3\ncheck chatlayer.time.end-exclusive\n", b.String())
}

func TestTerminalNews(t *testing.T) {
	told := func(o report.TerminalOptions, news ...conformance.Progress) string {
		var b strings.Builder
		terminal := report.NewTerminal(&b, o)
		for _, p := range news {
			terminal.Progress(p)
		}
		return b.String()
	}
	at := func(s int, left time.Duration) conformance.Progress {
		return conformance.Progress{What: "checks", Done: s, Total: 99, Elapsed: time.Duration(s) * time.Second, Left: left, PerSecond: 2}
	}
	t.Run("a_first_estimate_comes_at_once_and_a_line_every_ten_seconds", func(t *testing.T) {
		var news []conformance.Progress
		for s := range 25 {
			news = append(news, at(s, time.Duration(s/3)*2*time.Minute))
		}
		require.Equal(t, "checks 0/99\n"+
			"checks 3/99; 3 s so far, about 2 minutes left at 2 requests per second\n"+
			"checks 13/99; 13 s so far, about 8 minutes left at 2 requests per second\n"+
			"checks 23/99; 23 s so far, about 14 minutes left at 2 requests per second\n", told(report.TerminalOptions{}, news...))
	})
	t.Run("advice_comes_once", func(t *testing.T) {
		slow := at(1, time.Hour)
		slow.Advice = "ask for less"
		require.Equal(t, "checks 1/99; 1 s so far, about 60 minutes left at 2 requests per second\nask for less\n",
			told(report.TerminalOptions{}, slow, slow))
	})
	t.Run("what_is_waited_for_is_named", func(t *testing.T) {
		stuck := at(1, 0)
		stuck.Waiting, stuck.PerSecond = "demo.a.b for 9s", 0
		require.Equal(t, "checks 1/99, waiting for demo.a.b for 9s; 1 s so far\n", told(report.TerminalOptions{}, stuck))
	})
	t.Run("a_screen_has_it_all_below_the_areas", func(t *testing.T) {
		slow := at(1, time.Hour)
		slow.Advice = "ask for less"
		require.Equal(t, "checks 1/99\n1 s so far, about 60 minutes left at 2 requests per second; ask for less\n",
			told(report.TerminalOptions{Live: true}, slow))
	})
}

func TestTerminalLive(t *testing.T) {
	t.Run("shows_a_line_for_every_area_and_the_news", func(t *testing.T) {
		_, b := watched(report.TerminalOptions{Live: true})
		last := b.String()[strings.LastIndex(b.String(), "\x1b[J")+3:]
		require.Contains(t, last, " time              3  ✘✔?\n")
		require.Contains(t, last, " paging            3  ✘!i\n")
		require.True(t, strings.HasSuffix(last, "check chatlayer.transport.gzip\n"), last)
	})
	t.Run("takes_back_as_many_lines_as_it_drew", func(t *testing.T) {
		_, b := watched(report.TerminalOptions{Live: true})
		frames := strings.Split(b.String(), "\x1b[J")
		drawn := strings.Count(frames[len(frames)-2], "\n")
		require.Equal(t, 7, drawn)
		require.True(t, strings.HasSuffix(frames[len(frames)-2], "\x1b[7A\r"))
	})
	t.Run("a_low_screen_gets_one_line", func(t *testing.T) {
		_, b := watched(report.TerminalOptions{Live: true, Height: 4})
		frames := strings.Split(b.String(), "\x1b[J")
		require.Equal(t, "check chatlayer.transport.gzip\n", frames[len(frames)-1])
	})
	t.Run("no_line_is_wider_than_the_screen", func(t *testing.T) {
		var b strings.Builder
		terminal := report.NewTerminal(&b, report.TerminalOptions{Live: true, Width: 40})
		for range 100 {
			terminal.Result(conformance.Result{Area: "time", Outcome: conformance.Pass})
		}
		terminal.Progress(conformance.Progress{What: strings.Repeat("long ", 30)})
		for line := range strings.SplitSeq(b.String(), "\n") {
			line = line[strings.LastIndex(line, "\x1b[J")+1:]
			require.LessOrEqual(t, len([]rune(strings.TrimPrefix(line, "[J"))), 40)
		}
	})
	t.Run("close_takes_the_picture_away_and_ends_it", func(t *testing.T) {
		terminal, b := watched(report.TerminalOptions{Live: true})
		shown := b.Len()
		require.NoError(t, terminal.Close(sample()))
		require.True(t, strings.HasPrefix(b.String()[shown:], "\x1b[7A\r\x1b[Junderstudy check"))
		shown = b.Len()
		terminal.Result(sample().Checks[0])
		terminal.Progress(conformance.Progress{What: "late"})
		require.NoError(t, terminal.Close(sample()))
		require.Equal(t, shown, b.Len())
	})
}

func TestTerminalAtTheEnd(t *testing.T) {
	t.Run("colours_only_if_asked", func(t *testing.T) {
		require.NotContains(t, closed(t, sample(), report.TerminalOptions{}), "\x1b")
		coloured := closed(t, sample(), report.TerminalOptions{Colour: true})
		require.Contains(t, coloured, "\x1b[31;1m✘\x1b[0m")
		require.NotContains(t, coloured, "\x1b[31mred", "that one came from the target")
	})
	t.Run("must_failures_come_before_should_failures", func(t *testing.T) {
		r := sample()
		r.Findings = nil
		got := closed(t, r, report.TerminalOptions{})
		require.Less(t, strings.Index(got, "✘ FAIL  1 of 200 acknowledged"), strings.Index(got, "! should fails  page 2 of 4 held"))
	})
	t.Run("a_long_area_goes_on_in_the_next_line", func(t *testing.T) {
		got := closed(t, crowd(3000, 0, 0), report.TerminalOptions{Width: 80})
		require.Equal(t, 3000+2, strings.Count(got, "✔")-1) // less the legend
		require.Contains(t, got, "\n                      ✔✔✔")
	})
	t.Run("an_area_of_which_nothing_can_be_told_is_one_line", func(t *testing.T) {
		r := sample()
		for i := range r.Checks {
			r.Checks[i].Outcome, r.Checks[i].Baselined = conformance.Inconclusive, ""
		}
		_, tree, _ := strings.Cut(closed(t, r, report.TerminalOptions{Verbose: true}), "What could not be told")
		_, tree, _ = strings.Cut(tree, "Stale entries")
		require.Contains(t, tree, " time              3  ???\n")
		require.NotContains(t, tree, "chatlayer.time.")
	})
	t.Run("where_nothing_was_judged_there_is_the_reason_and_no_more", func(t *testing.T) {
		r := sample()
		r.Verdict, r.Reason, r.Baseline, r.Findings = conformance.Incomplete, "the target cannot be reached; see that it runs", nil, nil
		for i := range r.Checks {
			r.Checks[i].Outcome, r.Checks[i].Baselined, r.Checks[i].Message = conformance.Inconclusive, "",
				"the run could not begin: the target cannot be reached; see that it runs"
		}
		r.Checks[0].Outcome, r.Checks[0].Message = conformance.Skip, "no team is named; give --team"
		got := closed(t, r, report.TerminalOptions{})
		require.Contains(t, got, "? INCOMPLETE: the target cannot be reached; see that it runs")
		require.Less(t, strings.Count(got, "\n"), 9, got)
		require.Contains(t, closed(t, r, report.TerminalOptions{Verbose: true}), "give --team")
		r.Reason = "1 check could not be told"
		require.Contains(t, closed(t, r, report.TerminalOptions{}), "remedy      see that it runs", "the verdict does not say it")
	})
	t.Run("where_commands_take_the_credentials_from_is_said_once_before_the_first", func(t *testing.T) {
		o := report.TerminalOptions{Options: report.Options{Secrets: []string{"UNDERSTUDY_BASIC=ID:SECRET"}}}
		got := closed(t, sample(), o)
		require.Equal(t, 1, strings.Count(got, "export UNDERSTUDY_BASIC=ID:SECRET\n"))
		require.Less(t, strings.Index(got, "export UNDERSTUDY_BASIC"), strings.Index(got, "curl "))
		require.Contains(t, closed(t, conformance.Report{}, o), "export UNDERSTUDY_BASIC", "the last line needs them, too")
	})
	t.Run("areas_that_nobody_selected_are_not_there", func(t *testing.T) {
		r := sample()
		r.Checks = append(r.Checks, conformance.Result{
			ID: "chatlayer.story.random", Area: "story", Outcome: conformance.Skip,
			Message: "deselected by --only",
		})
		require.NotContains(t, closed(t, r, report.TerminalOptions{}), "story")
	})
	t.Run("the_error_of_the_writer_comes_back", func(t *testing.T) {
		require.ErrorIs(t, report.NewTerminal(full{}, report.TerminalOptions{}).Close(sample()), errFull)
	})
}

func TestTerminalFromManySides(t *testing.T) {
	var b strings.Builder
	terminal := report.NewTerminal(&b, report.TerminalOptions{Live: true})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, c := range sample().Checks {
				terminal.Progress(conformance.Progress{What: "check " + c.ID})
				terminal.Result(c)
			}
		})
	}
	all.Wait()
	require.NoError(t, terminal.Close(sample()))
	require.Contains(t, b.String(), " cors              8  xxxxxxxx\n")
}
