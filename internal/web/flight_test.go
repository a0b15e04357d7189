package web

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

// Of many who ask the same at once, one makes the answer and all get it; who
// asks another version gets one of their own.
func TestOneOfManyMakesTheAnswer(t *testing.T) {
	var f flights
	var made atomic.Int64
	release := make(chan struct{})
	build := func() (*answer, error) {
		made.Add(1)
		<-release
		return &answer{}, nil
	}
	var all, waiting sync.WaitGroup
	var got sync.Map
	ask := func(version int64) {
		waiting.Add(1)
		all.Go(func() {
			waiting.Done()
			a, err := f.once(t.Context(), version, "/", build)
			if err != nil {
				t.Error(err)
			}
			got.Store(a, true)
		})
	}
	for range 50 {
		ask(1)
	}
	ask(2)
	waiting.Wait()
	for f.waitingFor() < 2 { // both versions are under way
	}
	close(release)
	all.Wait()
	answers := 0
	got.Range(func(any, any) bool { answers++; return true })
	if n := int(made.Load()); n != answers || n < 2 || n > 51 {
		t.Errorf("%d answers made, %d given", n, answers)
	}
	if f.waitingFor() != 0 {
		t.Error("an answer that was given is still under way")
	}
}

func (f *flights) waitingFor() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.under)
}

// Who waits is not kept waiting: neither by an answer that fails nor beyond
// their own time.
func TestNobodyWaitsInVain(t *testing.T) {
	var f flights
	begun, release := make(chan struct{}), make(chan struct{})
	first := make(chan any)
	go func() {
		defer func() { first <- recover() }()
		f.once(t.Context(), 1, "/", func() (*answer, error) {
			close(begun)
			<-release
			panic("broken page")
		})
	}()
	<-begun
	gone, leave := context.WithCancel(t.Context())
	leave()
	never := func() (*answer, error) { return nil, errors.New("made twice") }
	if _, err := f.once(gone, 1, "/", never); !errors.Is(err, context.Canceled) {
		t.Errorf("a reader who left gets %v", err)
	}
	second := make(chan error)
	go func() {
		_, err := f.once(t.Context(), 1, "/", never)
		second <- err
	}()
	close(release)
	if <-first == nil {
		t.Error("the panic was swallowed")
	}
	if err := <-second; err == nil {
		t.Error("an answer came of a panic")
	}
}
