// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// attached says which policies others have given the role since it was last
// read, and what they allow that the role's own do not. Their texts are read for
// that; a text that cannot be read is said to be so.
func attached(ctx context.Context, m *iamrole.Manager, state *roleModel, found *iamrole.Found) diag.Diagnostics {
	var diags diag.Diagnostics
	known := knownTexts(state.Others)
	var names, unread []string
	now := slices.Clone(found.Policies)
	add := func(name string, read func() (string, error)) {
		if slices.Contains(known, name) {
			return
		}
		names = append(names, name)
		text, err := read()
		if err != nil {
			unread = append(unread, name)
			return
		}
		now = append(now, iamrole.Policy{Name: name, Document: text})
	}
	for _, arn := range found.Attached {
		add(arn, func() (string, error) {
			if managed, ok := reference.LookupManagedPolicy(arn); ok {
				return string(managed.Document), nil
			}
			p, err := m.ReadPolicy(ctx, arn)
			if err != nil {
				return "", err //nolint:wrapcheck // only whether it can be read is of interest
			}
			return p.Document, nil
		})
	}
	for _, name := range found.OtherInline {
		add(name, func() (string, error) { return m.InlineDocument(ctx, found.Name, name) })
	}
	if len(names) == 0 {
		return diags
	}
	effect := accessEffect(found.Policies, now)
	if len(unread) > 0 {
		effect += " What " + strings.Join(unread, ", ") + " allows could not be read."
	}
	then := "This resource leaves them alone; exclusive = true would take them away."
	if state.Exclusive.ValueBool() {
		then = "The next apply takes them away."
	}
	diags.AddAttributeWarning(path.Root("other_policies"), fmt.Sprintf("Policies given to the role %s outside this resource", found.Name), // of several with the same summary one is shown
		fmt.Sprintf("Others have given the role %s policies: %s. %s %s", found.Name, strings.Join(names, ", "), effect, then))
	return diags
}
