package main

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/mockserver"
)

// namespaces are the flags that say how many namespaces there may be, and for how long.
type namespaces struct {
	ttl     time.Duration
	most    int
	require bool
}

func (n *namespaces) register(flags *pflag.FlagSet) {
	flags.DurationVar(&n.ttl, "namespace-ttl", time.Hour, "how long a namespace may be idle before it is forgotten; 0 is for ever")
	flags.IntVar(&n.most, "max-namespaces", 10_000, "most namespaces beside the default one; one more is refused with 503")
	flags.BoolVar(&n.require, "require-namespace", false, "refuse requests of the APIs that name no namespace")
}

func (n *namespaces) check() error {
	var wrong []error
	if n.ttl < 0 {
		wrong = append(wrong, fmt.Errorf("bad --namespace-ttl %v: give a duration such as 10m, or 0 to forget none", n.ttl))
	}
	if n.most < 1 {
		wrong = append(wrong, fmt.Errorf("bad --max-namespaces %d: give a number from 1 on", n.most))
	}
	return errors.Join(wrong...)
}

// into puts the flags into the options of a server.
func (n *namespaces) into(opts mockserver.Options) mockserver.Options {
	opts.NamespaceTTL, opts.MaxNamespaces, opts.RequireNamespace = cmp.Or(n.ttl, mockserver.NoTTL), n.most, n.require
	return opts
}
