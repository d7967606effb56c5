package property

import (
	"runtime"
	"sync/atomic"
)

// quiet is a rapid.TB that keeps nothing but whether it failed.
type quiet struct{ failed atomic.Bool }

func (*quiet) Helper()                 {}
func (*quiet) Name() string            { return "property" }
func (*quiet) Logf(string, ...any)     {}
func (*quiet) Log(...any)              {}
func (*quiet) Skipf(string, ...any)    { runtime.Goexit() }
func (*quiet) Skip(...any)             { runtime.Goexit() }
func (*quiet) SkipNow()                { runtime.Goexit() }
func (q *quiet) Errorf(string, ...any) { q.failed.Store(true) }
func (q *quiet) Error(...any)          { q.failed.Store(true) }
func (q *quiet) Fatalf(string, ...any) {
	q.failed.Store(true)
	runtime.Goexit()
}

func (q *quiet) Fatal(...any) {
	q.failed.Store(true)
	runtime.Goexit()
}

func (q *quiet) FailNow() {
	q.failed.Store(true)
	runtime.Goexit()
}
func (q *quiet) Fail()        { q.failed.Store(true) }
func (q *quiet) Failed() bool { return q.failed.Load() }
