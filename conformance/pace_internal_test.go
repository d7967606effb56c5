package conformance

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func paceBegan() time.Time { return time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC) }

func follow() *pace {
	target := Target{Suite: Suite{Costs: "prepare 100\ndemo.a.cheap 20\ndemo.a.dear 600\n"}}.withDefaults()
	return newPace(target, paceBegan(), []selection{
		{check: Check{ID: "demo.a.cheap"}},
		{check: Check{ID: "demo.a.dear"}},
		{check: Check{ID: "demo.a.new"}},
		{check: Check{ID: "demo.a.skipped"}, reason: "deselected by --skip"},
	})
}

func (p *pace) after(seconds int) Progress {
	return p.news(paceBegan().Add(time.Duration(seconds) * time.Second))
}

// answer notes answers that together took so long.
func (p *pace) answer(n int, took time.Duration) {
	for range n {
		p.answered(&exchange.Exchange{Took: took / time.Duration(n)})
	}
}

func TestPace(t *testing.T) {
	t.Run("says_nothing_before_the_first_answers", func(t *testing.T) {
		p := follow()
		p.answer(fewAnswers-1, time.Second)
		require.Equal(t, Progress{Elapsed: 2 * time.Second}, p.after(2))
	})
	t.Run("estimates_the_whole_run_from_a_few", func(t *testing.T) {
		p := follow()
		p.answer(3, 6*time.Second)
		got := p.after(6)
		require.InDelta(t, 5, got.PerSecond, 0.01, "ten at a time, two seconds each")
		require.InDelta(t, (97+630)/5, got.Left.Seconds(), 1)
		got = p.after(15)
		require.InDelta(t, 0.2, got.PerSecond, 0.01, "what was answered")
		require.Equal(t, "to be done sooner: --quick looks at the most telling checks, --only at those that you name; "+
			"the run ends after 10m0s whatever is left, unless --deadline allows more", got.Advice)
	})
	t.Run("goes_by_what_was_answered_of_late", func(t *testing.T) {
		p := follow()
		for s := range 60 { // quick for half a minute, then slow
			p.answer(map[bool]int{true: 50, false: 2}[s < 30], time.Second)
			p.after(s + 1)
		}
		require.InDelta(t, 2, p.after(61).PerSecond, 0.2)
	})
	t.Run("a_check_that_waits_makes_the_rest_no_slower", func(t *testing.T) {
		p := follow()
		for s := range 60 { // ten a second, then one by one
			p.answer(map[bool]int{true: 10, false: 1}[s < 30], time.Second)
			p.after(s + 1)
		}
		p.prepared, p.left = true, 550
		got := p.after(60)
		require.InDelta(t, 1, got.PerSecond, 0.2, "what is told is that of late")
		require.InDelta(t, 100, got.Left.Seconds(), 5, "5.5 a second since the beginning")
	})
	t.Run("counts_down_the_checks_and_names_the_slow_one", func(t *testing.T) {
		p := follow()
		p.tell("plant the events", 3, 10)
		require.Equal(t, "plant the events", p.after(0).What)
		p.answer(100, 10*time.Second)
		p.begin("demo.a.cheap", paceBegan().Add(time.Second))
		p.begin("demo.a.dear", paceBegan().Add(2*time.Second))
		p.end("demo.a.cheap")
		got := p.after(10)
		require.Equal(t, []any{"checks", 1, 3, "demo.a.dear for 8s"}, []any{got.What, got.Done, got.Total, got.Waiting})
		require.InDelta(t, 610/got.PerSecond, got.Left.Seconds(), 1)
	})
	t.Run("advises_a_higher_rate_where_that_holds_the_run_up", func(t *testing.T) {
		p := follow()
		p.target.PerSecond, p.target.Quick = 5, true
		p.answer(50, time.Millisecond)
		require.Equal(t, "to be done sooner: --only at those that you name, --rate allows more requests a second", p.after(10).Advice)
		p.left, p.preparing = 10, 0
		require.Empty(t, p.after(11).Advice, "of a run that is soon done")
	})
}
