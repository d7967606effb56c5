//go:build bench

package interop

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// crowded is what many connections at once do to the mock.
type crowded struct {
	name     string
	clients  int
	served   figures
	refused  int     // requests, with 503
	resident float64 // MiB
}

// many is how many clients there are at once. Both ends of their connections are open files, of two processes.
const many = 10_000

// crowd measures the mock alone, beside connections that rest, and under many more clients than it can serve.
func crowd(t *testing.T) []crowded {
	t.Helper()
	list := asked(lastWeek(), plainly)[list20]
	m := startMock(t)
	address := strings.TrimPrefix(m.URL, "http://")
	ask := func(name string) crowded {
		fmt.Fprintln(os.Stderr, name)
		f, err := drive(address, list, *benchLoad)
		require.NoError(t, err)
		return crowded{name: name, clients: connections, served: f, resident: residentMiB(t, m.cmd.Process.Pid)}
	}
	all := []crowded{ask("16 clients")}
	resting := rest(t, address, list)
	all = append(all, ask(fmt.Sprintf("16 clients beside %s connections that rest", thousands(many))))
	for _, p := range resting {
		_ = p.Close()
	}
	all = append(all, press(t, m, list, fmt.Sprintf("%s clients", thousands(many))))
	all = append(all, ask("16 clients, right after them"))
	m.stop()

	few := startMock(t, "--max-connections", "1000")
	all = append(all, press(t, few, list, fmt.Sprintf("%s clients with --max-connections 1000", thousands(many))))
	m, address = few, strings.TrimPrefix(few.URL, "http://")
	all = append(all, ask("16 clients, right after them"))
	few.stop()
	return all
}

// rest opens connections that have asked once.
func rest(t *testing.T, address string, request []byte) []*peer {
	t.Helper()
	var all []*peer
	for range many {
		p, err := dialServer(address)
		require.NoError(t, err)
		_, err = p.exchange(request, nil)
		require.NoError(t, err)
		all = append(all, p)
	}
	return all
}

// press lets many clients ask without pause. One that is refused connects again.
func press(t *testing.T, m *mock, request []byte, name string) crowded {
	t.Helper()
	fmt.Fprintln(os.Stderr, name)
	var (
		wg      sync.WaitGroup
		mu      sync.Mutex
		took    []time.Duration
		refused int
		address = strings.TrimPrefix(m.URL, "http://")
		begin   = time.Now()
		until   = begin.Add(3 * *benchLoad)
	)
	for range many {
		wg.Go(func() {
			served, no := insist(address, request, until)
			mu.Lock()
			defer mu.Unlock()
			took, refused = append(took, served...), refused+no
		})
	}
	time.Sleep(time.Until(until) / 2)
	resident := residentMiB(t, m.cmd.Process.Pid)
	wg.Wait()
	return crowded{name, many, summary(took, time.Since(begin)), refused, resident}
}

// insist is one client that takes 503, and that nobody answers, for an answer.
func insist(address string, request []byte, until time.Time) (took []time.Duration, refused int) {
	var p *peer
	for time.Now().Before(until) {
		var err error
		if p == nil {
			if p, err = dialServer(address); err != nil {
				time.Sleep(100 * time.Millisecond)
				continue
			}
			_ = p.SetDeadline(until.Add(10 * time.Second))
		}
		begin := time.Now()
		if _, err = p.exchange(request, nil); err == nil {
			took = append(took, time.Since(begin))
			continue
		}
		if no := (*refusedError)(nil); errors.As(err, &no) && strings.Contains(no.line, " 503 ") {
			refused++
		}
		_ = p.Close()
		p = nil
	}
	if p != nil {
		_ = p.Close()
	}
	return took, refused
}
