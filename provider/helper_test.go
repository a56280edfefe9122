// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"net/url"
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
