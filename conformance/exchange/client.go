package exchange

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// ErrTooLarge says that an answer was longer than the client reads.
var ErrTooLarge = errors.New("the answer is too long")

// longestKept is how much of an answer that is too long is kept, in bytes.
const longestKept = 64 << 10

// longestHeader is how long the header of an answer may be, interim answers included, in bytes.
const longestHeader = 256 << 10

// Options of a Client. Base is required; every other zero value is a default.
type Options struct {
	Base      *url.URL
	UserAgent string
	Redactor  Redactor
	PerSecond float64       // requests per second at most; zero is 300
	Parallel  int           // open connections at most; zero is 10
	Timeout   time.Duration // of one exchange; zero is 10 s
	MaxBody   int64         // bytes of an answer that are read; zero is 8 MiB
	Attempts  int           // how often a safe request is sent at most; zero is 6
	TLS       *tls.Config   // nil is Go's own
	Clock     Clock         // nil is the system's
	// Ended is told every exchange when it has ended, whole, before Do returns it: the client keeps no more than a report shows.
	// It may set Read. It is called from several goroutines; nil tells nobody.
	Ended func(*Exchange)
}

// Client sends requests to one target and records every exchange. It is safe for concurrent use.
type Client struct {
	opts   Options
	http   *http.Client
	fresh  *http.Client // a new connection for each request
	budget *budget
	turns  chan struct{} // one for each request that is under way
	solo   solo
	large  chan struct{} // one for each large body that is being looked at
	health health
	record record
	begun  atomic.Int64
}

// New returns a client.
func New(opts Options) *Client {
	if opts.PerSecond == 0 {
		opts.PerSecond = 300
	}
	if opts.Parallel == 0 {
		opts.Parallel = 10
	}
	if opts.Timeout == 0 {
		opts.Timeout = 10 * time.Second
	}
	if opts.MaxBody == 0 {
		opts.MaxBody = 8 << 20
	}
	if opts.Attempts == 0 {
		opts.Attempts = 6
	}
	if opts.Clock == nil {
		opts.Clock = SystemClock()
	}
	return &Client{
		opts: opts, http: opts.client(true), fresh: opts.client(false), budget: newBudget(opts.PerSecond, opts.Clock),
		turns: make(chan struct{}, opts.Parallel), large: make(chan struct{}, largeTurns),
	}
}

// client is how requests are sent. It may keep connections for later requests.
func (o Options) client(keeps bool) *http.Client {
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DisableCompression: true, TLSClientConfig: o.TLS, ForceAttemptHTTP2: true,
			// with a TLS of ours too
			MaxIdleConnsPerHost: o.Parallel, MaxConnsPerHost: o.Parallel, IdleConnTimeout: 30 * time.Second,
			MaxResponseHeaderBytes: longestHeader, DisableKeepAlives: !keeps,
		},
	}
}

// Base returns the target's base URL.
func (c *Client) Base() *url.URL { return c.opts.Base }

// Clock returns the client's clock.
func (c *Client) Clock() Clock { return c.opts.Clock }

// Redactor returns what hides the secrets.
func (c *Client) Redactor() Redactor { return c.opts.Redactor }

// Timeout returns how long one exchange may take.
func (c *Client) Timeout() time.Duration { return c.opts.Timeout }

// TLS returns how the client speaks TLS; nil is Go's own way.
func (c *Client) TLS() *tls.Config { return c.opts.TLS }

// PerSecond returns the requests per second that the client keeps to.
func (c *Client) PerSecond() float64 { return c.opts.PerSecond }

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Exchanges returns the exchanges so far, in brief and in the order in which they ended. After very many, those that ended first.
func (c *Client) Exchanges() []*Exchange { return c.record.all() }

// Count returns how many exchanges there were.
func (c *Client) Count() int { return c.record.count() }

// Do sends a request on behalf of a check and returns what came of it, an error included: Do itself never fails. A safe
// request is sent again, a few times, while the target is busy or drops the connection, and once if it is the first of the run
// and meets a server error, because the target may have just started. A valid one that meets a server error later is sent once more
// alone, so that what befell it is told apart from what is wrong with its answer. Every attempt is recorded.
func (c *Client) Do(ctx context.Context, check string, r Request) *Exchange {
	starting := false
	return c.Again(ctx, c.opts.Attempts, func(attempt int) (*Exchange, bool) {
		x := c.once(ctx, check, r, attempt)
		starting = starting || x.Number == 1
		if x.Failed() && !starting && r.Safe && !r.Hostile && ctx.Err() == nil {
			return c.alone(ctx, x), false
		}
		return x, r.Safe && (x.Busy() || x.Broken() || x.Number == 1 && x.Failed())
	})
}

func (c *Client) once(ctx context.Context, check string, r Request, attempt int) *Exchange {
	x := &Exchange{Check: check, Request: r, Attempts: attempt}
	c.Carry(ctx, x, func() { c.send(ctx, x) })
	return x
}

