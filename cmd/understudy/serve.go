package main

import (
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
)

const serveHelp = `Serve answers both APIs on one port, with seeded data that end now. When it is ready it prints one
line on stdout, the base URL; everything else goes to stderr. SIGINT and SIGTERM finish the requests
in flight, for at most 15 seconds; a second signal cuts them. It serves on and ends in time whether
or not somebody reads what it prints: lines that nobody takes are dropped, and counted in the log.

  curl --user demo-token-id:demo-token-secret \
    "http://127.0.0.1:4747/v1/bots/demobot1/events/stream?version=LIVE&start_time=2020-01-01&end_time=2100-01-01"
  curl -H "Authorization: Bearer demo-api-key" -H "Content-Type: application/json" \
    -d '{"entityType":"search","type":"search_query_submitted","searchQuery":"api key"}' http://127.0.0.1:4747/events

Demo credentials: Chatlayer demo-token-id:demo-token-secret (team demo-team, bots demobot1 and demobot2) and
other-token-id:other-token-secret (team other-team, bot otherbot); Inkeep demo-api-key and demo-web-key.
Any other bot id has seeded events of its own and belongs to the team whose token first tracks into it.

--credential is repeatable and replaces the demo credentials of the API it names; its environment twin
takes one a line. Imported bots that nobody owns belong to the team of the first Chatlayer
credential. What depends on the mock's state alone (a wrong secret, another team's bot, an id that is taken) is refused
but breaks no contract, and neither does what no client of the APIs sends (a browser's /favicon.ico, a health check, a
request that breaks off); that is counted as stray. The mock's own endpoints are under /__understudy/, described by
/__understudy/openapi.yaml; POST /__understudy/reset goes back to the seeded data, GET /__understudy/journal lists the latest
requests with their answers, and POST /__understudy/journal/expect waits for those that a test expects.

The mock's own endpoints want a host that is this machine's in the URL (localhost or an address) or one that --allow-host names,
and pages of other origins may not call them. Where the network can reach the mock, use --control-token or --no-control.

A namespace is a server of its own on the same port, with its own data, for tests that run beside each other: begin each path with
/~NAME/, or send the header X-Understudy-Namespace: NAME, or a credential that ends in +NAME (demo-api-key+NAME). It is made when it
is first named, with the options of this command, and forgotten when it has been idle for --namespace-ttl.

With --state DIR what was written survives a restart and a crash: namespaces with their options, events, clocks, faults, plans and
snapshots. A write is on the disk before it is answered, or with --state-sync 1s within a second. The seeded data stay what they were,
and so --seed, --scenario, --events, --now, --import, the teams of --credential and whether --auth is strict have to be the same again.
Requests, violations and counts are forgotten.

Faults are failures that you ask for: POST /__understudy/faults with {"match":{"operation":"ListEvents"},"when":{"first":2},"status":503}
makes the next two lists fail. A request asks for a fault of its own in a header such as Prefer: code=503, delay=2s, fail=503;first=2,
reset or variant=page.short-pages; --no-prefer ignores that.

--misbehave makes the server break the contract in one way, such as listing an event that lies exactly on
end_time. Run your tests against it: which mistakes of the API would they notice? Every answer then
carries the header Understudy-Misbehaving.

--variant is repeatable and makes the server differ where the documents leave a choice, such as pages that are shorter than asked
for. Tests that keep to the documents pass against each. Variants take effect in the order given, below a misbehaviour.

--stop-with PID stops the server as SIGTERM does when that process has ended, however it did: a server that is started by a test runner
which is then killed does not stay behind.

--coverage writes at the end which parts of the APIs the requests to all namespaces have used since the start, resets or not: as JSON,
which understudy coverage joins with others, as Markdown or as lcov, by the end of the file's name. GET /__understudy/coverage tells the
same of one namespace since its last reset.

Exit status: 0 stopped; 1 with --fail-on-violation, a request broke the contract, or with --coverage-min, less of it was used; 2 usage;
3 it could not serve, such as when the address is in use or the import cannot be read, or the coverage could not be written.`

type serveFlags struct {
	mockFlags
	covered         covered
	state           state
	addr            string
	maxConnections  int
	failOnViolation bool
	stopWith        int
}

func newServe() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Answer both APIs with seeded data",
		Long:  serveHelp,
		Example: "  understudy serve\n  understudy serve --addr 127.0.0.1:0 --scenario edges --now 2026-01-15T10:00:00Z\n  understudy " +
			"serve --strict --fail-on-violation\n  understudy serve --misbehave page.repeats-last",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if asked, err := f.list(c.OutOrStdout()); asked {
				return failed(err)
			}
			return f.serve(c.Context(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	f.register(c, "127.0.0.1:4747")
	f.registerLists(c.Flags())
	c.Flags().IntVar(&f.stopWith, "stop-with", 0, "stop when the process with this id has ended, however it did")
	c.Flags().BoolVar(&f.failOnViolation, "fail-on-violation", false, "exit 1 at shutdown if any request broke the contract")
	return c
}

// register registers the flags that say what is served, and by default where.
func (f *serveFlags) register(c *cobra.Command, addr string) {
	flags := c.Flags()
	registerAddr(flags, &f.addr, addr)
	f.mockFlags.register(c)
	flags.IntVar(&f.maxConnections, "max-connections", 16_384, "most connections at once; requests on later ones are refused with 503")
	f.registerMisbehave(c)
	f.covered.register(flags)
	f.state.register(flags)
}

func registerAddr(flags *pflag.FlagSet, addr *string, otherwise string) {
	flags.StringVar(addr, "addr", otherwise, "listen address; port 0 picks a free one")
}

// options turns the flags into those of the server. Every mistake is reported at once.
func (f *serveFlags) options(stdout, stderr io.Writer) (mockserver.Options, error) {
	opts, err := f.mockFlags.options(stderr, f.checkNumbers(), f.covered.check(stdout, stderr), f.state.check())
	opts.Limits.Connections = f.maxConnections
	opts.Checks = checks(suites.All())
	return f.state.into(opts), err
}

func (f *serveFlags) checkNumbers() error {
	var wrong error
	if f.maxConnections < 1 {
		wrong = fmt.Errorf("bad --max-connections %d: give a number from 1 on", f.maxConnections)
	}
	if f.stopWith < 0 {
		wrong = errors.Join(wrong, fmt.Errorf("bad --stop-with %d: give the id of a process", f.stopWith))
	}
	return errors.Join(wrong, checkAddr(f.addr))
}

func checkAddr(addr string) error {
	if _, port, err := net.SplitHostPort(addr); err != nil || port == "" {
		return fmt.Errorf("bad --addr %q: give HOST:PORT, such as 127.0.0.1:4747", addr)
	}
	return nil
}
