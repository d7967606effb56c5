package main

import (
	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/mockserver"
)

// doors are the flags that say who may call.
type doors struct {
	allowedHosts []string
	corsOrigins  []string
	controlToken string
	token        *pflag.Flag
	noControl    bool
	noPrefer     bool
}

func (d *doors) register(flags *pflag.FlagSet) {
	flags.StringArrayVar(&d.allowedHosts, "allow-host", nil,
		"repeatable: a host or host:port under which the mock's own endpoints may be asked for too")
	flags.StringArrayVar(&d.corsOrigins, "cors-origin", []string{"*"},
		"repeatable: an origin whose pages may call the APIs, such as http://localhost:3000")
	flags.StringVar(&d.controlToken, "control-token", "",
		"the mock's own endpoints, but health and the index, want this token (Authorization: Bearer TOKEN)")
	d.token = flags.Lookup("control-token")
	flags.BoolVar(&d.noControl, "no-control", false, "of the mock's own endpoints, serve only health and the index")
	flags.BoolVar(&d.noPrefer, "no-prefer", false, "ignore what requests of the APIs ask for in their header Prefer, such as code=503")
}

// check refuses an empty token: whoever gives one wants the endpoints closed, and a variable was empty.
func (d *doors) check() error {
	if d.token.Changed && d.controlToken == "" {
		return usageErrorf("bad --control-token: it is empty; give a token, or leave the flag out to want none")
	}
	return nil
}

// into puts the flags into the options of a server.
func (d *doors) into(opts mockserver.Options) mockserver.Options {
	opts.AllowedHosts, opts.CORSOrigins = d.allowedHosts, d.corsOrigins
	opts.ControlToken, opts.NoControl = d.controlToken, d.noControl
	opts.NoPrefer = d.noPrefer
	return opts
}
