// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io"
	"sync"
	"time"
)

// silence is how long a person waits before being told what is going on.
const silence = time.Second

// progress tells on a terminal what is being done, once nothing was said for a
// while, in one line that goes away. A nil one says nothing.
type progress struct {
	out io.Writer

	lock  sync.Mutex
	what  string
	shown string
	done  chan struct{}
	ended sync.WaitGroup
}

// progress begins to tell, where somebody sees it.
func (a *app) progress() *progress {
	if !a.errTerminal {
		return nil
	}
	after := a.after
	if after == nil {
		after = time.After
	}
	p := &progress{out: a.err, done: make(chan struct{})}
	p.ended.Go(func() {
		for {
			select {
			case <-after(silence):
				p.show()
			case <-p.done:
				return
			}
		}
	})
	return p
}

// doing notes what is being done now.
func (p *progress) doing(what string) {
	if p == nil {
		return
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	p.what = what
}

// clear is the way to the beginning of the line and takes away what is on it.
const clear = "\r\x1b[K"

func (p *progress) show() {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.what == "" || p.what == p.shown {
		return
	}
	_, _ = io.WriteString(p.out, clear+p.what+" …") // where it fails there is nobody to tell
	p.shown = p.what
}

// hide takes the line away, before something else is written.
func (p *progress) hide() {
	if p == nil {
		return
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.shown != "" {
		_, _ = io.WriteString(p.out, clear)
		p.shown = ""
	}
}

// end stops telling.
func (p *progress) end() {
	if p == nil {
		return
	}
	close(p.done)
	p.ended.Wait()
	p.hide()
}
