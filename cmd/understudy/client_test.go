package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
)

// client METHOD PATH STATUS [BODY] is a program of the scripts that asks the mock at $UNDERSTUDY_URL as the demo's users, prints the answer
// and fails if the status is another.
func client() {
	if err := askOnce(os.Args[1:], os.Getenv(toldURL)); err != nil {
		fmt.Fprintln(os.Stderr, "client:", err)
		os.Exit(1)
	}
}

func askOnce(args []string, base string) error {
	request, err := http.NewRequest(args[0], base+args[1], strings.NewReader(strings.Join(args[3:], ""))) //nolint:gosec // the mock
	if err != nil {
		return err
	}
	if request.SetBasicAuth("demo-token-id", "demo-token-secret"); !strings.HasPrefix(args[1], "/v1/") {
		request.Header.Set("Authorization", "Bearer demo-api-key")
	}
	if len(args) > 3 {
		request.Header.Set("Content-Type", "application/json")
	}
	answer, err := http.DefaultClient.Do(request) //nolint:gosec // the mock
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	fmt.Printf("%s\n", body)
	if strconv.Itoa(answer.StatusCode) != args[2] {
		return fmt.Errorf("%s %s answered %d, want %s", args[0], args[1], answer.StatusCode, args[2])
	}
	return nil
}
