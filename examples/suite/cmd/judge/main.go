// Command judge judges a server of the Notes API and writes reports:
//
//	NOTES_KEY=KEY go run ./cmd/judge --report html=notes.html --report junit=notes.xml http://127.0.0.1:8080
//
// Its exit status is that of understudy check: 0 conformant, 1 the server broke the contract, 2 the command line cannot be used, 3 the
// run could not tell.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	notes "example.com/notes/conformance"
	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := judge(ctx, os.Args[1:], os.Getenv("NOTES_KEY"), os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// judge runs the suite, prints what it found and writes the reports that were asked for. It returns the exit status.
func judge(ctx context.Context, args []string, key string, stdout, stderr io.Writer) int {
	target := conformance.Target{Suite: notes.Suite(), Settings: notes.Settings{Key: key}}
	files := map[string]string{} // by format
	flags := flag.NewFlagSet("judge", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&target.ReadOnly, "read-only", false, "send no write")
	flags.Func("only", "glob of the ids of checks to run; may be given more than once", func(glob string) error {
		target.Only = append(target.Only, glob)
		return nil
	})
	flags.Func("report", "FORMAT=FILE; may be given more than once", func(value string) error {
		format, file, found := strings.Cut(value, "=")
		if !found || file == "" {
			return errors.New("expected FORMAT=FILE, such as html=notes.html")
		}
		files[format] = file
		return report.Known(format)
	})
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if target.URL = flags.Arg(0); flags.NArg() != 1 {
		fmt.Fprintln(stderr, "judge: give one URL, such as http://127.0.0.1:8080, behind the flags")
		return 2
	}
	// The curl lines of reports take the key from that variable, and so does the command that runs the same again.
	options := report.Options{Command: again(target), Secrets: []string{"NOTES_KEY=KEY"}}
	terminal := report.NewTerminal(stdout, report.TerminalOptions{Options: options})
	target.Progress, target.Done = terminal.Progress, terminal.Result
	found, err := conformance.Run(ctx, target)
	if err != nil {
		fmt.Fprintln(stderr, "judge:", report.Harmless(err.Error()))
		return 2
	}
	if err := errors.Join(terminal.Close(found), write(files, found, options)); err != nil {
		fmt.Fprintln(stderr, "judge:", err)
		return 3
	}
	switch {
	case found.Fails(conformance.Must):
		return 1
	case found.Untold():
		return 3
	default:
		return 0
	}
}

// again is the command that runs the same again.
func again(target conformance.Target) string {
	words := []string{"go run ./cmd/judge"}
	if target.ReadOnly {
		words = append(words, "--read-only")
	}
	for _, glob := range target.Only {
		words = append(words, "--only "+quoted(glob))
	}
	return strings.Join(append(words, quoted(target.URL)), " ")
}

func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// write writes a report in each format to its file.
func write(files map[string]string, found conformance.Report, options report.Options) error {
	var errs []error
	for format, name := range files {
		var text strings.Builder
		err := report.Write(&text, format, found, options)
		if err == nil {
			err = os.WriteFile(name, []byte(text.String()), 0o600)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
