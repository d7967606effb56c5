//go:build bench

package interop

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/stretchr/testify/require"
)

// rival is a server under measurement, run as a process of its own whose output goes nowhere.
type rival struct {
	name    string
	command func(port string) []string
	env     string
	starts  int

	*process
	address     string
	first       []time.Duration // from exec to the first 200, sorted
	resident    float64         // MiB
	list, track figures
}

// measureStart starts the server again and again and leaves the last one running.
func (r *rival) measureStart(t *testing.T, request []byte) {
	t.Helper()
	for range r.starts {
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
		for !answers(r.address, request) {
			require.Less(t, time.Since(begin), patience, "%s never answered with 200", r.name)
			time.Sleep(time.Millisecond)
		}
		r.first = append(r.first, time.Since(begin))
	}
	slices.Sort(r.first)
	time.Sleep(time.Second)
	r.resident = residentMiB(t, r.cmd.Process.Pid)
}

// load warms the server up and measures.
func (r *rival) load(t *testing.T, request []byte) figures {
	t.Helper()
	_, err := drive(r.address, request, time.Second)
	require.NoError(t, err, "%s", r.name)
	got, err := drive(r.address, request, *benchLoad)
	require.NoError(t, err, "%s", r.name)
	return got
}

func answers(address string, request []byte) bool {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return false
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := conn.Write(request); err != nil {
		return false
	}
	return readAnswer(bufio.NewReader(conn)) == nil
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

// printTable prints the figures and, below them, the first rival's in relation to each other one's.
func printTable(w io.Writer, rivals []*rival) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tfirst 200\tmin to max\tof\tmemory\tlist/s\tp50\tp99\ttrack/s\tp50\tp99\t")
	for _, r := range rivals {
		fmt.Fprintf(table, "%s\t%.0f\t%.0f to %.0f\t%d\t%.0f\t%.0f\t%.2f\t%.2f\t%.0f\t%.2f\t%.2f\t\n", r.name,
			ms(r.first[len(r.first)/2]), ms(r.first[0]), ms(r.first[len(r.first)-1]), len(r.first), r.resident,
			r.list.perSecond, ms(r.list.p50), ms(r.list.p99), r.track.perSecond, ms(r.track.p50), ms(r.track.p99))
	}
	own := rivals[0]
	for _, r := range rivals[1:] {
		fmt.Fprintf(table, "%s / %s\t%.2f\t\t\t%.2f\t%.2f\t\t%.2f\t%.2f\t\t%.2f\t\n", own.name, r.name,
			ms(own.first[len(own.first)/2])/ms(r.first[len(r.first)/2]), own.resident/r.resident,
			own.list.perSecond/r.list.perSecond, ms(own.list.p99)/ms(r.list.p99),
			own.track.perSecond/r.track.perSecond, ms(own.track.p99)/ms(r.track.p99))
	}
	_ = table.Flush()
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
