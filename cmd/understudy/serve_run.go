package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/cmd/understudy/internal/child"
	reporting "github.com/understudy-mock/understudy/conformance/report"
	"github.com/understudy-mock/understudy/mockserver"
)

func (f *serveFlags) serve(ctx context.Context, stdout, stderr io.Writer) error {
	defer f.covered.to.close()
	opts, err := f.options(stdout, stderr)
	if err != nil {
		return err
	}
	ctx, done, err := f.whileNeeded(ctx)
	if err != nil {
		return err
	}
	defer done()
	server, listener, err := f.open(opts)
	if err != nil {
		return err
	}
	ctx = untilSignal(ctx, server.Close) // until now a signal ends the process at once
	return f.answer(ctx, server, listener, opts, stdout, stderr)
}

// whileNeeded returns a context that ends with the process of --stop-with.
func (f *serveFlags) whileNeeded(ctx context.Context) (context.Context, context.CancelFunc, error) {
	ctx, cancel := context.WithCancel(ctx)
	if f.stopWith == 0 {
		return ctx, cancel, nil
	}
	gone, err := child.Gone(ctx, f.stopWith)
	if err != nil {
		cancel()
		return ctx, cancel, usageErrorf("bad --stop-with %d: %v", f.stopWith, err)
	}
	go func() {
		select {
		case <-gone:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel, nil
}

// open makes the server and listens.
func (f *serveFlags) open(opts mockserver.Options) (*mockserver.Server, net.Listener, error) {
	paceCollector()
	server := mockserver.New(opts)
	if err := f.fit(server); err != nil {
		return nil, nil, err
	}
	listener, err := listen(f.addr)
	if err != nil {
		server.Close()
	}
	return server, listener, err
}

// listen listens where it is told: an IPv4 address is no IPv6 address too.
func listen(addr string) (net.Listener, error) {
	network := "tcp"
	if a, err := netip.ParseAddrPort(addr); err == nil && a.Addr().Is4() {
		network = "tcp4"
	}
	listener, err := net.Listen(network, addr)
	if err != nil {
		return nil, failed(fmt.Errorf("listen on %s: %w; choose another --addr", addr, err))
	}
	return listener, nil
}

// answer serves until ctx ends.
func (f *serveFlags) answer(ctx context.Context, server *mockserver.Server, listener net.Listener, opts mockserver.Options, stdout,
	stderr io.Writer,
) error {
	url := baseURL(ctx, listener.Addr())
	f.ready(opts, url)
	f.warn(stderr)
	f.warnOpen(opts.Logger, listener.Addr(), opts.Credentials)
	printed := announce(stdout, url, opts.Logger)
	if err := server.Serve(ctx, listener); err != nil {
		return errors.Join(failed(err), f.covered.end(server, stderr))
	}
	printed()
	return errors.Join(f.verdict(server, stderr), f.covered.end(server, stderr))
}

// ready logs what is served where.
func (f *serveFlags) ready(opts mockserver.Options, url string) {
	facts := []any{"url", url, "scenario", f.scenario, "events", f.events, "seed", f.seed, "now", f.now, "auth", f.auth}
	if f.importFile != "" {
		facts = append(facts, "imported", len(opts.Import))
	}
	if f.misbehave != "" {
		facts = append(facts, "misbehaving", f.misbehave)
	}
	if len(f.variants) > 0 {
		facts = append(facts, "variants", strings.Join(f.variants, " "))
	}
	opts.Logger.Info("ready", facts...)
	if f.importFile != "" && len(opts.Import) == 0 {
		opts.Logger.Warn("the import held no event", "file", f.importFile)
	}
}

// warnOpen says once that strangers may come in, and how to keep them out.
func (f *serveFlags) warnOpen(log *slog.Logger, listening net.Addr, given []mockserver.Credential) {
	host, _, _ := net.SplitHostPort(listening.String())
	if loopback(host) {
		return
	}
	var open []any
	switch {
	case f.auth != string(mockserver.AuthStrict):
		open = append(open, "apis", "--auth "+f.auth+" takes any credentials: leave it strict")
	case mockserver.AcceptsDemo(given):
		open = append(open, "apis", "everybody knows the demo credentials: give each API some of your own (--credential)")
	}
	if !f.access.noControl && f.access.controlToken == "" {
		open = append(open, "control", "the mock's own endpoints read and reset everything: use --control-token or --no-control")
	}
	if len(open) > 0 {
		log.Warn("others may reach this server; listen on 127.0.0.1 (--addr), or close it",
			append([]any{"address", listening.String()}, open...)...)
	}
}

// announce prints the base URL on stdout. Serving does not wait for it, as stdout may be a pipe that nobody reads; what it
// returns does, for a moment.
func announce(stdout io.Writer, url string, log *slog.Logger) (printed func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if _, err := fmt.Fprintln(stdout, url); err != nil {
			log.Warn("the URL could not be printed on stdout", "url", url, "error", err)
		}
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), flushTimeout)
		defer cancel()
		select {
		case <-done:
		case <-ctx.Done():
		}
	}
}

// verdict is the end of --fail-on-violation.
func (f *serveFlags) verdict(server *mockserver.Server, stderr io.Writer) error {
	if !f.failOnViolation {
		return nil
	}
	if strays := server.StrayRequests(); strays > 0 {
		fmt.Fprintf(stderr, "counted apart, as no broken contract: requests that no client of the APIs sends, or that broke off: %d\n",
			strays)
	}
	if n := server.OnPurpose(); n > 0 {
		fmt.Fprintf(stderr, "counted apart, as they were announced (Prefer: expect-violation): violations on purpose: %d\n", n)
	}
	n := server.BrokenRequests()
	if n == 0 {
		return nil
	}
	rules := server.BrokenRules()
	printReasons(stderr, server.Reasons(), rules)
	fmt.Fprintln(stderr, "violations by rule: "+byRule(rules))
	if n == 1 {
		return &exitError{exitBroken, errors.New("1 request broke the contract; it stands above")}
	}
	return &exitError{exitBroken, fmt.Errorf("%d requests broke the contract; the latest stand above", n)}
}

// printReasons shows what broke the contract, and of all violations how many are not shown.
func printReasons(w io.Writer, reasons []mockserver.Recorded, byRule map[string]int64) {
	var left int64
	for _, n := range byRule {
		left += n
	}
	for _, v := range reasons {
		left -= v.Times
		which := "request " + v.RequestID
		if v.Namespace != "default" {
			which += ", namespace " + v.Namespace
		}
		if v.Times > 1 {
			which += fmt.Sprintf(", the latest of %d", v.Times)
		}
		fmt.Fprintln(w, reporting.OneLine(fmt.Sprintf("%s %s (%s, %s)", v.Method, v.Path, v.Rule, which)))
		fmt.Fprintln(w, "  "+reporting.OneLine(v.String()))
	}
	if left > 0 {
		fmt.Fprintf(w, "violations before the %d above that are not shown: %d\n", len(reasons), left)
	}
}

// byRule lists the rules, those that were broken most often first.
func byRule(counts map[string]int64) string {
	rules := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for i, rule := range rules {
		rules[i] = fmt.Sprintf("%s %d", rule, counts[rule])
	}
	return strings.Join(rules, ", ")
}

// harmlessWriter spells what clients have sent so that no line of the log is a command to a CI system.
type harmlessWriter struct{ w io.Writer }

func (h harmlessWriter) Write(line []byte) (int, error) {
	_, err := io.WriteString(h.w, reporting.Harmless(string(line)))
	return len(line), err
}
