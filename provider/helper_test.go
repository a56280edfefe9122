// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// contextOf is for checks after a test's own context has ended.
func contextOf() context.Context { return context.Background() }

// leftError says that something was left behind.
type leftError struct {
	what string
	err  error
}

func (e *leftError) Error() string { return fmt.Sprintf("left behind: %s (%v)", e.what, e.err) }

func unescape(t *testing.T, s string) string {
	t.Helper()
	out, err := url.QueryUnescape(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// says matches a text wherever Terraform breaks its lines.
func says(text string) *regexp.Regexp {
	return regexp.MustCompile(strings.Join(quoted(text), `\s+`))
}

func quoted(text string) []string {
	words := strings.Fields(text)
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	return words
}

// saysAt is says, after the line of the configuration that Terraform shows.
func saysAt(line, text string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)` + strings.Join(quoted(line), `\s+`) + `.*` + strings.Join(quoted(text), `\s+`))
}
