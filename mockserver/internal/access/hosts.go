package access

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Hosts are names under which a server may be asked for beside those of its machine, each host or host:port as ReadHosts gives it.
type Hosts []string

// Split takes a Host header, or an allowed host, apart: the name in lower case and without the dot at the end, or the
// address without brackets, and the port, which may be empty.
func Split(s string) (name, port string) {
	name, port, err := net.SplitHostPort(s)
	if err != nil {
		name, port = strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"), ""
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if ip, err := netip.ParseAddr(name); err == nil {
		name = ip.Unmap().WithZone("").String()
	}
	return name, port
}

// Know reports whether a request names a host that is this machine's or one of these. A request without Host comes
// from no browser, and one that has not come over a network, as in tests that call the handler, from no page.
func (h Hosts) Know(r *http.Request) bool {
	local, networked := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !networked || r.Host == "" {
		return true
	}
	name, port := Split(r.Host)
	if port == "" && r.TLS != nil {
		port = "443"
	} else if port == "" {
		port = "80"
	}
	return ownName(name) || ownAddress(name, local) ||
		slices.Contains(h, name) || slices.Contains(h, net.JoinHostPort(name, port))
}

// ownName reports whether a name means this machine whatever DNS says.
// Source: RFC 6761, 6.3.
func ownName(name string) bool {
	return name == "localhost" || strings.HasSuffix(name, ".localhost") && hostName.MatchString(name)
}

// ownAddress reports whether this is an address of this machine: one of the loopback, the one that the request came to, or
// another of its interfaces. Nobody but who owns it can answer for an address, as DNS has no part in that.
func ownAddress(name string, local net.Addr) bool {
	ip, err := netip.ParseAddr(name)
	if err != nil {
		return false
	}
	if ip.IsLoopback() || ip.IsUnspecified() { // 0.0.0.0 in a URL leads here, too
		return true
	}
	if at, err := netip.ParseAddrPort(local.String()); err == nil && at.Addr().Unmap().WithZone("") == ip {
		return true
	}
	addresses, err := net.InterfaceAddrs()
	return err == nil && slices.ContainsFunc(addresses, func(a net.Addr) bool {
		own, err := netip.ParsePrefix(a.String())
		return err == nil && own.Addr().Unmap().WithZone("") == ip
	})
}

// hostName is what a host's name may look like, in lower case. Underscores are no letters of names, but container networks have them.
var hostName = regexp.MustCompile(`^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$`)

// readHost reads an allowed host: a name or an address, with a port or without.
func readHost(s string) (string, error) {
	name, port := Split(s)
	_, errAddress := netip.ParseAddr(name)
	n, errPort := strconv.ParseUint(port, 10, 16)
	if errAddress != nil && !hostName.MatchString(name) || port != "" && (errPort != nil || n == 0) || strings.HasSuffix(s, ":") {
		return "", fmt.Errorf("bad allowed host %q: give a host or host:port, such as mock.example or mock.example:4747, without scheme, "+
			"path or *", s)
	}
	if port == "" {
		return name, nil
	}
	return net.JoinHostPort(name, strconv.FormatUint(n, 10)), nil
}

// ReadHosts reads all hosts and reports every mistake.
func ReadHosts(given []string) (Hosts, error) { return readEach(given, readHost) }

// readEach reads all and reports every mistake.
func readEach(given []string, read func(string) (string, error)) (all []string, err error) {
	var wrong []error
	for _, s := range given {
		one, err := read(s)
		wrong = append(wrong, err)
		all = append(all, one)
	}
	return all, errors.Join(wrong...)
}
