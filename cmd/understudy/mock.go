package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/understudy-mock/understudy/mockserver"
)

// mockFlags are the flags that say what a mock is, whoever serves it.
type mockFlags struct {
	worldFlags
	alterations
	access       access
	namespaces   namespaces
	auth         string
	credentials  []string
	importFile   string
	planFile     string
	maxEvents    int64
	maxBytes     byteSize
	journalBytes sizeOrNone
	strict       bool
}

func (f *mockFlags) register(c *cobra.Command) {
	flags := c.Flags()
	f.worldFlags.register(flags)
	flags.StringVar(&f.auth, "auth", "strict", "strict: the configured credentials only; any: any well-formed ones; off: none needed")
	flags.StringArrayVar(&f.credentials, "credential", nil,
		"repeatable: "+listed(mockserver.CredentialForms())+" (default the demo set)")
	flags.StringVar(&f.importFile, "import", "", "start with the events of this file (JSON lines) beside the seeded ones")
	flags.StringVar(&f.planFile, "plan", "",
		"the tracking plan of this file (JSON): an event that breaks it is answered as ever and is a violation")
	flags.Int64Var(&f.maxEvents, "max-events", 20_000_000,
		"most events, conversations, feedback and definitions that clients may write until the next reset; one more is refused")
	f.maxBytes = 8 << 30
	flags.Var(&f.maxBytes, "max-bytes", "about how much memory these may take, such as 512MiB or 2GB")
	f.journalBytes.byteSize = mockserver.DefaultJournalBytes
	flags.Var(&f.journalBytes, "journal-bytes",
		"about how much memory the latest requests and answers may take, which GET /__understudy/journal shows; 0 keeps none")
	flags.BoolVar(&f.strict, "strict", false, "refuse advisory violations too, such as an undeclared query parameter")
	f.registerVariants(c)
	f.access.register(flags)
	f.namespaces.register(flags)
	completeValues(c, "auth", "strict", "any", "off")
	completeScenarios(c)
}

// options turns the flags into those of a mock, beside what has been found wrong with others. Every mistake is reported at once.
func (f *mockFlags) options(stderr io.Writer, wrong ...error) (mockserver.Options, error) {
	clock, errNow := f.clock()
	credentials, errCredentials := parseCredentials(f.credentials)
	if err := errors.Join(append([]error{
		f.check(), f.checkRoom(), errNow, errCredentials, f.access.check(), f.namespaces.check(),
	}, wrong...)...); err != nil {
		rest := mockserver.New(f.access.into(mockserver.Options{
			Scenario: f.scenario, Auth: mockserver.AuthMode(f.auth),
			Misbehave: f.misbehave, Variants: f.variants,
		})).Err()
		return mockserver.Options{}, &exitError{exitUsage, errors.Join(err, rest)}
	}
	imported, errImport := readImport(f.importFile, stderr)
	plan, planFile, errPlan := readPlan(f.planFile)
	if err := errors.Join(errImport, errPlan); err != nil {
		return mockserver.Options{}, failed(err)
	}
	return f.namespaces.into(f.access.into(mockserver.Options{
		Seed: f.seed, Scenario: f.scenario, EventsPerBot: f.count(), Clock: clock,
		Auth: mockserver.AuthMode(f.auth), Credentials: credentials, Import: imported, RefuseAdvisory: f.strict,
		Plan: plan, PlanFile: planFile,
		Misbehave: f.misbehave, Variants: f.variants,
		Limits: mockserver.Limits{Events: f.maxEvents, EventBytes: int64(f.maxBytes), JournalBytes: f.journal()},
		Logger: slog.New(slog.NewTextHandler(harmlessWriter{stderr}, nil)),
	})), nil
}

// journal is the option that --journal-bytes means.
func (f *mockFlags) journal() int64 {
	if f.journalBytes.byteSize == 0 {
		return mockserver.NoJournal
	}
	return int64(f.journalBytes.byteSize)
}

func (f *mockFlags) checkRoom() error {
	if f.maxEvents < 1 {
		return fmt.Errorf("bad --max-events %d: give a number from 1 on", f.maxEvents)
	}
	return nil
}

// fit says what is wrong with options that only a mock can judge.
func (f *mockFlags) fit(server *mockserver.Server) error {
	switch err := server.Err(); {
	case errors.Is(err, mockserver.ErrImport), errors.Is(err, mockserver.ErrState):
		return failed(err)
	case errors.Is(err, mockserver.ErrPlan):
		return &exitError{exitUsage, fmt.Errorf("read --plan %s: %w", f.planFile, err)}
	case err != nil:
		return &exitError{exitUsage, err}
	}
	return nil
}

func parseCredentials(given []string) ([]mockserver.Credential, error) {
	var credentials []mockserver.Credential
	var wrong []error
	for _, text := range given {
		c, err := mockserver.ParseCredential(text)
		if err != nil {
			wrong = append(wrong, err)
		}
		credentials = append(credentials, c)
	}
	return credentials, errors.Join(wrong...)
}
