package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// target turns the flags into what the runner wants. Every mistake is reported at once.
func (f *checkFlags) target(args []string, stderr io.Writer) (conformance.Target, error) {
	suite, errAPI := f.find()
	address, errAddress := oneTarget(args)
	baseline, errBaseline := readBaseline(f.baseline, stderr)
	if errAddress == nil {
		errAddress = f.mayBeJudged(address)
	}
	var settings any
	var errFlags error
	if errAPI == nil { // else nobody knows which flags belong to it
		settings, errFlags = f.settings(suite)
	}
	target := conformance.Target{
		Suite: suite, URL: address, Settings: settings, CAFile: f.trusted(address), ReadOnly: f.readOnly, Settle: f.settle, Seed: f.seed,
		Only: f.only, Skip: f.skip, Quick: f.quick, Baseline: baseline,
		PerSecond: f.rate, Timeout: f.timeout, Deadline: f.deadline, Version: version,
	}
	if err := errors.Join(errAddress, errAPI, errFlags, f.numbers(), f.mayTrust(address), errBaseline); err != nil {
		return conformance.Target{}, &exitError{exitUsage, err}
	}
	return target, nil
}

func oneTarget(args []string) (string, error) {
	switch len(args) {
	case 0:
		return "", errors.New("the target is missing: give its base URL, such as http://127.0.0.1:4747")
	case 1:
		return args[0], hasScheme(args[0])
	default:
		return "", fmt.Errorf("check takes one target, got %d arguments; put the values of flags behind their flags", len(args))
	}
}

// hasScheme catches a host without http://. Whatever else can be wrong with a URL is the runner's business, above all what
// may hold a secret and must not be repeated.
func hasScheme(address string) error {
	if strings.Contains(address, "://") || strings.ContainsAny(address, "@?#") {
		return nil
	}
	meant := "http://" + address
	if base, err := url.Parse(meant); err != nil || base.Host == "" {
		return nil
	}
	return fmt.Errorf("give a URL such as %s; the target %q has no http:// or https://", meant, address)
}

// mayBeJudged refuses to write to somebody else's server by accident. URLs that cannot be read are the runner's business.
func (f *checkFlags) mayBeJudged(address string) error {
	base, err := url.Parse(address)
	if err != nil || base.Host == "" || f.readOnly || f.mayWrite || thisMachine(base.Hostname()) {
		return nil
	}
	return fmt.Errorf("%s is not this machine, and check writes events to its target; give --i-may-write-there if you may, or --read-only",
		base.Host)
}

// trusted is the file of --ca-file, if the target is one of https. In the environment it may be set for others too.
func (f *checkFlags) trusted(address string) string {
	if !isHTTPS(address) {
		return ""
	}
	return f.caFile
}

// mayTrust refuses certificates that no target would show.
func (f *checkFlags) mayTrust(address string) error {
	if f.given["ca-file"] && strings.Contains(address, "://") && !isHTTPS(address) {
		return errors.New("--ca-file is for an https target; leave it out, or give an https URL")
	}
	return nil
}

func isHTTPS(address string) bool {
	scheme, _, _ := strings.Cut(address, "://")
	return strings.EqualFold(scheme, "https")
}

// numbers looks at the flags that have a value which makes no sense.
func (f *checkFlags) numbers() error {
	var wrong []error
	if f.seed == 0 {
		wrong = append(wrong, errors.New("bad --seed 0: give a whole number from 1"))
	}
	if !(f.rate > 0 && f.rate <= 1e6) {
		wrong = append(wrong, fmt.Errorf("bad --rate %v: give the requests per second, more than 0 and up to a million", f.rate))
	}
	if f.settle <= 0 {
		wrong = append(wrong, fmt.Errorf("bad --settle %s: give a time such as 5s", f.settle))
	}
	if f.timeout <= 0 {
		wrong = append(wrong, fmt.Errorf("bad --timeout %s: give a time such as 10s", f.timeout))
	}
	if f.deadline <= 0 {
		wrong = append(wrong, fmt.Errorf("bad --deadline %s: give a time such as 10m", f.deadline))
	}
	if f.failOn != string(conformance.Must) && f.failOn != string(conformance.Should) {
		wrong = append(wrong, fmt.Errorf("unknown --fail-on %q: choose must or should", f.failOn))
	}
	return errors.Join(wrong...)
}

func readBaseline(name string, stderr io.Writer) (*conformance.Baseline, error) {
	if name == "" {
		return nil, nil
	}
	defer waiting(stderr, "--baseline "+name)()
	file, err := openFile(name, os.O_RDONLY)
	if err != nil {
		return nil, fmt.Errorf("read --baseline: %w", err)
	}
	defer file.Close()
	baseline, err := conformance.ReadBaseline(file)
	if err != nil {
		return nil, fmt.Errorf("read --baseline %s: %w", name, err)
	}
	return baseline, nil
}
