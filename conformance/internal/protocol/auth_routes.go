package protocol

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// routes are the checks that no other way leads around the credentials.
func routes() []check {
	return []check{pathVariants, queryCredentials, botsLookAlike, unknownPathRefused, unknownPath}
}

// spellings are paths that some layer of a server may take for the given one.
func spellings(path string) []string {
	last := strings.LastIndexByte(path, '/')
	folder, name := path[:last], path[last+1:]
	all := []string{
		path + "/", path + "//", path + "/.", folder + "//" + name, "/" + path, folder + "/./" + name, folder + "/x/../" + name,
		folder + "%2F" + name, folder + "/%2e/" + name, path + ";x=1", path + "%00", path + "%20", path + ".json",
		folder + "/" + percent(name),
	}
	all = append(all, capitals(path)...)
	return slices.DeleteFunc(all, func(path string) bool { return path[0] != '/' })
}

// capitals writes one segment of a path after the other in capital letters.
func capitals(path string) []string {
	var all []string
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if upper := strings.ToUpper(segment); upper != segment {
			changed := slices.Clone(segments)
			changed[i] = upper
			all = append(all, strings.Join(changed, "/"))
		}
	}
	return all
}

// percent writes the first character of a name as a percent-encoded one, which RFC 3986 calls equivalent.
func percent(name string) string {
	const hex = "0123456789ABCDEF"
	return "%" + string(hex[name[0]>>4]) + string(hex[name[0]&15]) + name[1:]
}

var pathVariants = check{
	id:    "auth.path-variants",
	title: "no other spelling of a path gives data to a stranger",
	uses:  firm,
	floor: map[string]int{"answers": 8},
	run: func(ctx context.Context, p *probe) {
		ops := p.operations()
		for turn, o := range ops {
			for i, path := range spellings(o.Path(p.Target())) {
				if i%len(ops) != turn && i != 0 {
					continue // the trailing slash on every path, the others by turns
				}
				r := p.as(o, []string{"", p.wrong()}[i/len(ops)%2])
				r.Path = path
				x := p.stranger(ctx, r)
				if success(x) && shows(o, x) {
					p.letIn(ctx, conformance.Failure{
						Message:  o.ID + " serves a stranger under another spelling of its path",
						Expected: "no data without good credentials",
						Got:      status(x) + " with data", Exchanges: []*exchange.Exchange{x},
					})
				}
				p.Saw("answers", 1)
			}
		}
	},
}

// queryCredentials puts good credentials where they do not belong.
var queryCredentials = check{
	id:    "auth.query-credentials",
	title: "whether credentials in the query or in a cookie count is recorded",
	uses:  firm,
	floor: map[string]int{"answers": 5},
	run: func(ctx context.Context, p *probe) {
		if host := p.Client().Base().Hostname(); host != "localhost" && !net.ParseIP(host).IsLoopback() {
			p.NotApplicable("it would put the secret into the access logs of a target that is not on this machine")
		}
		o := p.operations()[0]
		id, secret := p.api.Secret(p.Target())
		value := url.QueryEscape(p.Authorization())
		extras := []string{
			"access_token=" + url.QueryEscape(strings.TrimPrefix(id+":"+secret, ":")), "authorization=" + value, "Authorization=" + value,
			"access_token=" + url.QueryEscape(secret), "api_key=" + url.QueryEscape(secret),
			"token=" + url.QueryEscape(secret), "username=" + url.QueryEscape(id) + "&password=" + url.QueryEscape(secret),
		}
		taken := []string{}
		ask := func(where string, change func(*exchange.Request)) {
			r := p.as(o, "")
			change(&r)
			p.Saw("answers", 1)
			if success(p.stranger(ctx, r)) {
				taken = append(taken, where)
			}
		}
		for _, extra := range extras {
			name, _, _ := strings.Cut(extra, "=")
			ask("the query as "+name, func(r *exchange.Request) { r.RawQuery = strings.TrimPrefix(r.RawQuery+"&"+extra, "&") })
		}
		ask("a cookie", func(r *exchange.Request) {
			r.Header.Set("Cookie", "authorization="+value+"; access_token="+url.QueryEscape(secret)+"; token="+url.QueryEscape(secret))
		})
		if len(taken) == 0 {
			taken = []string{"nothing else"}
		}
		p.Record("credentials count in the Authorization header and in %s", strings.Join(taken, ", "))
	},
}

// botsLookAlike asks for a bot that exists and for one that does not, without credentials and with wrong ones.
var botsLookAlike = check{
	id:    "auth.bots-look-alike",
	title: "whether a stranger can tell a known bot from an invented one is recorded",
	uses:  reads,
	floor: map[string]int{"refusals": 2},
	run: func(ctx context.Context, p *probe) {
		target := p.Target()
		invented := p.api.WithBot(target, "nobot"+p.Run())
		var seen []string
		for i, o := range p.operations() {
			if o.Path(target) == o.Path(invented) {
				continue
			}
			value := []string{"", p.wrong()}[i%2]
			strange := p.as(o, value)
			strange.Path = o.Path(invented)
			seen = append(seen, o.ID+": "+p.told(p.stranger(ctx, p.as(o, value)), p.stranger(ctx, strange)))
		}
		p.Record("a stranger's request for a bot that exists and for one that does not: %s", strings.Join(seen, "; "))
	},
}

// unknownPathRefused asks with good credentials, by GET, which changes nothing.
var unknownPathRefused = check{
	id:    "transport.unknown-path-refused",
	title: "what an unknown path is answered with is recorded",
	uses:  firm,
	floor: map[string]int{"answers": 2},
	run: func(ctx context.Context, p *probe) {
		var seen []string
		for _, path := range []string{"/understudy-" + p.Run(), p.operations()[0].Path(p.Target()) + "-" + p.Run()} {
			x := p.send(ctx, func() exchange.Request {
				return exchange.Request{Method: http.MethodGet, Path: path, Authorization: p.Authorization(), Safe: true, Hostile: true}
			})
			p.Saw("answers", 1)
			seen = append(seen, strings.TrimSpace(status(x)+" "+mediaType(x.Header)))
		}
		p.Record("paths that no operation has are answered with %s", strings.Join(seen, ", "))
	},
}

// unknownPath asks for paths that no document has.
var unknownPath = check{
	id:    "transport.unknown-path",
	title: "an unknown path does not give a stranger data",
	uses:  firm,
	floor: map[string]int{"answers": 3},
	run: func(ctx context.Context, p *probe) {
		o := p.operations()[0]
		path := o.Path(p.Target())
		var seen []string
		for _, other := range []string{
			path + "-understudy", path + "/understudy",
			path[:strings.LastIndexByte(path, '/')+1] + "understudy",
		} {
			r := p.as(o, "")
			r.Path = other
			x := p.stranger(ctx, r)
			if success(x) && shows(o, x) {
				p.Fail(conformance.Failure{
					Message:  "a path that does not exist gives a stranger data",
					Expected: http.StatusText(http.StatusNotFound) + " or another refusal",
					Got:      status(x) + " with data", Exchanges: []*exchange.Exchange{x}, Symptoms: Strangers(),
				})
			}
			p.Saw("answers", 1)
			seen = append(seen, status(x))
		}
		p.Record("unknown paths are answered with %s", strings.Join(seen, ", "))
	},
}
