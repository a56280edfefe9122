// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"fmt"
	"strings"
	"testing"
)

// A text that shares its place with another one is never taken for it.
func TestCacheTellsTextsApart(t *testing.T) {
	var c cache[string]
	kept := 0
	for i := range 4 * cacheSize {
		text := fmt.Sprint(i)
		c.put(text, &text)
	}
	for i := range 4 * cacheSize {
		text := fmt.Sprint(i)
		if got := c.get(text); got != nil && *got != text {
			t.Fatalf("%s for %s", *got, text)
		} else if got != nil {
			kept++
		}
	}
	if kept == 0 || kept > cacheSize {
		t.Errorf("%d of %d places hold something", kept, cacheSize)
	}
	for length, want := range map[int]bool{longestCached: true, longestCached + 1: false} {
		text := strings.Repeat("x", length)
		if c.put(text, &text); (c.get(text) != nil) != want {
			t.Errorf("a text of %d characters: kept %v, want %v", length, !want, want)
		}
	}
}
