package main

import (
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/mockserver"
)

// state are the flags that say what survives.
type state struct {
	dir  string
	flag *pflag.Flag
	sync string
}

// syncAlways is the --state-sync that has a write on the disk before it is answered.
const syncAlways = "always"

func (s *state) register(flags *pflag.FlagSet) {
	flags.StringVar(&s.dir, "state", "", "a directory in which what was written survives restarts and crashes")
	s.flag = flags.Lookup("state")
	flags.StringVar(&s.sync, "state-sync", syncAlways,
		"always: a write is on the disk before it is answered; or within a time such as 1s")
}

func (s *state) check() error {
	if s.flag.Changed && s.dir == "" {
		return usageErrorf("bad --state: it is empty; give a directory, or leave the flag out to keep nothing")
	}
	within, err := s.within()
	if err != nil {
		return err
	}
	if within > 0 && s.dir == "" {
		return usageErrorf("--state-sync %s keeps nothing by itself: give --state a directory too, or leave it out", s.sync)
	}
	return nil
}

// within is how long a write may not be on the disk.
func (s *state) within() (time.Duration, error) {
	if s.sync == syncAlways {
		return 0, nil
	}
	within, err := time.ParseDuration(s.sync)
	if err != nil || within <= 0 {
		return 0, fmt.Errorf("bad --state-sync %q: give always, or a duration above 0 such as 1s", s.sync)
	}
	return within, nil
}

// into puts the flags into the options of a server.
func (s *state) into(opts mockserver.Options) mockserver.Options {
	opts.StateDir = s.dir
	opts.StateSync, _ = s.within() // check has seen it
	return opts
}
