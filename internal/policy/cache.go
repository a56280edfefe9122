// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"hash/maphash"
	"sync/atomic"
)

// cache keeps what was compiled of a text. Documents repeat each other's words:
// the same actions everywhere, the same resources in those of one team. A text
// has one place, and one that takes the place of another costs only that the
// other is compiled anew, so the memory is bounded whatever the input. It is
// safe for concurrent use.
type cache[T any] struct {
	places [cacheSize]atomic.Pointer[cached[T]]
}

const (
	cacheSize = 2048
	// longestCached bounds what one place holds.
	longestCached = 256
)

type cached[T any] struct {
	text  string
	value *T
}

var cacheSeed = maphash.MakeSeed()

func (c *cache[T]) place(text string) *atomic.Pointer[cached[T]] {
	return &c.places[maphash.String(cacheSeed, text)%cacheSize]
}

// get returns what was compiled of a text, or nil.
func (c *cache[T]) get(text string) *T {
	if e := c.place(text).Load(); e != nil && e.text == text {
		return e.value
	}
	return nil
}

// put keeps what was compiled of a text.
func (c *cache[T]) put(text string, value *T) {
	if len(text) <= longestCached {
		c.place(text).Store(&cached[T]{text: text, value: value})
	}
}
