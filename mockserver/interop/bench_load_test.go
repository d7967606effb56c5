//go:build bench

package interop

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// connections is how many clients ask at the same time, each waiting for its answer before it asks again.
const connections = 16

// figures are what a load found.
type figures struct {
	perSecond float64
	p50, p99  time.Duration
}

// drive sends the same request over and over for a while and fails on any answer but 200. The client reads and writes the
// sockets itself: net/http's client would cost as much as the servers that it measures.
func drive(address string, request []byte, duration time.Duration) (figures, error) {
	var (
		wg    sync.WaitGroup
		took  [connections][]time.Duration
		fails [connections]error
	)
	begin := time.Now()
	for i := range connections {
		wg.Go(func() { took[i], fails[i] = ask(address, request, begin.Add(duration)) })
	}
	wg.Wait()
	elapsed := time.Since(begin)
	if err := errors.Join(fails[:]...); err != nil {
		return figures{}, err
	}
	all := slices.Concat(took[:]...)
	slices.Sort(all)
	return figures{
		perSecond: float64(len(all)) / elapsed.Seconds(),
		p50:       all[len(all)/2],
		p99:       all[len(all)*99/100],
	}, nil
}

// ask is one client.
func ask(address string, request []byte, until time.Time) ([]time.Duration, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	answers := bufio.NewReaderSize(conn, 64<<10)
	took := make([]time.Duration, 0, 1<<16)
	for now := time.Now(); now.Before(until); {
		if _, err := conn.Write(request); err != nil {
			return nil, err
		}
		if err := readAnswer(answers); err != nil {
			return nil, err
		}
		then := now
		now = time.Now()
		took = append(took, now.Sub(then))
	}
	return took, nil
}

// readAnswer consumes one answer and fails unless it is a 200 that leaves the connection usable.
func readAnswer(r *bufio.Reader) error {
	status, err := r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !strings.HasPrefix(string(status), "HTTP/1.1 200 ") {
		return fmt.Errorf("answer is %q: expected 200", status)
	}
	length, chunked := 0, false
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if len(line) <= 2 {
			break
		}
		name, value, _ := strings.Cut(strings.TrimSpace(string(line)), ":")
		switch {
		case strings.EqualFold(name, "Content-Length"):
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil {
				return err
			}
		case strings.EqualFold(name, "Transfer-Encoding"):
			chunked = true
		}
	}
	if chunked {
		return readChunks(r)
	}
	_, err = r.Discard(length)
	return err
}

func readChunks(r *bufio.Reader) error {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(strings.TrimSpace(string(line)), 16, 32)
		if err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, r, size+2); err != nil { // the chunk and its line end
			return err
		}
		if size == 0 {
			return nil
		}
	}
}
