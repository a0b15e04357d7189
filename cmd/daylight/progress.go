package main

import (
	"io"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"daylight/internal/exchange"
)

// tellEvery is how often an import that nobody watches says how far it is.
const tellEvery = 10 * time.Second

// progress shows how far an import is: a bar on a terminal, else a log line now
// and then.
type progress struct {
	bar   *progressbar.ProgressBar // nil where it is no terminal
	log   *slog.Logger
	total int64 // bytes; -1 where unknown
	done  atomic.Int64
	told  time.Time
}

func newProgress(w io.Writer, total int64) *progress {
	p := &progress{total: total, told: time.Now(), log: slog.New(slog.NewTextHandler(w, nil))}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(w), progressbar.OptionShowBytes(true),
			progressbar.OptionSetDescription("reading"), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	}
	return p
}

// read is told how many bytes were read more.
func (p *progress) read(n int) {
	p.done.Add(int64(n))
	if p.bar != nil {
		p.bar.Add(n)
	}
}

// filed is told what became of the input so far.
func (p *progress) filed(o exchange.Outcome) {
	if p.bar != nil || time.Since(p.told) < tellEvery {
		return
	}
	p.told = time.Now()
	p.log.Info("import", "filed", o.Filed, "known", o.Known, "quarantined", o.Refused, "bytes", p.done.Load(), "of", p.total)
}

func (p *progress) end() {
	if p.bar != nil {
		p.bar.Finish()
	}
}
