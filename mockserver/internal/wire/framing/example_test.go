package framing_test

import (
	"fmt"

	"github.com/understudy-mock/understudy/mockserver/internal/wire/framing"
)

// Two requests arrive in one piece; the second does not say where it ends.
func ExampleScanner() {
	bytes := []byte("GET /a HTTP/1.1\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
	var s framing.Scanner

	n := s.Scan(bytes)
	fmt.Printf("%q %v\n", bytes[:n], s.Defect())

	s.Scan(bytes[n:])
	fmt.Printf("%q %v\n", s.First(), s.Defect() == framing.LengthAndCoding)
	// Output:
	// "GET /a HTTP/1.1\r\n\r\n" 0
	// "POST /b HTTP/1.1\r" true
}
