//go:build bench

package interop

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// rival is a server under measurement, run as a process of its own whose output goes nowhere.
type rival struct {
	name, version, about string

	command func(port string) []string
	env     string
	prepare func(address string) error // once it has started; nil does nothing
	starts  int
	asked   map[string][]byte // the request of each row

	*process
	address      string
	first        []time.Duration // from exec to the first 200, sorted
	atRest, busy float64         // resident MiB: a second after the first 200, and after the load
	rows         map[string][]figures
}

// start starts the server, waits for its first answer and notes how long that took. It may have been started before.
func (r *rival) start(t *testing.T) {
	t.Helper()
	if r.process != nil {
		r.stop()
	}
	port := freePort(t)
	r.address = net.JoinHostPort("127.0.0.1", port)
	args := r.command(port)
	r.process = &process{cmd: exec.Command(args[0], args[1:]...)}
	if r.env != "" {
		r.cmd.Env = append(r.cmd.Environ(), r.env)
	}
	begin := time.Now()
	r.run(t)
	for !answers(r.address, r.asked[list20]) {
		require.Less(t, time.Since(begin), patience, "%s never answered with 200", r.name)
		time.Sleep(time.Millisecond)
	}
	r.first = append(r.first, time.Since(begin))
	if r.prepare != nil {
		require.NoError(t, r.prepare(r.address), "%s", r.name)
	}
}

// load warms the server up, if it has not been, and measures one row.
func (r *rival) load(t *testing.T, row string, duration time.Duration) {
	t.Helper()
	if len(r.rows[row]) == 0 {
		_, err := drive(r.address, r.asked[row], min(duration, time.Second))
		require.NoError(t, err, "%s", r.name)
	}
	got, err := drive(r.address, r.asked[row], duration)
	require.NoError(t, err, "%s", r.name)
	r.rows[row] = append(r.rows[row], got)
}

// startAll starts every server as often as it asks for, one after another in turns, and leaves them running.
func startAll(t *testing.T, rivals []*rival) {
	t.Helper()
	most := slices.MaxFunc(rivals, func(a, b *rival) int { return a.starts - b.starts }).starts
	for i := range most {
		for _, r := range rivals {
			if i < r.starts {
				r.start(t)
			}
		}
	}
	time.Sleep(time.Second)
	for _, r := range rivals {
		slices.Sort(r.first)
		r.atRest = residentMiB(t, r.cmd.Process.Pid)
		r.rows = map[string][]figures{}
	}
}

// loadAll measures every row, the servers in turns within each round: what changes on the machine meanwhile changes for all.
func loadAll(t *testing.T, rivals []*rival, rounds int, duration time.Duration) {
	t.Helper()
	for _, row := range rowNames {
		for i := range rounds {
			fmt.Fprintf(os.Stderr, "%s, round %d of %d\n", row, i+1, rounds)
			for _, r := range rivals {
				r.load(t, row, duration)
			}
		}
	}
	for _, r := range rivals {
		r.busy = residentMiB(t, r.cmd.Process.Pid)
		r.stop()
	}
}

func answers(address string, request []byte) bool {
	p, err := dialServer(address)
	if err != nil {
		return false
	}
	defer p.Close()
	_ = p.SetDeadline(time.Now().Add(10 * time.Second))
	_, err = p.exchange(request, nil)
	return err == nil
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	return port
}

// residentMiB is the resident set of a process and its children, as Linux tells it.
func residentMiB(t *testing.T, pid int) float64 {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	require.NoError(t, err)
	total := 0.0
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			require.NoError(t, err)
			total += kib / 1024
		}
	}
	children, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	require.NoError(t, err)
	for _, file := range children {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, child := range strings.Fields(string(text)) {
			id, err := strconv.Atoi(child)
			require.NoError(t, err)
			total += residentMiB(t, id)
		}
	}
	return total
}