// Carry lets send carry out an exchange, on whatever connection, when its turn has come, and records it like one of the
// client's own: it counts, and what the target's answer tells of its health and its haste is heeded. If there is no turn, Err
// says why and send is not called. It fills in Number, URL, Began and Took.
func (c *Client) Carry(ctx context.Context, x *Exchange, send func()) {
	x.Err = c.turn(ctx, x.Request.Safe)
	x.Began = c.opts.Clock.Now()
	x.Number = int(c.begun.Add(1))
	x.target = c.target(x.Request)
	x.URL = c.opts.Redactor.Request(x.target)
	if x.Err == nil {
		c.served(ctx, x, send)
	}
	c.ended(x)
}

// ended shows an exchange to whoever looks, whole, and keeps it in brief.
func (c *Client) ended(x *Exchange) {
	if x.release != nil {
		defer x.release()
		x.release = nil
	}
	x.judge()
	if c.opts.Ended != nil {
		c.opts.Ended(x)
	}
	c.record.add(x)
	if len(x.Body) > handedOut {
		read := x.Read
		*x = *x.Brief()
		x.Read = read
	}
}

// served sends in its turn, and heeds the answer before the next one's turn comes.
func (c *Client) served(ctx context.Context, x *Exchange, send func()) {
	defer func() { <-c.turns }()
	send()
	now := c.opts.Clock.Now()
	x.Took = now.Sub(x.Began)
	c.budget.heed(x)
	if ctx.Err() == nil { // or the user has lost patience, of which the target knows nothing
		c.health.note(x, now)
	}
}

// Down says why nothing is sent to the target any more; nil if something is.
func (c *Client) Down() error { return c.health.down(c.opts.Clock.Now()) }

// Limited says why some requests are not sent to the target any more; nil if all are.
func (c *Client) Limited() error {
	now := c.opts.Clock.Now()
	return cmp.Or(c.health.limits(true, now), c.health.limits(false, now))
}

// turn waits until a request may be sent. The wait is no part of the exchange: it uses up none of its time.
func (c *Client) turn(ctx context.Context, safe bool) error {
	now := c.opts.Clock.Now()
	if err := cmp.Or(c.health.down(now), c.health.limits(safe, now)); err != nil {
		return err
	}
	select {
	case c.turns <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	err := c.budget.wait(ctx)
	if err != nil {
		<-c.turns
	}
	return err
}

// target is the whole URL. It is not parsed again, so that what is sent is what was asked for.
func (c *Client) target(r Request) string {
	base := c.opts.Base
	text := base.Scheme + "://" + base.Host + strings.TrimSuffix(base.EscapedPath(), "/") + r.Path
	if r.RawQuery != "" {
		text += "?" + r.RawQuery
	}
	return text
}

func (c *Client) send(ctx context.Context, x *Exchange) {
	ctx, allowance := newAllowance(ctx, cmp.Or(x.Request.Timeout, c.opts.Timeout))
	defer allowance.end()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) { x.Reused = i.Reused }})
	request, err := c.request(ctx, c.target(x.Request), x.Request)
	if err != nil {
		x.Err = err
		return
	}
	client := c.http
	if x.Request.Fresh {
		client = c.fresh
	}
	response, err := client.Do(request)
	if err != nil {
		x.Err = allowance.cause(c.plain(err))
		return
	}
	defer response.Body.Close()
	x.Status, x.Header = response.StatusCode, response.Header
	x.Body, err = c.read(response.Body, x, allowance)
	switch {
	case err != nil:
		x.Err = fmt.Errorf("read the answer: %w", allowance.cause(c.plain(err)))
	case int64(len(x.Body)) > c.opts.MaxBody:
		x.Body = bytes.Clone(x.Body[:min(c.opts.MaxBody, longestKept)])
		x.Err = fmt.Errorf("%w: more than %d bytes", ErrTooLarge, c.opts.MaxBody)
	}
}

func (c *Client) request(ctx context.Context, target string, r Request) (*http.Request, error) {
	var body io.Reader
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	if r.Chunked && body != nil {
		body = &chunks{rest: r.Body}
	}
	request, err := http.NewRequestWithContext(ctx, r.Method, target, body)
	if err != nil {
		return nil, fmt.Errorf("make the request: %w", err)
	}
	request.Header.Set("User-Agent", c.opts.UserAgent)
	for name, values := range r.Header {
		request.Header[name] = values
	}
	if r.Authorization != "" {
		request.Header.Set("Authorization", r.Authorization)
	}
	if !r.Safe && (request.Header.Get("Idempotency-Key") != "" || request.Header.Get("X-Idempotency-Key") != "") {
		request.GetBody = nil // or the transport might send it again, because of that header
	}
	return request, nil
}

// plain takes the URL, which may hold what is no business of a message, out of a transport error.
func (c *Client) plain(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if err != nil && strings.Contains(err.Error(), "server response headers exceeded") { // net/http has no error of its own for it
		return fmt.Errorf("%w: a header of more than %d bytes", ErrTooLarge, longestHeader)
	}
	return err
}
