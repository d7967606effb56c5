package main

import (
	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/mockserver"
)

// access are the flags that say who may call.
type access struct {
	allowedHosts []string
	corsOrigins  []string
	controlToken string
	token        *pflag.Flag
	noControl    bool
	noPrefer     bool
}

func (a *access) register(flags *pflag.FlagSet) {
	flags.StringArrayVar(&a.allowedHosts, "allow-host", nil,
		"repeatable: a host or host:port under which the mock's own endpoints may be asked for too")
	flags.StringArrayVar(&a.corsOrigins, "cors-origin", []string{"*"},
		"repeatable: an origin whose pages may call the APIs, such as http://localhost:3000")
	flags.StringVar(&a.controlToken, "control-token", "",
		"the mock's own endpoints, but health and the index, want this token (Authorization: Bearer TOKEN)")
	a.token = flags.Lookup("control-token")
	flags.BoolVar(&a.noControl, "no-control", false, "of the mock's own endpoints, serve only health and the index")
	flags.BoolVar(&a.noPrefer, "no-prefer", false, "ignore what requests of the APIs ask for in their header Prefer, such as code=503")
}

// check refuses an empty token: whoever gives one wants the endpoints closed, and a variable was empty.
func (a *access) check() error {
	if a.token.Changed && a.controlToken == "" {
		return usageErrorf("bad --control-token: it is empty; give a token, or leave the flag out to want none")
	}
	return nil
}

// into puts the flags into the options of a server.
func (a *access) into(opts mockserver.Options) mockserver.Options {
	opts.AllowedHosts, opts.CORSOrigins = a.allowedHosts, a.corsOrigins
	opts.ControlToken, opts.NoControl = a.controlToken, a.noControl
	opts.NoPrefer = a.noPrefer
	return opts
}
