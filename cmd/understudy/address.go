package main

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// probeTimeout is how long the machine may take to connect to itself.
const probeTimeout = time.Second

// baseURL is the URL at which this machine reaches a listener. One that listens on all addresses is reached on loopback, and
// where it takes IPv4, as it does wherever the machine can, by IPv4.
func baseURL(ctx context.Context, listening net.Addr) string {
	host, port, err := net.SplitHostPort(listening.String())
	if err != nil {
		return "http://" + listening.String()
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
		if ip.Is6() && !answers(ctx, net.JoinHostPort(host, port)) {
			host = "::1"
		}
	}
	base := url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}
	return base.String()
}

func answers(ctx context.Context, address string) bool {
	conn, err := (&net.Dialer{Timeout: probeTimeout}).DialContext(ctx, "tcp", address)
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}

// loopback says whether a host can only be this machine.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback()
}

// thisMachine says whether a client that names the host talks to its own machine. It does with an unspecified address, which
// servers print that listen on all of theirs.
func thisMachine(host string) bool {
	ip, err := netip.ParseAddr(host)
	return loopback(host) || err == nil && ip.Unmap().IsUnspecified()
}
