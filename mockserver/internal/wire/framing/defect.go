package framing

// Defect is why it cannot be told where a request ends, or why there is none.
type Defect int

// The defects.
const (
	NoDefect        Defect = iota
	BadLength              // a Content-Length that is no number, or several that differ
	LengthAndCoding        // Content-Length and Transfer-Encoding in one request
	CodingTooNew           // a Transfer-Encoding in HTTP/1.0, which has none
	BadCoding              // a Transfer-Encoding that does not end in chunked, or chunks twice
	UnknownCoding          // a Transfer-Encoding that names more than chunked
	Folded                 // a Content-Length or Transfer-Encoding over several lines
	BadChunk               // a body whose chunks cannot be read
	TLS                    // the first message of a TLS handshake
	HTTP2                  // the preface of HTTP/2
	Proxy                  // the PROXY protocol of load balancers
	Unwanted               // nothing, but Scanner.Refuse was set
)

// Foreign reports whether what came is no request but another protocol.
func (f Defect) Foreign() bool { return f == TLS || f == HTTP2 || f == Proxy }
