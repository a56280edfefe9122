// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	_ "embed"
	"strings"
	"sync"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

//go:embed unread.txt
var unreadText string

// unread are attributes of hashicorp/aws that nothing in this project names, so
// that they need not be kept: half of what a plan says of a resource. A test
// holds that; what is not in the list is kept, so that a new attribute is not
// lost.
var unread = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for name := range strings.Lines(unreadText) {
		out[strings.TrimSpace(name)] = true
	}
	return out
})

// noNames leaves out what is null, and nothing else.
var noNames = map[string]bool{}

// without are the attributes of a resource that are not kept. All are where the
// configuration's source is evaluated, or a check of a configuration asks for the
// type: these name attributes as they like, as a role's template does.
func (d *reader) without(h *scan.Head) map[string]bool {
	if d.whole || h.Mode != string(tfjson.ManagedResourceMode) || !strings.HasPrefix(h.Type, "aws_") || d.asked[h.Type] {
		return nil
	}
	return unread()
}
