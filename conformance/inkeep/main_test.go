package inkeep_test

import (
	"testing"

	"github.com/understudy-mock/understudy/conformance/internal/hurry"
)

func TestMain(m *testing.M) { hurry.Main(m) }
