package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"

	"github.com/spf13/cobra"

	"github.com/understudy-mock/understudy/cmd/understudy/internal/child"
	"github.com/understudy-mock/understudy/mockserver"
)

const execHelp = `Exec starts the mock on a free port, runs COMMAND with its base URL in UNDERSTUDY_URL, and stops the mock when COMMAND
has ended. It prints what broke the contract, and ends with COMMAND's status, or with 1 where that is 0 and the contract was broken.

COMMAND gets stdin, stdout, stderr and the terminal as if it had been run alone, and everything behind it, flags too. It is a program
with its arguments; for what only a shell knows write: exec -- sh -c '...'.

--env gives COMMAND further variables. In their values {{.URL}} stands for the base URL, {{.Host}} for its host and {{.Port}} for its
port: --env VITE_API={{.URL}}. It is repeatable; its environment twin takes one a line.

The other flags are those of serve, whose help says what they do, so that COMMAND meets the world that it expects. Each has the
environment twin that it has there.

Signals are passed on to COMMAND, which decides what becomes of them. Ctrl-C in a terminal reaches it by itself. The third time
COMMAND is killed. What COMMAND has started and left behind is not ended, and finds no mock any more.

Exit status: COMMAND's own, or 128 and the number of the signal that ended it; 126 COMMAND may not be run; 127 there is none; 1 COMMAND
ended with 0, and a request broke the contract, or with --coverage-min, less of it was used; 2 usage; 3 the mock could not serve.`

type execFlags struct {
	serveFlags
	env     []string
	environ []string
}

func newExec(environ []string) *cobra.Command {
	f := execFlags{environ: environ}
	f.failOnViolation = true
	c := &cobra.Command{
		Use:   "exec [flags] -- COMMAND [ARG...]",
		Short: "Run a command, such as your tests, with a mock of its own",
		Long:  execHelp,
		Example: "  understudy exec -- npm test\n  understudy exec --scenario edges --env API_URL={{.URL}} -- npx playwright test\n  " +
			"understudy exec --now 2026-01-15T10:00:00Z --coverage coverage.json -- go test ./...",
		Args:              cobra.ArbitraryArgs, // looked at with everything else
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) { return nil, 0 },
		RunE: func(c *cobra.Command, args []string) error {
			return f.exec(c.Context(), args, c.InOrStdin(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	f.register(c, "127.0.0.1:0")
	registerEnv(c, &f.env)
	return c
}

// registerEnv registers --env, and has the flags end where the command begins.
func registerEnv(c *cobra.Command, env *[]string) {
	c.Flags().SetInterspersed(false)
	c.Flags().StringArrayVar(env, "env", nil,
		"repeatable: a variable for COMMAND, NAME=VALUE, where {{.URL}} stands for the base URL, {{.Host}} and {{.Port}} for its parts")
}

func (f *execFlags) exec(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	defer f.covered.to.close()
	variables, errEnv := parseVariables(f.env, address{}, "{{.URL}}, {{.Host}} and {{.Port}}")
	opts, err := f.options(stdout, stderr)
	if err := errors.Join(wantCommand(args), errEnv, err); err != nil {
		return err
	}
	// What COMMAND says is what the user wants to read, and at its end what it broke.
	opts.LogNoViolations = true
	opts.Logger = slog.New(slog.NewTextHandler(harmlessWriter{stderr}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	server, listener, err := f.open(opts)
	if err != nil {
		return err
	}
	base := baseURL(ctx, listener.Addr())
	f.warn(stderr)
	f.warnOpen(opts.Logger, listener.Addr(), opts.Credentials)
	stop := serveBeside(ctx, server, listener)
	command := child.Command{
		Args: args, Env: slices.Concat(f.environ, variables.of(base, addressOf(base))), Stdin: stdin, Stdout: stdout, Stderr: under(stderr),
	}
	status, err := command.Beside(func() {
		fmt.Fprintln(stderr, "understudy: the command has not ended yet; the next signal kills it")
	})
	errServe := failed(stop())
	if start := (*child.StartError)(nil); errors.As(err, &start) {
		return &endedError{start.Status, err}
	}
	err = errors.Join(f.verdict(server, stderr), errServe, f.covered.end(server, stderr))
	if status != 0 {
		return &endedError{status, err}
	}
	return err
}

// serveBeside serves until the function that it returns is called, whose error says that it was not possible.
func serveBeside(ctx context.Context, server *mockserver.Server, listener net.Listener) (stop func() error) {
	serving, end := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- server.Serve(serving, listener) }()
	return func() error {
		end()
		return <-served
	}
}

func wantCommand(args []string) error {
	if len(args) == 0 || args[0] == "" {
		return usageErrorf("there is no command to run: write it behind --, such as -- npm test")
	}
	return nil
}
