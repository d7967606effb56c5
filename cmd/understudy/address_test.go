package main

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// loopbackListener listens on a free port of a loopback address.
func loopbackListener(t *testing.T, host string) net.Listener {
	t.Helper()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		t.Skipf("this machine has no %s: %v", host, err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func port(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

func TestBaseURL(t *testing.T) {
	four := loopbackListener(t, "127.0.0.1")
	at := func(ip, zone string) string {
		return baseURL(t.Context(), &net.TCPAddr{IP: net.ParseIP(ip), Zone: zone, Port: port(four)})
	}
	p := strconv.Itoa(port(four))
	require.Equal(t, "http://127.0.0.1:"+p, at("127.0.0.1", ""))
	require.Equal(t, "http://[::1]:"+p, at("::1", ""))
	require.Equal(t, "http://192.0.2.7:"+p, at("192.0.2.7", ""))
	require.Equal(t, "http://[fe80::1%25eth0]:"+p, at("fe80::1", "eth0"))
	require.Equal(t, "http://127.0.0.1:"+p, at("0.0.0.0", ""))
	require.Equal(t, "http://127.0.0.1:"+p, at("::", ""), "a listener on all addresses of IPv6 takes IPv4, too")
	t.Run("ipv6_alone", func(t *testing.T) {
		six := loopbackListener(t, "::1")
		require.Equal(t, "http://[::1]:"+strconv.Itoa(port(six)),
			baseURL(t.Context(), &net.TCPAddr{IP: net.IPv6unspecified, Port: port(six)}))
	})
}

func TestThisMachine(t *testing.T) {
	for _, host := range []string{
		"localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "0.0.0.0", "::",
		"::ffff:0.0.0.0",
	} {
		require.True(t, thisMachine(host), host)
	}
	for _, host := range []string{
		"", "localhost.example", "192.0.2.7", "2001:db8::1", "127.0.0.1.example", "0", "127.1", "10.0.0.0",
		"fe80::",
	} {
		require.False(t, thisMachine(host), host)
	}
}

// elsewhere is a listener on loopback that says it had another address.
type elsewhere struct {
	net.Listener
	ip string
}

func (l elsewhere) Addr() net.Addr {
	return &net.TCPAddr{IP: net.ParseIP(l.ip), Port: port(l.Listener)}
}

// printer keeps what it is given, and then does something.
type printer struct {
	text string
	then func()
}

func (p *printer) Write(text []byte) (int, error) {
	p.text += string(text)
	p.then()
	return len(text), nil
}

// ownCredentials are one for each that everybody knows, the first of a Chatlayer team.
func ownCredentials() []mockserver.Credential {
	own := mockserver.DemoCredentials()
	for i := range own {
		own[i].Secret += "-of-our-own"
	}
	return own
}

// TestServeOnAllAddresses serves on what seems to be all addresses: it prints a URL that works here, and warns where everybody
// knows the way in.
func TestServeOnAllAddresses(t *testing.T) {
	own := ownCredentials()
	tests := map[string]struct {
		ip, auth string
		given    []mockserver.Credential
		warns    string // empty: nothing
	}{
		"demo_credentials":            {"::", "strict", nil, "everybody knows the demo credentials"},
		"demo_credentials_of_one_api": {"0.0.0.0", "strict", own[:1], "everybody knows the demo credentials"},
		"demo_credentials_given": {
			"192.0.2.7", "strict", append(mockserver.DemoCredentials()[:1], own[1:]...),
			"everybody knows the demo credentials",
		},
		"any_credentials":              {"::", "any", own, "--auth any takes any credentials"},
		"no_credentials":               {"0.0.0.0", "off", own, "--auth off takes any credentials"},
		"own_credentials":              {"::", "strict", own, ""},
		"demo_credentials_on_loopback": {"127.0.0.1", "strict", nil, ""},
		"no_credentials_on_loopback":   {"::1", "off", nil, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := loopbackListener(t, "127.0.0.1")
			ctx, stop := context.WithCancel(t.Context())
			stdout := printer{then: stop}
			var stderr bytes.Buffer
			opts := mockserver.Options{
				EventsPerBot: mockserver.NoEvents, Credentials: tt.given, Auth: mockserver.AuthMode(tt.auth),
				Logger: slog.New(slog.NewTextHandler(&stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
			}
			f := serveFlags{mockFlags: mockFlags{auth: tt.auth, access: access{noControl: true}}}
			server := mockserver.New(opts)
			require.NoError(t, f.answer(ctx, server, elsewhere{l, tt.ip}, opts, &stdout, &stderr))
			require.Zero(t, server.StrayRequests(), "the server's own look at its address counts as none")
			if net.ParseIP(tt.ip).IsUnspecified() {
				require.Equal(t, "http://127.0.0.1:"+strconv.Itoa(port(l))+"\n", stdout.text)
			}
			if tt.warns == "" {
				require.Empty(t, stderr.String())
				return
			}
			require.Equal(t, 1, strings.Count(stderr.String(), "others may reach this server"))
			require.Contains(t, stderr.String(), tt.warns)
		})
	}
}
